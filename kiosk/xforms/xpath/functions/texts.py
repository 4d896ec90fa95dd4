"""Strings: XPath 1.0, section 4.2, and ODK's."""

from __future__ import annotations

import base64
import hashlib
import math
from collections.abc import Callable, Sequence

from kiosk.xforms.errors import XFormCode, XFormError
from kiosk.xforms.xpath.library import CONTEXTUAL, Compiler, Run, Surroundings, plain, special, surrounded
from kiosk.xforms.xpath.patterns import compiled, matches
from kiosk.xforms.xpath.syntax import Expr, Path, Step, Text
from kiosk.xforms.xpath.values import Value, to_text

_SELF = Path((Step("self", "node()"),))
_BASE64 = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
MAX_TEXT = 1_000_000
_DIGESTS = {"MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512"}


def _own(name: str, result: str) -> None:
    """Declare `name()` to mean `name(.)`."""
    bodies: dict[str, Callable[[str], Value]] = {
        "string": str,
        "string-length": _length,
        "normalize-space": _normalise,
    }

    def build(compiler: Compiler, arguments: Sequence[Expr]) -> Run:
        text = compiler.text(arguments[0] if arguments else _SELF)
        body = bodies[name]
        return lambda n, p, s, e: body(text(n, p, s, e))

    special(name, 0, 1, result)(build)
    CONTEXTUAL.add(name)


def _length(text: str) -> float:
    return float(len(text))


def _normalise(text: str) -> str:
    return " ".join(part for part in text.translate(_SPACES).split(" ") if part)


_SPACES = str.maketrans("\t\r\n", "   ")


def _join(glue: str, *values: Value) -> str:
    return _bounded(glue.join(part for value in values for part in _texts(value)))


def _concat(*values: Value) -> str:
    return _bounded("".join(part for value in values for part in _texts(value)))


def _texts(value: Value) -> list[str]:
    return [node.text() for node in value] if isinstance(value, list) else [to_text(value)]


def _bounded(text: str) -> str:
    if len(text) > MAX_TEXT:
        raise XFormError(XFormCode.TOO_LARGE, "", f"a text of more than {MAX_TEXT} characters")
    return text


def _round(number: float) -> float:
    return float(math.floor(number + 0.5)) if math.isfinite(number) else number


def _substring(text: str, start: float, length: float = math.inf) -> str:
    first = _round(start)
    last = first + _round(length)
    if not first < last:
        return ""
    begin = 0 if first <= 1 else len(text) if first > len(text) else int(first) - 1
    end = len(text) if last > len(text) else max(0, int(last) - 1)
    return text[begin:end]


def _substr(text: str, start: float, end: float = math.inf) -> str:
    size = len(text)

    def place(number: float) -> int:
        if number != number:  # noqa: PLR0124 -- NaN
            return 0
        whole = max(-size, min(size, number))
        return int(whole) + size if whole < 0 else int(whole)

    return text[place(start) : place(end)]


def _before(text: str, mark: str) -> str:
    head, found, _ = text.partition(mark) if mark else ("", "", "")
    return head if found else ""


def _after(text: str, mark: str) -> str:
    if not mark:
        return text
    _, _, tail = text.partition(mark)
    return tail


def _translate(text: str, old: str, new: str) -> str:
    table: dict[int, str | None] = {}
    for at, letter in enumerate(old):
        table.setdefault(ord(letter), new[at] if at < len(new) else None)
    return text.translate(table)


def _digest(text: str, algorithm: str, encoding: str = "base64") -> str:
    if algorithm not in _DIGESTS or encoding not in {"base64", "hex"}:
        raise XFormError(XFormCode.FUNCTION_ARGUMENTS, "digest", f"{algorithm}, {encoding}")
    made = hashlib.new(_DIGESTS[algorithm], text.encode(), usedforsecurity=False).digest()
    return made.hex() if encoding == "hex" else base64.b64encode(made).decode()


def _base64_decode(text: str) -> str:
    """What isn't base64 gives nothing; padding may be missing; bytes that aren't UTF-8 show as U+FFFD."""
    letters = "".join(text.split()).rstrip("=")
    if any(letter not in _BASE64 for letter in letters) or len(letters) % 4 == 1:
        return ""
    return base64.b64decode(letters + "=" * (-len(letters) % 4)).decode(errors="replace")


def _uuid(around: Surroundings, length: float | None = None) -> str:
    text = around.uuid()
    if length is None:
        return text
    while len(text) < min(length, MAX_TEXT):
        text += around.uuid()
    return text[: int(max(0.0, length))] if length == length else ""  # noqa: PLR0124 -- NaN


@special("regex", 2, 2, "boolean")
def build_regex(compiler: Compiler, arguments: Sequence[Expr]) -> Run:
    """`regex(value, pattern)`: a literal pattern is checked at load."""
    value, pattern = compiler.text(arguments[0]), compiler.text(arguments[1])
    if isinstance(arguments[1], Text):
        compiled(arguments[1].value)
    return lambda n, p, s, e: matches(value(n, p, s, e), pattern(n, p, s, e))


_own("string", "text")
_own("string-length", "number")
_own("normalize-space", "text")
plain("concat", "v*", "text", _concat)
plain("join", "tv*", "text", _join)
plain("contains", "tt", "boolean", lambda text, part: part in text)
plain("starts-with", "tt", "boolean", lambda text, part: text.startswith(part))
plain("ends-with", "tt", "boolean", lambda text, part: text.endswith(part))
plain("substring", "tnn?", "text", _substring)
plain("substr", "tnn?", "text", _substr)
plain("substring-before", "tt", "text", _before)
plain("substring-after", "tt", "text", _after)
plain("translate", "ttt", "text", _translate)
plain("digest", "ttt?", "text", _digest)
plain("base64-decode", "t", "text", _base64_decode)
surrounded("uuid", "n?", "text", _uuid)
surrounded("jr:itext", "t", "text", lambda around, text_id: around.translation(text_id))
