"""The residue checker finds planted leaks, each alone in a folder that is otherwise as a kiosk leaves it."""

from __future__ import annotations

import io
import json
import os
import sqlite3
import subprocess
import sys
import traceback
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin
from reportlab.pdfgen.canvas import Canvas

from demo.leftovers import in_folders, in_processes, processes_with
from demo.residue import Canary, canaries_of

PEOPLE = Path(__file__).parents[2] / "demo/people"
PERSON = json.loads((PEOPLE / "lo-thi-mai.json").read_text(encoding="utf-8"))
NAME = PERSON["full_name"]
NUMBER = PERSON["personal_number"]
CANARIES: tuple[Canary, ...] = canaries_of(PERSON, {"phone": "0912 345 061"})


@pytest.fixture
def kiosk(tmp_path: Path) -> Path:
    """Return a data folder with nothing of a person in it."""
    folder = tmp_path / "kiosk"
    (folder / "log").mkdir(parents=True)
    (folder / "log" / "screen.log").write_text('{"event": "step", "what": "Idle"}\n', encoding="utf-8")
    (folder / "sealed").write_bytes(bytes(range(256)) * 40)
    with closing(sqlite3.connect(folder / "kiosk.db")) as database, database:
        database.execute("CREATE TABLE outbox (id TEXT, state TEXT)")
        database.execute("INSERT INTO outbox VALUES ('01a20ac3', 'accepted')")
    return folder


def found(folder: Path) -> set[str]:
    """Return what is found, by its label."""
    return {left.what for left in in_folders([folder], CANARIES)}


def test_a_kiosk_without_leaks_is_clean(kiosk: Path) -> None:
    assert found(kiosk) == set()


def pdf(words: str, *, title: str = "") -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pageCompression=1)
    canvas.setTitle(title)
    canvas.drawString(72, 700, words)
    canvas.save()
    return buffer.getvalue()


def test_a_slip_left_in_the_spool(kiosk: Path) -> None:
    slip = pdf(f"So dinh danh: {NUMBER}")
    assert NUMBER.encode() not in slip
    (kiosk / "spool").mkdir()
    (kiosk / "spool" / "d00001-001").write_bytes(b"\x02\x00\x00\x02ipp request" + slip)
    assert found(kiosk) == {"document", "personal_number"}


def test_a_documents_title(kiosk: Path) -> None:
    (kiosk / "print.pdf").write_bytes(pdf("Phieu", title=NAME))
    assert found(kiosk) == {"document", "full_name"}


def test_a_decomposed_line_in_a_log(kiosk: Path) -> None:
    line = unicodedata.normalize("NFD", f"saved the answer {NAME.title()}\n")
    with (kiosk / "log" / "screen.log").open("a", encoding="utf-8") as log:
        log.write(line)
    assert found(kiosk) == {"full_name"}


def test_a_job_title_in_a_history(kiosk: Path) -> None:
    (kiosk / "spool").mkdir()
    (kiosk / "spool" / "c00001").write_bytes(
        b"\x42\x00\x08job-name\x00\x0f" + f"Phiếu {NAME}".encode() + b"\x03"
    )
    assert found(kiosk) == {"full_name"}


def test_a_traceback(kiosk: Path) -> None:
    try:
        int(PERSON["place_of_residence"])
    except ValueError:
        (kiosk / "log" / "screen.log").write_text(traceback.format_exc(), encoding="utf-8")
    assert found(kiosk) == {"place_of_residence"}


def thumbnail_with_exif() -> bytes:
    image, exif, buffer = Image.new("RGB", (64, 90)), Image.Exif(), io.BytesIO()
    exif[0x010E] = "trang 1"
    exif.get_ifd(0x8769)[0x9286] = b"UNICODE\0" + NAME.encode("utf-16-le")  # user comment
    image.save(buffer, "JPEG", exif=exif)
    return buffer.getvalue()


def thumbnail_with_xmp() -> bytes:
    buffer = io.BytesIO()
    words = NAME.encode("ascii", "xmlcharrefreplace")
    Image.new("RGB", (64, 90)).save(buffer, "JPEG", xmp=b"<x:xmpmeta><dc:title>" + words + b"</dc:title>")
    return buffer.getvalue()


