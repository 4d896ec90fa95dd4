"""A kiosk's storage at work, to be killed or cut off: joins, fills, submits, forgets, is acknowledged.

`python -m tests.torture.kiosk_work FOLDER VISITS` works once in FOLDER. With `--serve` it reads lines
`FOLDER VISITS DELAY_S`, and for each forks a child that works there and is killed (`forked.py`).

FOLDER holds `province.json` (keys), `promises` (the diary) and `machine`, which is the machine's disk.
"""

from __future__ import annotations

import hashlib
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from kiosk import app
from kiosk.core.dossier import Attachment, Submission
from kiosk.core.manifest import Acknowledgement
from kiosk.core.outbox import OutboxRow, RowState
from kiosk.core.ports import DossierId
from kiosk.storage.keys import Factor, FactorKind
from kiosk.storage.store import Store
from tests.contract.storage.province import NOW, Province, submission_of
from tests.torture.forked import serve
from tests.torture.promises import Diary, read

CARD = Factor(FactorKind.CARD, b"SOD")
CANARY = b"Canary answer of a citizen "
PAGE = b"\xff\xd8\xff" + CANARY * 400


def opened(folder: Path) -> Store:
    """Open the machine's storage as the program does."""
    config = folder / "kiosk.toml"
    config.touch()
    return app.open_store(app.place(config, folder / "machine" / "data"))


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def work(folder: Path, visits: int) -> None:
    """Go on with the next visits."""
    diary = Diary(folder / "promises")
    before = read((folder / "promises").read_bytes())
    province = Province.load(folder / "province.json")
    store = opened(folder)
    if not any(line["what"] == "joined" for line in before):
        province.join(store)
        diary.note("joined", "")
    first = max((line["about"] for line in before if line["what"] == "begin"), default=0) + 1
    for number in range(first, first + visits):
        visit(store, diary, number)
        deliver(store, diary, province, number)
    store.close()


def dossier_of(number: int) -> Submission:
    """Return the n-th dossier; whatever is personal in it holds the canary."""
    paper = Attachment("giay_kham", "giay_kham.pdf", "application/pdf", PAGE)
    return replace(submission_of(number), instance_xml=CANARY, pdf=PAGE, attachments=(paper,))


def visit(store: Store, diary: Diary, number: int) -> None:
    """One citizen; every fourth leaves without submitting."""
    wanted = dossier_of(number)
    diary.note("begin", number)
    store.drafts.begin(
        wanted.visit, dossier_id=wanted.dossier_id, procedure=wanted.procedure, version=wanted.version
    )
    store.drafts.bind(wanted.visit, CARD)
    diary.note("bound", number)
    for name, value in (("form", b"1"), ("notes", b"2"), ("form", b"3")):
        diary.note("save", number, name=name, digest=digest(CANARY + value))
        store.drafts.save(wanted.visit, name, CANARY + value)
        diary.note("saved", number, name=name, digest=digest(CANARY + value))
    for page_no, value in ((1, b"1"), (2, b"2"), (1, b"3")):
        diary.note("save", number, name=f"page {page_no}", digest=digest(PAGE + value))
        store.drafts.save_page(wanted.visit, "paper", page_no, PAGE + value)
        diary.note("saved", number, name=f"page {page_no}", digest=digest(PAGE + value))
    store.audit.append(f"visit {number}")
    diary.note("recorded", number)
    if number % 4:
        submit(store, diary, wanted, number)
    diary.note("forget", number)
    store.drafts.forget(wanted.visit)
    diary.note("forgotten", number)


def submit(store: Store, diary: Diary, wanted: Submission, number: int) -> None:
    diary.note("submit", number)
    receipt = store.submissions.submit(wanted)
    diary.note("submitted", number, code=receipt.receipt_code)


def deliver(store: Store, diary: Diary, province: Province, number: int) -> None:
    """Be acknowledged for every other dossier, and let go of what was acknowledged before."""
    if number % 2 == 0:
        return
    dossier_id = submission_of(number).dossier_id
    store.outbox.begin(dossier_id)
    parcel = store.outbox.parcel(dossier_id)
    acknowledgement = Acknowledgement(
        dossier_id, digest(parcel.manifest), (NOW + timedelta(minutes=number)).isoformat(), 1
    )
    row = OutboxRow(DossierId(dossier_id), number, 1, RowState.ACCEPTED)
    store.outbox.accept(row, acknowledgement, acknowledgement.signed(province.portal))
    diary.note("accepted", number)
    store.ledger.let_go(received_before=NOW + timedelta(minutes=number), now=NOW)
    diary.note("let go before", number)


if __name__ == "__main__":
    if sys.argv[1] == "--serve":
        serve(work)
    else:
        work(Path(sys.argv[1]), int(sys.argv[2]))
