"""Opens what a kill or a power cut left, as the restarted program does, and holds it against the promises."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyrage

from kiosk.core import cose
from kiosk.core.errors import Code, KioskError
from kiosk.core.ports import VisitId
from kiosk.storage.store import Store
from tests.contract.storage.province import Province
from tests.torture.bill import Bill
from tests.torture.kiosk_work import CANARY, CARD, digest, dossier_of, opened
from tests.torture.promises import Diary

_SAID = ("form", "notes", "page 1", "page 2")


@dataclass(slots=True)
class Told:
    """One visit, as the diary has it. `sure` is what was promised; `under_way` what may be there or not."""

    sure: dict[str, str] = field(default_factory=dict)
    under_way: dict[str, str] = field(default_factory=dict)
    last: str = ""
    said: set[str] = field(default_factory=set)


def told(diary: list[dict[str, Any]]) -> dict[int, Told]:
    """Sort the diary by visit."""
    visits: dict[int, Told] = {}
    for line in diary:
        if not isinstance(line["about"], int):
            continue
        one = visits.setdefault(line["about"], Told())
        one.last = line["what"]
        one.said.add(line["what"])
        match line["what"]:
            case "save":
                one.under_way = {line["name"]: line["digest"]}
            case "saved":
                one.sure[line["name"]] = line["digest"]
                one.under_way = {}
    return visits


def check(folder: Path, diary: list[dict[str, Any]], bill: Bill) -> list[int]:
    """Count on the bill what does not hold; close every visit, and return those that were open."""
    bill.checked += sum(line["what"] in _PROMISES for line in diary)
    leaked(folder / "machine", bill)
    visits = told(diary)
    store = opened(folder)
    try:
        store.database.check()
        if any(line["what"] == "joined" for line in diary):
            store.enrolment.key()
        store.submissions.sweep()
        for number, one in visits.items():
            _visit(store, number, one, bill)
        store.drafts.expire()
        _nothing_is_left_open(store, bill)
        _rows(store, visits, Province.load(folder / "province.json"), bill)
    except KioskError as error:
        bill.lost.append(f"the storage does not work: {error.code.value} {error.detail}")
    finally:
        store.close()
    return [number for number, one in visits.items() if "forgotten" not in one.said]


def note_closed(folder: Path, numbers: list[int]) -> None:
    """Go on with the diary where `check` brought visits to their end."""
    diary = Diary(folder / "promises")
    for number in numbers:
        diary.note("forgotten", number)
    diary.close()


_PROMISES = frozenset({"joined", "bound", "saved", "recorded", "submitted", "forgotten", "accepted"})


def leaked(machine: Path, bill: Bill) -> None:
    """Look for an answer's plain text in every byte of the disk."""
    for path in machine.rglob("*"):
        if path.is_file() and CANARY in path.read_bytes():
            bill.leaked.append(path.name)


def _visit(store: Store, number: int, one: Told, bill: Bill) -> None:
    wanted = dossier_of(number)
    rows = [row for row in store.outbox.history() if row.dossier_id == wanted.dossier_id]
    if "submitted" in one.said and not rows:
        bill.lost.append(f"dossier {number}")
    if rows and "submit" not in one.said:
        bill.duplicated.append(f"dossier {number}, which nobody submitted")
    if "recorded" in one.said and f"visit {number}" not in [line.line for line in store.audit.lines()]:
        bill.lost.append(f"audit line {number}")
    if "forgotten" in one.said:
        _is_gone(store, wanted.visit, bill)
    elif "forget" in one.said:
        store.drafts.forget(wanted.visit)
    else:
        _draft(store, number, one, bill, submitted=bool(rows))


def _is_gone(store: Store, visit: VisitId, bill: Bill) -> None:
    try:
        store.drafts.unlock(visit, CARD)
    except KioskError as error:
        if error.code is Code.DRAFT_LOST:
            return
    bill.leaked.append(f"the forgotten draft {visit} opens")


def _draft(store: Store, number: int, one: Told, bill: Bill, *, submitted: bool) -> None:
    """What was saved is there, and the visit can be brought to its end."""
    wanted = dossier_of(number)
    try:
        head = store.drafts.unlock(wanted.visit, CARD)
    except KioskError as error:
        if "bound" in one.said:
            bill.lost.append(f"draft {number}: {error.code.value}")
        return
    if head.submitted != submitted:
        bill.lost.append(f"draft {number} and its dossier disagree")
    if not submitted:
        _answers(store, wanted.visit, one, bill)
    if "submit" in one.said:
        store.submissions.submit(wanted)
    store.drafts.forget(wanted.visit)


def _answers(store: Store, visit: VisitId, one: Told, bill: Bill) -> None:
    found = {name: digest(value) for name, value in store.drafts.records(visit).items()}
    pages = store.drafts.pages(visit, "paper")
    found |= {f"page {page_no}": digest(page) for page_no, page in enumerate(pages, start=1)}
    for name in _SAID:
        allowed = {one.sure.get(name), one.under_way.get(name, one.sure.get(name))}
        if found.get(name) not in allowed:
            bill.lost.append(f"{name} of an open draft")


def _nothing_is_left_open(store: Store, bill: Bill) -> None:
    """With every visit closed there is no key and no page file any more."""
    bill.stuck.extend(f"a draft that nobody began: {draft.visit}" for draft in store.drafts.locked())
    data = store.folder
    left = [path for folder in ("drafts", "keys/visits") for path in (data / folder).glob("*")]
    left += [path for path in [data / "keys" / "epoch.key"] if path.exists()]
    bill.leaked.extend(f"left behind: {path.relative_to(data)}" for path in left)


def _rows(store: Store, visits: dict[int, Told], province: Province, bill: Bill) -> None:
    """Every row has its files whole, once, opening with the portal's key; acknowledged ones stay so."""
    history = store.outbox.history()
    if len({row.dossier_id for row in history}) != len(history) or [row.sequence for row in history] != list(
        range(1, len(history) + 1)
    ):
        bill.duplicated.append("rows or their order")
    for row in history:
        number = int(row.dossier_id[-12:], 16)
        said = visits[number].said if number in visits else set()
        if "accepted" in said and row.row_state != "accepted":
            bill.lost.append(f"acknowledgement {number}")
        if row.row_state != "accepted":
            _files(store, row.dossier_id, province, bill)


def _files(store: Store, dossier_id: str, province: Province, bill: Bill) -> None:
    parcel = store.outbox.parcel(dossier_of(int(dossier_id[-12:], 16)).dossier_id)
    for blob in parcel.blobs:
        path = Path(blob.path)
        content = path.read_bytes() if path.exists() else b""
        if hashlib.sha256(content).hexdigest() != blob.sha256:
            bill.lost.append(f"a sealed file of a row: {len(content)} of {blob.size_bytes} bytes")
            return
        pyrage.decrypt(content, [province.opening])
    payload = json.loads(
        cose.verify(parcel.manifest, kind=cose.Kind.MANIFEST, key=store.enrolment.key().public_key())
    )
    if [payload["parcel"]["sha256"], payload["dossier_id"]] != [parcel.blobs[0].sha256, dossier_id]:
        bill.lost.append("a manifest of other files")
