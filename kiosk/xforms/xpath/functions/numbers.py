"""Numbers: XPath 1.0, section 4.4, and ODK's mathematics."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import tzinfo

from kiosk.xforms.xpath.library import CONTEXTUAL, Compiler, Run, Surroundings, plain, special, surrounded
from kiosk.xforms.xpath.syntax import Expr, Path, Step
from kiosk.xforms.xpath.values import NAN, Value, number_of_text, to_number

_SELF = Path((Step("self", "node()"),))


@special("number", 0, 1, "number")
def build_number(compiler: Compiler, arguments: Sequence[Expr]) -> Run:
    """`number(x)`: a date becomes its days, a date-time's text whole ones; without x, the node."""
    argument = arguments[0] if arguments else _SELF
    if compiler.kind(argument) not in {"nodes", "text"}:
        return compiler.number(argument)
    text = compiler.text(argument)
    return lambda n, p, s, e: _whole_days(text(n, p, s, e), e.now.tzinfo)


def _whole_days(text: str, zone: tzinfo) -> float:
    number = number_of_text(text, zone)
    return float(math.floor(number)) if "T" in text and math.isfinite(number) else number


CONTEXTUAL.add("number")


def _numbers(around: Surroundings, values: Sequence[Value]) -> list[float]:
    zone = around.now.tzinfo
    assert zone is not None  # noqa: S101 -- a session's clock is aware
    found: list[float] = []
    for value in values:
        if isinstance(value, list):
            found.extend(to_number(node.text(), zone) for node in value)
        else:
            found.append(to_number(value, zone))
    return found


def _extreme(pick: Callable[[list[float]], float]) -> Callable[..., float]:
    def body(around: Surroundings, *values: Value) -> float:
        numbers = _numbers(around, values)
        if not numbers or any(number != number for number in numbers):  # noqa: PLR0124 -- NaN
            return NAN
        return pick(numbers)

    return body


def _sum(around: Surroundings, value: Value) -> float:
    """ODK's clients leave the sum of nothing blank; so do we, unlike XPath 1.0."""
    numbers = _numbers(around, [value])
    return float(sum(numbers)) if numbers else NAN


def _round(number: float, places: float = 0.0) -> float:
    """Round half away from zero, as ODK's clients do; XPath 1.0 alone rounds -2.5 to -2."""
    if not math.isfinite(number) or not math.isfinite(places):
        return NAN if places != places else number  # noqa: PLR0124 -- NaN
    try:
        scale = 10.0 ** int(places)
        return math.copysign(math.floor(abs(number) * scale + 0.5) / scale, number)
    except (OverflowError, ZeroDivisionError):
        return number


def _whole(pick: Callable[[float], float]) -> Callable[[float], float]:
    return lambda number: float(pick(number)) if math.isfinite(number) else number


def _safe(body: Callable[..., float]) -> Callable[..., float]:
    """Give NaN where Python raises: a logarithm of nothing, a power that overflows."""

    def run(*numbers: float) -> float:
        try:
            result = body(*numbers)
        except (ValueError, ZeroDivisionError):
            return NAN
        except OverflowError:
            return math.inf
        return NAN if isinstance(result, complex) else float(result)

    return run


def _power(base: float, power: float) -> float:
    if base == 0 and power < 0:
        return math.inf
    return float(base**power) if base >= 0 or power == int(power) else NAN


def _logarithm(body: Callable[[float], float]) -> Callable[[float], float]:
    return lambda number: -math.inf if number == 0 else body(number)


surrounded("sum", "v", "number", _sum)
surrounded("max", "v*", "number", _extreme(max))
surrounded("min", "v*", "number", _extreme(min))
plain("round", "nn?", "number", _round)
plain("floor", "n", "number", _whole(math.floor))
plain("ceiling", "n", "number", _whole(math.ceil))
plain("int", "n", "number", _whole(math.trunc))
plain("abs", "n", "number", abs)
plain("pi", "", "number", lambda: math.pi)
plain("pow", "nn", "number", _safe(_power))
plain("log", "n", "number", _safe(_logarithm(math.log)))
plain("log10", "n", "number", _safe(_logarithm(math.log10)))
plain("exp", "n", "number", _safe(math.exp))
plain("exp10", "n", "number", _safe(lambda power: 10.0**power))
plain("sqrt", "n", "number", _safe(math.sqrt))
for _name in ("sin", "cos", "tan", "asin", "acos", "atan"):
    plain(_name, "n", "number", _safe(getattr(math, _name)))
plain("atan2", "nn", "number", _safe(math.atan2))
surrounded("random", "", "number", lambda around: around.random())
