"""The cursor of `POST /v1/state`, opaque to kiosks: how far one is in its changes and in the signed lists."""

from __future__ import annotations

from dataclasses import dataclass, replace

from portal.authority import Authority

_PARTS = 5


@dataclass(frozen=True, slots=True)
class Cursor:
    """`epoch` names this life of the database: another one after a restore, where counting begins afresh."""

    epoch: str
    change: int = 0
    portal_key: int = 0
    recipients: int = 0
    kiosk_keys: int = 0

    @staticmethod
    def first(epoch: str) -> Cursor:
        """Return the cursor of a kiosk that has nothing."""
        return Cursor(epoch)

    @staticmethod
    def read(text: str, epoch: str) -> Cursor:
        """Return what `text` says; the first cursor when it is of another epoch or not one of ours."""
        parts = text.split(".")
        if len(parts) != _PARTS or parts[0] != epoch:
            return Cursor(epoch)
        if not all(part.isascii() and part.isdigit() and len(part) < _PARTS * 2 for part in parts[1:]):
            return Cursor(epoch)
        return Cursor(epoch, *(int(part) for part in parts[1:]))

    def text(self) -> str:
        """Return it as it travels."""
        return f"{self.epoch}.{self.change}.{self.portal_key}.{self.recipients}.{self.kiosk_keys}"

    def having(self, authority: Authority, kiosk_keys: int) -> Cursor:
        """Return the cursor of a kiosk that has the newest lists."""
        return replace(
            self,
            portal_key=authority.portal_key_version,
            recipients=authority.recipients_version,
            kiosk_keys=kiosk_keys,
        )
