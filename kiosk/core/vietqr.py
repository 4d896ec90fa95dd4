"""A transfer as a QR code that every bank's application in Việt Nam reads: VietQR (NAPAS 247 on EMVCo). Pure.

Source: EMVCo QR Code Specification for Payment Systems, merchant-presented mode 1.1; NAPAS, "Format of QR
code, VietQR, fast transfer to account (QRIBFTTA)". Only ASCII is in it.
"""

from __future__ import annotations

import binascii
import re

_GUID, _TO_ACCOUNT = "A000000727", "QRIBFTTA"
_DONG, _VIET_NAM = "704", "VN"
_LONGEST_PURPOSE = 25
LARGEST_VND = 10**12


def transfer(*, bank_bin: str, account: str, amount_vnd: int, purpose: str) -> str:
    """Return the code's text. `bank_bin` is the bank's six digits, `purpose` up to 25 letters and digits.

    Raises ValueError for what no bank would take: a sum below one đồng, another alphabet, a text too long.
    """
    if not re.fullmatch(r"\d{6}", bank_bin) or not re.fullmatch(r"[0-9A-Za-z]{1,19}", account):
        raise ValueError("bank or account")
    if not 0 < amount_vnd <= LARGEST_VND or not re.fullmatch(
        rf"[0-9A-Za-z ]{{1,{_LONGEST_PURPOSE}}}", purpose
    ):
        raise ValueError("amount or purpose")
    beneficiary = _field("00", bank_bin) + _field("01", account)
    receiver = _field("00", _GUID) + _field("01", beneficiary) + _field("02", _TO_ACCOUNT)
    text = "".join(
        (
            _field("00", "01"),
            _field("01", "12"),  # used once: it holds an amount
            _field("38", receiver),
            _field("53", _DONG),
            _field("54", str(amount_vnd)),
            _field("58", _VIET_NAM),
            _field("62", _field("08", purpose)),
            "6304",
        )
    )
    return text + _checksum(text)


def amount_of(text: str) -> int | None:
    """Return the sum in đồng that a code asks for; None when it is damaged or no transfer with a sum."""
    if not re.fullmatch(r"[ -~]*6304[0-9A-F]{4}", text) or _checksum(text[:-4]) != text[-4:]:
        return None
    at = 0
    while at + 4 <= len(text):
        tag, length = text[at : at + 2], text[at + 2 : at + 4]
        if not length.isdigit():
            return None
        value = text[at + 4 : at + 4 + int(length)]
        if tag == "54":
            return int(value) if value.isdigit() else None
        at += 4 + int(length)
    return None


def _field(tag: str, value: str) -> str:
    return f"{tag}{len(value):02}{value}"


def _checksum(text: str) -> str:
    """CRC-16/CCITT-FALSE, four capital hexadecimal digits."""
    return f"{binascii.crc_hqx(text.encode('ascii'), 0xFFFF):04X}"
