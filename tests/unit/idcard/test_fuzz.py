"""Every parser, given anything: a named fault or a value, never another exception, in bounded work.

`corpus/` keeps what once went wrong, and shapes worth keeping: `PARSER--what.hex`, a comment line allowed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.idcard import active_auth, chip_auth, dg13, dh_keys, facial, lds, mrz, qr, security_infos, sod, tlv
from kiosk.idcard.anchor_lists import parse_certificates
from kiosk.idcard.apdu import parse_command, parse_response
from kiosk.idcard.atr import limits_of
from kiosk.idcard.channel import File
from kiosk.idcard.faults import CardFault
from kiosk.idcard.modp import MODP_GROUPS
from kiosk.idcard.virtual import person
from kiosk.idcard.virtual.authority import dates_around
from kiosk.idcard.virtual.issuer import Issuer

CORPUS = Path(__file__).parent / "corpus"
PARSERS: dict[str, Callable[[bytes], object]] = {
    "tlv": lambda data: list(tlv.walk(data)),
    "response": parse_response,
    "command": parse_command,
    "atr": limits_of,
    "cardaccess": security_infos.parse,
    "dg14": lambda data: chip_auth.choose(chip_auth.parse_dg14(data)),
    "dhkey": dh_keys.parse,
    "dg15": lambda data: active_auth.check(data, bytes(64), bytes(8), None),
    "com": lds.parse_com,
    "dg1": lds.parse_dg1,
    "dg2": facial.parse,
    "dg13": dg13.parse,
    "sod": sod.parse,
    "anchor": parse_certificates,
    "mrz": lambda data: mrz.parse_text(data.decode("latin-1")),
    "qr": lambda data: qr.parse(data.decode("utf-8", "replace")),
}


def _valid() -> dict[str, bytes]:
    """Return something valid for each parser, to be damaged."""
    count = iter(range(1, 10_000))

    def rng(size: int) -> bytes:
        return next(count).to_bytes(size, "big")

    issuer = Issuer.fresh(dates_around(datetime(2026, 7, 1, tzinfo=UTC)), rng)
    document = {
        "personal_number": "014199012345",
        "full_name": "Lường Thị Hạ",
        "date_of_birth": "1999-02-03",
        "mother_name": "Cà Thị Đỏ",
        "chip": {"active": "RSA/1024"},
    }
    whom = person.parse(document)
    files = person.make_chip(whom, issuer, rng, facial.Portrait("image/jpeg", b"\xff\xd8\xff", 1, 1)).files
    names = {
        "cardaccess": File.CARD_ACCESS,
        "com": File.COM,
        "dg1": File.DG1,
        "dg2": File.DG2,
        "dg13": File.DG13,
        "dg14": File.DG14,
        "dg15": File.DG15,
        "sod": File.SOD,
        "tlv": File.DG13,
    }
    return {name: files[file] for name, file in names.items()} | {
        "response": b"\x90\x00",
        "command": bytes.fromhex("00A4040C07A0000002471001"),
        "atr": bytes.fromhex("3B858001807380014036"),
        "anchor": issuer.csca_der,
        "mrz": "".join(whom.zone_lines).encode("ascii"),
        "dhkey": dh_keys.encode(MODP_GROUPS[0], MODP_GROUPS[0].public_key(4711)),
        "qr": "014199012345||Lường Thị Hạ|03021999|Nữ|Sơn La|06052022".encode(),
    }


VALID = _valid()


def survives(name: str, data: bytes) -> None:
    try:
        PARSERS[name](data)
    except CardFault:
        return


@pytest.mark.parametrize("name", sorted(PARSERS))
def test_valid_input_is_taken(name: str) -> None:
    PARSERS[name](VALID[name])


@pytest.mark.parametrize("name", sorted(PARSERS))
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_damaged_input_is_a_named_fault(name: str, data: st.DataObject) -> None:
    whole = VALID[name]
    at = data.draw(st.integers(0, len(whole)))
    gone = data.draw(st.integers(0, 6))
    noise = data.draw(st.binary(max_size=6))
    survives(name, whole[:at] + noise + whole[at + gone :])
    survives(name, whole[:at])
    survives(name, noise)


@pytest.mark.parametrize("file", sorted(CORPUS.glob("*.hex")), ids=lambda file: file.stem)
def test_the_kept_corpus_is_refused_by_name(file: Path) -> None:
    name = file.stem.split("--")[0]
    text = "".join(line for line in file.read_text().splitlines() if not line.startswith("#"))
    with pytest.raises(CardFault):
        PARSERS[name](bytes.fromhex(text))


def test_deep_nesting_is_bounded() -> None:
    deep = b""
    for _ in range(3000):
        deep = tlv.encode(0x30, deep)
    for name in PARSERS:
        survives(name, deep)
        survives(name, tlv.encode(0x6D, deep))
        survives(name, tlv.encode(0x77, deep))
