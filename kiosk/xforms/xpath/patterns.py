"""`regex(value, pattern)` in bounded time: patterns that can run away are refused.

JavaScript and Java search anywhere in the value; so does this. Python's engine backtracks, so a pattern with
a repeat inside a repeat, or alternatives inside a repeat that can match the same text, could take forever
on a few dozen letters: those are refused when the form is loaded (a literal pattern) or when they are met.
"""

from __future__ import annotations

import re
import unicodedata
import warnings
from functools import lru_cache
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as reader  # type: ignore[attr-defined]
from typing import Any

from kiosk.xforms.errors import XFormCode, XFormError

MAX_WORK = 100_000_000
"""Letters to the power of the pattern's repeats, plus one for the search's start: about a second."""
_MANY = 16
_PLANE = 0x10000
_PIECE = re.compile(r"\\[pP]\{(?P<kind>[A-Z][a-z]?)\}|\\.|\[\^?\]?|.|\n", re.DOTALL)


def matches(value: str, pattern: str) -> bool:
    """Say whether `pattern` is found in `value`.

    Raises XFormError REGEX_REFUSED when the pattern is broken or could take exponential time, TOO_LARGE when
    it could take more than a second on a value of this length.
    """
    checked, repeats = compiled(pattern)
    if len(value) ** (repeats + 1) > MAX_WORK:
        raise XFormError(XFormCode.TOO_LARGE, pattern, f"a value of {len(value)} characters")
    return checked.search(value) is not None


@lru_cache(maxsize=512)
def compiled(pattern: str) -> tuple[re.Pattern[str], int]:
    """Return the checked pattern and how many open-ended repeats follow each other in it.

    Raises XFormError REGEX_REFUSED.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            spelled = spell_out(pattern)
            tree = reader.parse(spelled)
            if _runs_away(tree, inside=0):
                raise XFormError(XFormCode.REGEX_REFUSED, pattern, "a repeat inside a repeat")
            return re.compile(spelled, re.ASCII), _open_repeats(tree)
    except (re.error, RecursionError, OverflowError) as error:
        raise XFormError(XFormCode.REGEX_REFUSED, pattern, str(error)) from error


def spell_out(pattern: str) -> str:
    r"""Write `\p{L}` and `\P{L}`, which Python's patterns lack, as the ranges that they stand for."""
    parts: list[str] = []
    inside = False
    for found in _PIECE.finditer(pattern):
        piece = found.group()
        if found["kind"]:
            ranges = _ranges(found["kind"], negated=piece[1] == "P")
            piece = (ranges if inside else f"[{ranges}]") if ranges else piece
        elif piece[0] == "[" and not inside:
            inside = True
        elif piece == "[":
            piece = r"\["
        elif piece == "]":
            inside = False
        parts.append(piece)
    return "".join(parts)


@lru_cache(maxsize=32)
def _ranges(kind: str, *, negated: bool) -> str:
    """Return the ranges of a general category (`L`, `Lu`, `Nd`, …) ; empty: there is no such one."""
    members = [unicodedata.category(chr(at)).startswith(kind) != negated for at in range(_PLANE)]
    if all(members) or not any(members):
        return ""
    edges = [at for at in range(_PLANE) if members[at] != (at > 0 and members[at - 1])]
    if len(edges) % 2:
        edges.append(_PLANE)
    return "".join(
        rf"\u{start:04x}-\u{end - 1:04x}" for start, end in zip(edges[::2], edges[1::2], strict=True)
    )


def _open_repeats(tree: Any) -> int:
    """Count repeats without end; of alternatives the one with most counts."""
    found = 0
    for operation, argument in tree:
        if operation in {codes.MAX_REPEAT, codes.MIN_REPEAT}:
            found += (argument[1] is codes.MAXREPEAT) + _open_repeats(argument[2])
        elif operation is codes.SUBPATTERN:
            found += _open_repeats(argument[3])
        elif operation is codes.BRANCH:
            found += max(_open_repeats(branch) for branch in argument[1])
    return found


def _runs_away(tree: Any, inside: int) -> bool:
    """Look for an unbounded repeat within another whose body has a way to be split in two."""
    for operation, argument in tree:
        if operation in {codes.MAX_REPEAT, codes.MIN_REPEAT}:
            _, most, body = argument
            many = most is codes.MAXREPEAT or most > _MANY
            if many and inside and not _is_anchored(tree):
                return True
            if _runs_away(body, inside + (1 if many else 0)):
                return True
        elif operation is codes.SUBPATTERN:
            if _runs_away(argument[3], inside):
                return True
        elif operation is codes.BRANCH:
            if inside and _overlap(argument[1]):
                return True
            if any(_runs_away(branch, inside) for branch in argument[1]):
                return True
        elif operation in {codes.ASSERT, codes.ASSERT_NOT} and _runs_away(argument[1], inside):
            return True
    return False


def _is_anchored(tree: Any) -> bool:
    """A repeated body such as `( [a-z]+)` starts with one fixed letter that its own repeat can't match."""
    if len(tree) < 2:  # noqa: PLR2004
        return False
    first, letter = tree[0]
    if first is not codes.LITERAL:
        return False
    return all(not _may_match(operation, argument, letter) for operation, argument in tree[1:])


def _may_match(operation: Any, argument: Any, letter: int) -> bool:
    if operation is codes.LITERAL:
        return bool(argument == letter)
    if operation is codes.IN:
        return _in_class(argument, letter)
    if operation in {codes.MAX_REPEAT, codes.MIN_REPEAT}:
        return any(_may_match(inner, what, letter) for inner, what in argument[2])
    return True


def _in_class(items: Any, letter: int) -> bool:
    negated = items[0][0] is codes.NEGATE
    text = chr(letter)
    found = False
    for operation, argument in items:
        if operation is codes.LITERAL:
            found = found or argument == letter
        elif operation is codes.RANGE:
            found = found or argument[0] <= letter <= argument[1]
        elif operation is codes.CATEGORY:
            found = found or _in_category(argument, text)
    return bool(found != negated)


def _in_category(category: Any, text: str) -> bool:
    tests = {
        codes.CATEGORY_DIGIT: text.isdigit(),
        codes.CATEGORY_NOT_DIGIT: not text.isdigit(),
        codes.CATEGORY_SPACE: text.isspace(),
        codes.CATEGORY_NOT_SPACE: not text.isspace(),
        codes.CATEGORY_WORD: text.isalnum() or text == "_",
        codes.CATEGORY_NOT_WORD: not (text.isalnum() or text == "_"),
    }
    return tests.get(category, True)


def _overlap(branches: Any) -> bool:
    """Alternatives are told apart when each starts with another literal."""
    firsts = [branch[0] for branch in branches if len(branch)]
    if len(firsts) < len(branches) or any(first[0] is not codes.LITERAL for first in firsts):
        return True
    letters = [first[1] for first in firsts]
    return len(set(letters)) < len(letters)
