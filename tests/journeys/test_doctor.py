"""`kiosk doctor` on the real parts: all well, everything broken, a line a part with what to do."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from demo.parts import IppPrinter, Pcscd, Portal, SyncProcess, ask, kiosk_command, surroundings
from kiosk.core.doctor import LABELS
from kiosk.core.error_words import words_of
from kiosk.core.errors import Code

CONFIG = """
[site]
code = "TH01"
[card]
anchors = ["csca.pem"]
[printer]
uri = "{printer}"
[scanner]
kind = "{scanner}"
device = "{device}"
"""


@dataclass
class Kiosk:
    """A kiosk with everything connected."""

    folder: Path
    environment: dict[str, str]

    @property
    def place(self) -> tuple[str, ...]:
        return ("--config", str(self.folder / "kiosk.toml"), "--data", str(self.folder / "data"))

    def configure(self, *, printer: str, scanner: str = "folder", device: str = "inbox") -> None:
        text = CONFIG.format(printer=printer, scanner=scanner, device=device)
        (self.folder / "kiosk.toml").write_text(text, encoding="utf-8")

    def doctor(self, *options: str) -> subprocess.CompletedProcess[str]:
        argv = kiosk_command("doctor", *self.place, *options)
        return subprocess.run(
            argv, capture_output=True, text=True, check=False, timeout=60, env=self.environment
        )

    def parts(self) -> dict[str, dict[str, Any]]:
        """Run it and return its parts by name."""
        done = self.doctor("--json")
        parts = {part["name"]: part for part in json.loads(done.stdout)["parts"]}
        assert done.returncode == (0 if all(part["state"] == "ok" for part in parts.values()) else 3)
        return parts


def issuer() -> bytes:
    """Return a self-signed certificate of an issuing State that exists in this test only."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "VN")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2040, 1, 1, tzinfo=UTC))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    return certificate.public_bytes(serialization.Encoding.PEM)


@pytest.fixture
def kiosk(tmp_path: Path, pcscd: Pcscd, printer: IppPrinter, portal: Portal) -> Kiosk:
    made = Kiosk(tmp_path, surroundings(tmp_path) | pcscd.client_environment)
    made.configure(printer=printer.uri)
    (tmp_path / "inbox").mkdir()
    (tmp_path / "csca.pem").write_bytes(issuer())
    code = portal.ask("enrol-code")["code"]
    ask(kiosk_command("enrol", "--portal", portal.url, "--code", code, "--json", *made.place), tmp_path)
    return made


@pytest.fixture
def sync(kiosk: Kiosk) -> Iterator[SyncProcess]:
    process = SyncProcess(
        kiosk.folder / "sync", config=kiosk.folder / "kiosk.toml", data=kiosk.folder / "data"
    )
    with process:
        yield process


def test_a_kiosk_in_order_is_all_ok(kiosk: Kiosk, sync: SyncProcess) -> None:
    parts = kiosk.parts()
    assert {name: part["why"] for name, part in parts.items() if part["state"] != "ok"} == {}
    assert list(parts) == list(LABELS)
    assert all(part.keys() == {"name", "state", "code", "why", "do"} for part in parts.values())
    assert all(part["code"] is None for part in parts.values())


def test_people_get_a_line_a_part_with_what_to_do(kiosk: Kiosk, printer: IppPrinter) -> None:
    printer.kill()
    done = kiosk.doctor()
    assert done.returncode == 3
    assert len(done.stdout.splitlines()) == len(LABELS)
    assert "Không liên lạc được với máy in" in done.stdout
    assert "[PRINT-001]" in done.stdout


def test_everything_that_is_gone_is_told_at_once(
    kiosk: Kiosk, pcscd: Pcscd, printer: IppPrinter, portal: Portal
) -> None:
    pcscd.stop()
    printer.stop()
    portal.stop()
    (kiosk.folder / "inbox").rmdir()
    (kiosk.folder / "csca.pem").unlink()
    parts = kiosk.parts()
    told = {name: (part["state"], part["code"]) for name, part in parts.items() if part["state"] != "ok"}
    assert told == {
        "reader": ("down", Code.FILE_UNREADABLE),
        "printer": ("down", Code.PRINTER_UNREACHABLE),
        "scanner": ("down", Code.SCANNER_ABSENT),
        "portal": ("degraded", Code.PORTAL_UNREACHABLE),
        "sync": ("degraded", Code.SYNC_STOPPED),
    }
    for _, code in told.values():
        assert words_of(Code(code)).do_vi in {part["do"] for part in parts.values()}


def test_a_database_that_is_none_leaves_the_other_parts_told(kiosk: Kiosk) -> None:
    for file in (kiosk.folder / "data").glob("kiosk.db*"):
        file.unlink()
    (kiosk.folder / "data" / "kiosk.db").write_bytes(b"not a database" * 1000)
    parts = kiosk.parts()
    assert parts["store"]["state"] == "down"
    assert parts["store"]["code"] == Code.DISK_FAILED
    assert parts["printer"]["state"] == "ok"
    assert list(parts) == list(LABELS)


def test_a_broken_package_is_named(kiosk: Kiosk) -> None:
    package = kiosk.folder / "forms" / "9.999999"
    package.mkdir(parents=True)
    (package / "procedure.toml").write_text("code = ", encoding="utf-8")
    config = kiosk.folder / "kiosk.toml"
    config.write_text('forms_dir = "forms"\n' + config.read_text(encoding="utf-8"), encoding="utf-8")
    part = kiosk.parts()["forms"]
    assert (part["state"], part["code"]) == ("down", Code.CATALOGUE_BROKEN)
    assert "9.999999" in part["why"]


def test_a_kiosk_that_joined_nothing_says_so(tmp_path: Path) -> None:
    fresh = Kiosk(tmp_path, surroundings(tmp_path))
    fresh.configure(printer="")
    (tmp_path / "csca.pem").write_bytes(issuer())
    parts = fresh.parts()
    assert (parts["portal"]["state"], parts["portal"]["code"]) == ("down", Code.NOT_ENROLLED)
    assert (parts["printer"]["state"], parts["printer"]["code"]) == ("degraded", Code.PRINTER_ABSENT)
