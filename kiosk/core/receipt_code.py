"""The receipt code: `SITE-XXXX-XXXX`, made at the kiosk, read aloud, typed and written down by people.

The eight characters are Crockford's base32; the last checks the seven before it. The code names a dossier
and opens nothing: rights hang on the slip's secrets (`slip_code`).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from kiosk.core.crockford import ALPHABET, check_character, normalised

_SHAPE = re.compile(r"([0-9A-Z]{4})([0-9A-Z]{8})")


def new_receipt_code(site: str, rng: Callable[[int], bytes]) -> str:
    """Return a fresh code for this site (four letters or digits): 35 random bits and a check character."""
    bits = int.from_bytes(rng(5))
    drawn = "".join(ALPHABET[bits >> shift & 31] for shift in range(30, -1, -5))
    return f"{site}-{drawn[:4]}-{drawn[4:]}{check_character(drawn)}"


def receipt_code_of(typed: str) -> str | None:
    """Return the code that a person typed or read out, in its one spelling; None when it can't be one.

    Case, spaces, hyphens and the look-alikes O, I and L in the random part don't matter. One wrong
    character in it, or two neighbours swapped, are always noticed.
    """
    match = _SHAPE.fullmatch(re.sub(r"[\s-]", "", typed).upper())
    if match is None:
        return None
    site, rest = match[1], normalised(match[2])
    if not set(rest) <= set(ALPHABET) or check_character(rest[:7]) != rest[7]:
        return None
    return f"{site}-{rest[:4]}-{rest[4:]}"
