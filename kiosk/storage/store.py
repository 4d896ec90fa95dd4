"""All of a kiosk's storage in one data folder, put together. `app.py` opens it once a process."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from kiosk.core.errors import Code, KioskError
from kiosk.core.ports import Rng
from kiosk.storage.audit import Audit
from kiosk.storage.ballast import Ballast
from kiosk.storage.db import Database
from kiosk.storage.drafts import Drafts, Uptime
from kiosk.storage.enrolment import Enrolment
from kiosk.storage.fees import Fees
from kiosk.storage.keys import Keys
from kiosk.storage.ledger import Ledger
from kiosk.storage.outbox import StoredOutbox
from kiosk.storage.submissions import Submissions


class Store:
    """`DATA/kiosk.db`, `DATA/keys`, `DATA/drafts`, `DATA/sealed`."""

    def __init__(
        self,
        folder: Path,
        *,
        rng: Rng,
        uptime: Uptime,
        now: Callable[[], datetime],
        credentials: Path | None = None,
    ) -> None:
        """Open, making and migrating what isn't there. Raises KioskError DISK_*, DATA_NEWER, DATA_LOCKED."""
        self.folder = folder
        self.ballast = Ballast(folder / "ballast")
        self.database = Database(folder / "kiosk.db", ballast=self.ballast)
        self.keys = Keys(folder / "keys", rng=rng, credentials=credentials)
        self.drafts = Drafts(self.database, self.keys, folder / "drafts", rng=rng, uptime=uptime)
        self.enrolment = Enrolment(self.database, self.keys)
        self.submissions = Submissions(
            self.database, self.drafts, self.enrolment, folder, rng=rng, make_room=self.ballast.make_room
        )
        self.audit = Audit(self.database, now=now)
        self.ledger = Ledger(self.database, folder)
        self.fees = Fees(self.database)
        self.outbox = StoredOutbox(self.database, self.enrolment, folder)

    def health(self) -> Code | None:
        """Return why no new visit may begin, or None: DISK_FULL, DISK_READ_ONLY, DISK_FAILED, DATA_LOCKED."""
        try:
            if os.statvfs(self.folder).f_flag & os.ST_RDONLY:
                return Code.DISK_READ_ONLY
            self.database.row("SELECT 1")
        except KioskError as error:
            return error.code
        except OSError:
            return Code.DISK_FAILED
        return None if self.ballast.refill() else Code.DISK_FULL

    def close(self) -> None:
        """Close the database; nothing may be using it."""
        self.database.close()