def thumbnail_with_packed_text() -> bytes:
    text, buffer = PngImagePlugin.PngInfo(), io.BytesIO()
    text.add_itxt("Title", f"Giấy khám sức khỏe {NAME} " * 20, zip=True)
    Image.new("RGB", (64, 90)).save(buffer, "PNG", pnginfo=text)
    assert NAME.encode() not in buffer.getvalue()
    return buffer.getvalue()


@pytest.mark.parametrize("made", [thumbnail_with_exif, thumbnail_with_xmp, thumbnail_with_packed_text])
def test_a_thumbnail_with_metadata(kiosk: Path, made: Callable[[], bytes]) -> None:
    (kiosk / "thumb.db").write_bytes(b"CMMM" + made())
    assert found(kiosk) == {"picture", "full_name"}


def test_a_thumbnail_whose_pixels_cannot_be_searched(kiosk: Path) -> None:
    Image.new("L", (64, 90)).save(kiosk / "page", "PNG")
    assert found(kiosk) == {"picture"}


@pytest.fixture
def database(kiosk: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(kiosk / "kiosk.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA secure_delete = OFF")
        yield connection


def test_a_page_of_the_write_ahead_log(kiosk: Path, database: sqlite3.Connection) -> None:
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA wal_autocheckpoint = 0")
    database.execute("INSERT INTO outbox VALUES (?, 'open')", (NUMBER,))
    database.execute("DELETE FROM outbox WHERE id = ?", (NUMBER,))
    assert NUMBER.encode() not in (kiosk / "kiosk.db").read_bytes()
    lefts = in_folders([kiosk], CANARIES)
    assert {(left.where, left.what) for left in lefts} == {("kiosk/kiosk.db-wal", "personal_number")}


def test_a_page_that_was_freed(kiosk: Path, database: sqlite3.Connection) -> None:
    database.execute("CREATE TABLE answers (value TEXT)")
    database.execute("INSERT INTO answers VALUES (?)", (NAME,))
    database.execute("DROP TABLE answers")
    assert found(kiosk) == {"full_name"}


def test_a_row_whose_value_is_cut_by_the_pages_end(kiosk: Path, database: sqlite3.Connection) -> None:
    database.execute("CREATE TABLE answers (value TEXT)")
    long = ("." * 3899 + NAME).ljust(8000, ".")  # 3905 bytes or so stay, the rest overflows to other pages
    database.execute("INSERT INTO answers VALUES (?)", (long,))
    assert NAME.encode() not in (kiosk / "kiosk.db").read_bytes()
    lefts = in_folders([kiosk], CANARIES)
    assert {(left.where, left.what) for left in lefts} == {("kiosk/kiosk.db ▸ rows", "full_name")}


def test_a_file_in_utf_16(kiosk: Path) -> None:
    (kiosk / "settings.ini").write_text(f"last={NAME}", encoding="utf-16")
    assert found(kiosk) == {"full_name"}


def test_a_parcel_that_was_not_sealed(kiosk: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("instance.xml", f"<phone>0912345061</phone>{' ' * 500}")
    with zipfile.ZipFile(kiosk / "parcel", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("attachments/1.zip", inner.getvalue())
    assert found(kiosk) == {"phone"}


def test_a_name_that_is_a_files_name(kiosk: Path) -> None:
    (kiosk / f"{NAME}.age").write_bytes(b"age-encryption.org/v1")
    assert found(kiosk) == {"full_name in its name"}


def test_an_argument_and_the_environment_of_a_process_and_of_its_children(tmp_path: Path) -> None:
    waits = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'input()', *sys.argv[2:]])"
    marker = str(tmp_path / "kiosk")
    argv = [sys.executable, "-c", waits, marker, "--name", NAME]
    with subprocess.Popen(
        argv, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, env=os.environ | {"LAST": "tel 0912345061"}
    ) as process:
        while len(family := processes_with(marker)) < 2:
            assert process.poll() is None
        assert process.pid in family
        child = in_processes(family - {process.pid}, CANARIES)
        both = in_processes(family, CANARIES)
        assert process.stdin
        process.stdin.close()
    assert {left.what for left in both} == {"full_name", "phone"}
    assert "process ▸ environ" in {left.where for left in child}


def test_a_finding_says_where_and_never_the_value(kiosk: Path) -> None:
    (kiosk / "log" / "sync.log").write_text(NAME, encoding="utf-8")
    (left,) = in_folders([kiosk], CANARIES)
    assert (left.where, left.what) == ("kiosk/log/sync.log", "full_name")
    assert NAME not in repr(left)
