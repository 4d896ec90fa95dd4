"""`kiosk card`: readers and cards on the command line, and a virtual card for anyone's reader."""

from __future__ import annotations

import json
import secrets
import sys
import time
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from kiosk.app import card_anchors, id_card_reader, now, place
from kiosk.cli.options import ConfigOption, DataOption, JsonOption, print_json
from kiosk.core.errors import Code, KioskError
from kiosk.core.ports import CardResult, ReaderStatus, ReadRequest
from kiosk.idcard.faults import CardFault
from kiosk.idcard.holder import Holder
from kiosk.idcard.mrz import parse_lines
from kiosk.idcard.reading import SENSITIVE

app = typer.Typer(no_args_is_help=True, help="The chip identity card.")
_LOOK_S = 0.1

CscaOption = Annotated[
    list[Path] | None, typer.Option("--csca", help="One more CSCA certificate to trust (DER).")
]


@app.command("read")
def read(  # noqa: PLR0913 -- the options of CLI.md
    reader: Annotated[str | None, typer.Option("--reader", help="Name of the reader.")] = None,
    can: Annotated[str | None, typer.Option("--can", help="Six digits.")] = None,
    mrz: Annotated[
        list[str] | None, typer.Option("--mrz", help="One line of the zone; give it three times.")
    ] = None,
    csca: CscaOption = None,
    photo: Annotated[
        Path | None, typer.Option("--photo", help="Read the portrait too, and write it here (JPEG).")
    ] = None,
    deadline_s: Annotated[float, typer.Option("--deadline", min=1, help="Seconds for the whole read.")] = 30,
    traced: Annotated[
        bool, typer.Option("--trace", help="Tell commands and status words on standard error, no data.")
    ] = False,
    config: ConfigOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Read and verify the card on the reader."""
    request = ReadRequest(
        can=can,
        mrz=_zone(can, mrz),
        deadline_s=deadline_s,
        photo=photo is not None,
        sensitive=SENSITIVE,
        reader=reader,
    )
    trace = _print_trace if traced else None
    port = id_card_reader(place(config, data), more_anchors=tuple(csca or ()), trace=trace)
    try:
        result = port.read(request, on_progress=lambda _: None, cancelled=lambda: False)
    finally:
        port.close()
    if photo is not None:
        _write_photo(photo, result.photo)
    if as_json:
        print_json(_document(result))
    else:
        _print_result(result)


def _print_trace(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _write_photo(file: Path, photo: bytes | None) -> None:
    if photo is None:
        raise KioskError(Code.CARD_MALFORMED, "no portrait on the card")
    try:
        file.write_bytes(photo)
    except OSError as error:
        raise KioskError(Code.FILE_UNREADABLE, str(file)) from error


def _zone(can: str | None, lines: list[str] | None) -> tuple[str, str, str] | None:
    if (can is None) == (not lines):
        raise typer.BadParameter("give --can or --mrz")
    if can is not None:
        if len(can) != 6 or not can.isdecimal():  # noqa: PLR2004 -- a CAN
            raise typer.BadParameter("--can takes six digits")
        return None
    if lines is None or len(lines) != 3:  # noqa: PLR2004 -- a card's zone
        raise typer.BadParameter("--mrz is given three times, a line each")
    zone = (lines[0].strip().upper(), lines[1].strip().upper(), lines[2].strip().upper())
    try:
        parse_lines(zone)
    except CardFault as fault:
        raise typer.BadParameter(f"--mrz: {fault.detail}") from fault
    return zone


def _document(result: CardResult) -> dict[str, Any]:
    verified = result.verified
    return {
        "protocol": result.protocol,
        "verified": {"passive": verified.passive, "chip": verified.chip, "active": verified.active},
        "notes": list(result.notes),
        "holder": holder_document(result.holder),
        "timing_ms": result.timing_ms,
        "apdus": result.apdus,
    }


def holder_document(holder: Holder) -> dict[str, str | None]:
    """Return the holder with ISO dates; `zone_name` only where the card has no national data."""
    values = {item.name: getattr(holder, item.name) for item in fields(holder)}
    if holder.zone_name is None:
        del values["zone_name"]
    return {key: value.isoformat() if isinstance(value, date) else value for key, value in values.items()}


def _print_result(result: CardResult) -> None:
    for key, value in holder_document(result.holder).items():
        if value is not None:
            print(f"{key:22} {value}")
    words = {True: "verified", False: "FAILED", None: "not verified"}
    verified = result.verified
    print(f"{result.protocol}, {result.apdus} commands, {sum(result.timing_ms.values())} ms")
    print(
        f"passive {words[verified.passive]}, chip {words[verified.chip]}, active {words[verified.active]}"
        + (f" ({', '.join(result.notes)})" if result.notes else "")
    )


@app.command("watch")
def watch(config: ConfigOption = None, data: DataOption = None, as_json: JsonOption = False) -> None:
    """Print readers and cards as they come and go, a line a change, until interrupted."""
    port = id_card_reader(place(config, data))
    told: ReaderStatus | None = None
    try:
        while True:
            status = port.status()
            if status != told:
                _tell_status(status, as_json=as_json)
                told = status
            time.sleep(_LOOK_S)
    except KeyboardInterrupt:
        return
    finally:
        port.close()


def _tell_status(status: ReaderStatus, *, as_json: bool) -> None:
    if as_json:
        print_json({"daemon": status.daemon, "readers": list(status.readers), "card_in": status.card_in})
        return
    readers = ", ".join(status.readers) or "no reader"
    print(f"{readers if status.daemon else 'pcscd is down'}; card: {status.card_in or 'none'}", flush=True)


@app.command("verify")
def verify(
    evidence: Annotated[
        Path, typer.Argument(metavar="EVIDENCE", help="A parcel (ZIP), or the folder `evidence` of one.")
    ],
    csca: CscaOption = None,
    config: ConfigOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check the identity evidence of a dossier again, offline, as the portal does."""
    from kiosk.devices.idcard.evidence_files import read_evidence, verify_evidence

    found = verify_evidence(
        read_evidence(evidence), card_anchors(place(config, data), more=tuple(csca or ())), now=now()
    )
    if as_json:
        print_json(found)
        return
    for key, value in found.items():
        print(f"{key:14} {value}")


@app.command("virtual")
def virtual(
    person: Annotated[Path, typer.Argument(metavar="PERSON.json", help="Who the card is for.")],
    fault: Annotated[
        str | None, typer.Option("--fault", help="What goes wrong, by name; a wrong one prints all.")
    ] = None,
    port: Annotated[int, typer.Option("--port", help="Where vpcd listens.")] = 35963,
    csca_out: Annotated[
        Path | None, typer.Option("--csca-out", help="Write the issuer's CSCA certificate (DER) here.")
    ] = None,
    issuer: Annotated[
        Path | None,
        typer.Option("--issuer", help="Keys of the test issuer; made when missing. Default: fresh ones."),
    ] = None,
) -> None:
    """Put a card on vsmartcard's virtual reader; standard input takes `remove`, `insert` and `quit`."""
    from kiosk.devices.idcard.virtual_card import make_card, read_portrait, serve

    try:
        document = json.loads(person.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise KioskError(Code.FILE_UNREADABLE, str(person)) from error
    portrait = read_portrait(person, document.pop("photo", None))
    try:
        made = make_card(document, issuer, portrait=portrait, fault=fault, now=now(), rng=secrets.token_bytes)
    except ValueError as error:
        raise typer.BadParameter(f"{person.name}: {error}") from error
    if csca_out is not None:
        csca_out.write_bytes(made.issuer.csca_der)
    serve(
        made.card,
        made.atr,
        port,
        commands=sys.stdin,
        tell=lambda event: print_json({"event": event, "port": port}),
    )
