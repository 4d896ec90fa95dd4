"""`kiosk submit`: what the screens do, from a file."""

from __future__ import annotations

import sys
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kiosk import app as composition
from kiosk.cli.options import ConfigOption, DataOption, JsonOption, print_json
from kiosk.core.answers_file import Violation, give, parse
from kiosk.core.dossier import Attachment, Receipt
from kiosk.core.error_words import words_of
from kiosk.core.errors import Code, KioskError
from kiosk.core.filing import (
    Counter,
    Identified,
    Occasion,
    SlipPurpose,
    dossier_paper,
    provisional_fee,
    slip_facts,
    slip_purpose,
    submission,
)
from kiosk.core.formflow import FormFlow
from kiosk.core.ports import DossierId, PrintJob, VisitId
from kiosk.core.receipt import slip
from kiosk.core.slip_code import SlipClaim, signed_text
from kiosk.xforms import FormSession, XFormError

if TYPE_CHECKING:  # imported when the command runs
    from kiosk.storage.store import Store

_JOB_TITLE = "Phieu nop ho so"
_KINDS = {".pdf": "application/pdf", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png"}
_STARTS = {"application/pdf": b"%PDF-", "image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n"}


@dataclass(frozen=True, slots=True)
class _Filed:
    receipt: Receipt
    purpose: SlipPurpose
    code: str


def command(  # noqa: PLR0913 -- one parameter an option
    procedure: Annotated[str, typer.Argument(help="The procedure's code.")],
    answers: Annotated[Path, typer.Option("--answers", help="JSON: answers by path, and the card's holder.")],
    attach: Annotated[list[str] | None, typer.Option("--attach", help="KEY=FILE; may be repeated.")] = None,
    no_print: Annotated[bool, typer.Option("--no-print", help="Don't print the slip.")] = False,
    config: ConfigOption = None,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """File a dossier from a file of answers."""
    place = composition.place(config, data)
    flow = _flow(place, procedure)
    violations = give(flow, parse(_text(answers)))
    attachments = tuple(_attachment(flow, each) for each in attach or [])
    if violations:
        _refuse(violations, as_json=json)
    store = composition.open_store(place)
    try:
        filed = _file(place, store, flow, attachments)
        composition.wake_sync(place)
        printed = no_print or _print_slip(place, store, filed)
    finally:
        store.close()
    receipt = filed.receipt
    if json:
        print_json(
            {
                "dossier_id": receipt.dossier_id,
                "receipt_code": receipt.receipt_code,
                "receipt_qr": filed.code,
            }
        )
    else:
        print(f"Đã nộp: {receipt.receipt_code}  {receipt.dossier_id}")
    if not printed:
        raise typer.Exit(3)


def _flow(place: composition.Place, code: str) -> FormFlow:
    catalogue = composition.catalogue(place)
    procedure = catalogue.procedure(code)
    seed = int.from_bytes(composition.random_bytes(4))
    try:
        session = FormSession(catalogue.form(procedure), now=composition.now(), seed=seed, language="vi")
    except XFormError as error:
        raise KioskError(Code.FORM_BROKEN, procedure.code) from error
    return FormFlow(procedure, session, "vi")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise KioskError(Code.FILE_UNREADABLE, str(path)) from error


def _attachment(flow: FormFlow, given: str) -> Attachment:
    """Read KEY=FILE. The dossier names it by its key: a file's own name may name a person."""
    key, found, path = given.partition("=")
    if not found or key not in {component.key for component in flow.procedure.components}:
        raise typer.BadParameter(f"--attach {key}: no such paper in {flow.procedure.code}")
    suffix = Path(path).suffix.lower()
    if suffix not in _KINDS:
        raise typer.BadParameter(f"--attach {key}: PDF, JPEG or PNG")
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise KioskError(Code.FILE_UNREADABLE, path) from error
    if not content.startswith(_STARTS[_KINDS[suffix]]):
        raise KioskError(Code.FILE_UNREADABLE, path)
    flow.set_pages(key, 1)
    return Attachment(key, f"{key}{suffix}", _KINDS[suffix], content)


def _refuse(violations: list[Violation], *, as_json: bool) -> None:
    """Print what is wrong and end with 1; nothing has been queued."""
    words = words_of(Code.FORM_ANSWERS_VIOLATE)
    error = {"code": Code.FORM_ANSWERS_VIOLATE.value, "message": f"{words.vi} {words.do_vi}"}
    if as_json:
        print_json({"error": error, "violations": [list(astuple(each)) for each in violations]})
    else:
        for each in violations:
            print(f"{each.ref}: {each.kind} {each.message}")
    sys.stderr.write(f"{error['code']} {error['message']}\n")
    raise typer.Exit(1)


def _file(
    place: composition.Place, store: Store, flow: FormFlow, attachments: tuple[Attachment, ...]
) -> _Filed:
    for paper in flow.papers():
        if not paper.pages:
            flow.set_later(paper.key, later=True)
    at = composition.now()
    occasion = Occasion(
        visit=VisitId(composition.new_uuid7()),
        dossier=DossierId(composition.new_uuid7()),
        receipt_code=store.submissions.fresh_code(place.config.site.code),
        started_at=at,
        submitted_at=at,
    )
    template = composition.catalogue(place).print_template(flow.procedure)
    pdf = composition.pages().dossier(dossier_paper(flow, place.config.site, occasion, template))
    whole = submission(flow, occasion, Identified("file"), pdf=pdf, attachments=attachments)
    receipt = store.submissions.submit(whole, with_draft=False)
    purpose = slip_purpose(flow, provisional_fee(flow, at.date()))
    claim = SlipClaim(
        receipt.receipt_code,
        receipt.slip_secret or b"",
        receipt.procedure,
        receipt.submitted_at,
        receipt.kiosk_id,
    )
    return _Filed(receipt, purpose, signed_text(claim, store.enrolment.key()))


def _print_slip(place: composition.Place, store: Store, filed: _Filed) -> bool:
    """Print it; a printer that fails is told, and the dossier stays filed."""
    portal_url = store.enrolment.load().membership.portal_url
    counter = Counter(place.config.site, portal_url, place.config.card.practice)
    facts = slip_facts(
        filed.receipt, filed.purpose, counter, delivered_at=None, signed_code=filed.code, copy=1
    )
    job = PrintJob(VisitId(filed.receipt.dossier_id), _JOB_TITLE, composition.pages().slip(slip(facts)))
    try:
        composition.printer(place).print(
            job, deadline_s=place.config.printer.deadline_s, cancelled=lambda: False
        )
    except KioskError as error:
        words: Any = words_of(error.code)
        sys.stderr.write(f"{error.code.value} {words.vi} {words.do_vi}\n")
        return False
    return True
