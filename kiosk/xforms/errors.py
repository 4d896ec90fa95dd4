"""What can be wrong with a form, or with an answer to it. One exception, its own codes."""

from __future__ import annotations

from enum import StrEnum, unique


@unique
class XFormCode(StrEnum):
    """Why a form, an expression or an answer is refused."""

    XML_BROKEN = "xml-broken"
    XML_UNSAFE = "xml-unsafe"
    TOO_LARGE = "too-large"
    STRUCTURE_BROKEN = "structure-broken"
    XPATH_SYNTAX = "xpath-syntax"
    FUNCTION_UNKNOWN = "function-unknown"
    FUNCTION_ARGUMENTS = "function-arguments"
    PREFIX_UNKNOWN = "prefix-unknown"
    TYPE_WRONG = "type-wrong"
    REFERENCE_UNKNOWN = "reference-unknown"
    CYCLE = "cycle"
    EXTERNAL_BROKEN = "external-broken"
    NODE_UNKNOWN = "node-unknown"
    NOT_A_QUESTION = "not-a-question"
    NOT_A_REPEAT = "not-a-repeat"
    READ_ONLY = "read-only"
    VALUE_REFUSED = "value-refused"
    LANGUAGE_UNKNOWN = "language-unknown"
    STATE_FOREIGN = "state-foreign"
    CACHE_BROKEN = "cache-broken"
    REGEX_REFUSED = "regex-refused"


class XFormError(Exception):
    """A form or an answer is wrong: `code`, `where` (a node's path or an expression) and `detail`.

    `detail` quotes the form, never an answer.
    """

    def __init__(self, code: XFormCode, where: str = "", detail: str = "") -> None:
        super().__init__(f"{code.value} at {where or '?'}{': ' + detail if detail else ''}")
        self.code = code
        self.where = where
        self.detail = detail
