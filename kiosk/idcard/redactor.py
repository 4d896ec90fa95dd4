"""What may be written down of a command and its answer: class, instruction, lengths, status word. Never data.

P1 and P2 stay, too: they select and address, and hold nothing of a person. A file's identifier in a plain
SELECT is shown, because it is the standard's; under secure messaging not even that can be seen.
"""

from __future__ import annotations

from kiosk.idcard.apdu import parse_command, parse_response
from kiosk.idcard.faults import CardFault

_SELECT = 0xA4
_FILE_ID = 2


def redacted(command: bytes, answer: bytes) -> str:
    """Return one line for a log, such as `00 A4 02 0C Lc 2 (011C) → 9000, 0 bytes`."""
    return f"{_command(command)} → {_answer(answer)}"


def _command(raw: bytes) -> str:
    try:
        command = parse_command(raw)
    except CardFault:
        return f"{len(raw)} bytes"
    parts = [command.header.hex(" ").upper()]
    if command.data:
        parts.append(f"Lc {len(command.data)}")
    if command.header[0] == 0 and command.ins == _SELECT and len(command.data) == _FILE_ID:
        parts.append(f"({command.data.hex().upper()})")
    if command.le is not None:
        parts.append(f"Le {command.le}")
    return " ".join(parts)


def _answer(raw: bytes) -> str:
    try:
        answer = parse_response(raw)
    except CardFault:
        return "no status word"
    return f"{answer.sw:04X}, {len(answer.data)} bytes"
