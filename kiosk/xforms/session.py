"""One person's way through a form. Pure: clock, seed and language are given, answers stay in memory."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kiosk.xforms import snapshot
from kiosk.xforms.answers import accepted
from kiosk.xforms.checks import Checks, Violation
from kiosk.xforms.definition import Control, FormDefinition
from kiosk.xforms.environment import Environment
from kiosk.xforms.errors import XFormCode, XFormError
from kiosk.xforms.events import Events
from kiosk.xforms.instance import Instance, InstanceNode, subtree
from kiosk.xforms.question import Question
from kiosk.xforms.questions import Questions
from kiosk.xforms.reading.document import parse_xml
from kiosk.xforms.reading.instances import raw_of
from kiosk.xforms.recalculation import Recalculation
from kiosk.xforms.serialise import instance_xml
from kiosk.xforms.wording import Wording
from kiosk.xforms.xpath.parser import parse


class FormSession:
    """A form being filled in.

    `now` must be aware; it stands still until `set_now`. `seed` decides every random draw. `properties` feed
    `jr:preload="property"`, `location` (a geopoint) `odk:setgeopoint`; `last_saved` is the XML that the form
    sees as `jr://instance/last-saved`. `state` is what an earlier session's `state()` gave. Raises XFormError
    LANGUAGE_UNKNOWN, STATE_FOREIGN, XML_* (`last_saved`), and what an expression raises when it meets values
    that it can't work with (TYPE_WRONG, FUNCTION_ARGUMENTS, REGEX_REFUSED, TOO_LARGE, CYCLE).
    """

    def __init__(  # noqa: PLR0913 -- everything that a pure session must be given
        self,
        definition: FormDefinition,
        *,
        now: datetime,
        seed: int,
        language: str | None = None,
        properties: Mapping[str, str] | None = None,
        location: str = "",
        last_saved: bytes | None = None,
        state: Mapping[str, Any] | None = None,
    ) -> None:
        if now.tzinfo is None:
            raise ValueError("now must be aware")
        self.definition = definition
        self._instance = Instance(definition)
        if state is not None:
            snapshot.put(definition, self._instance, state)
            language = language if language is not None else state["language"]
        lists = definition.instances
        if last_saved is not None:
            lists = lists.with_last_saved(raw_of(parse_xml(last_saved, "last-saved")))
        self._environment = Environment(self._instance.document, lists, now=now, seed=seed)
        self._rules = Recalculation(definition, self._instance, self._environment)
        self._events = Events(definition, self._rules, properties or {}, location)
        self._wording = Wording(definition, self._rules, language)
        self._checks = Checks(definition, self._rules)
        self._questions = Questions(definition, self._rules, self._checks, self._wording)
        self._environment.translate = self._wording.translation
        self._environment.choice_label = self._choice_label
        self._begin(state)

    def _begin(self, state: Mapping[str, Any] | None) -> None:
        self._rules.begin(list(subtree(self._instance.root)))
        if state is not None:
            self._environment.drawn = int(state["drawn"])
        self._events.settle()
        self._events.load(first=state is None)
        self._events.settle()
        self._events.listening = True

    @classmethod
    def restore(
        cls,
        definition: FormDefinition,
        state: Mapping[str, Any],
        *,
        now: datetime,
        seed: int,
        language: str | None = None,
        last_saved: bytes | None = None,
    ) -> FormSession:
        """Return the session that `state()` described. Raises XFormError STATE_FOREIGN."""
        return cls(definition, now=now, seed=seed, language=language, last_saved=last_saved, state=state)

    # -- looking ----------------------------------------------------------------------------------------

    @property
    def language(self) -> str | None:
        """The language of labels; None when the form has no translations."""
        return self._wording.language

    @language.setter
    def language(self, language: str) -> None:
        self._wording.choose(language)

    def set_now(self, now: datetime) -> None:
        """Move the clock; what has been calculated stays until an answer touches it."""
        self._environment.now = now

    def questions(self) -> tuple[Question, ...]:
        """Return the relevant questions in document order."""
        return self._questions.relevant()

    def question(self, ref: str) -> Question:
        """Return one question, relevant or not. Raises XFormError NODE_UNKNOWN, NOT_A_QUESTION."""
        node = self._instance.find(ref)
        return self._questions.describe(node, self._control(node, ref))

    def value(self, ref: str) -> str:
        """Return what is seen of a node: empty while it isn't relevant. Raises XFormError NODE_UNKNOWN."""
        return self._instance.find(ref).text()

    def is_relevant(self, ref: str) -> bool:
        """Say whether a node counts now. Raises XFormError NODE_UNKNOWN."""
        return self._instance.find(ref).relevant

    def count(self, ref: str) -> int:
        """Return how many instances a repeat has. Raises XFormError NODE_UNKNOWN, NOT_A_REPEAT."""
        parent, kind = self._instance.find_repeat(ref)
        return len(self._instance.family(parent, kind))

    def evaluate(self, xpath: str, context_ref: str | None = None) -> str | float | bool | tuple[str, ...]:
        """Return the value of an expression on a node (the root element); a node-set gives its texts.

        Raises XFormError XPATH_SYNTAX, FUNCTION_UNKNOWN, FUNCTION_ARGUMENTS, TYPE_WRONG, NODE_UNKNOWN.
        """
        node = self._instance.root if context_ref is None else self._instance.find(context_ref)
        found = self._rules.run(xpath, parse(xpath), "value", node)
        if isinstance(found, list):
            return tuple(one.text() for one in found)
        return found if isinstance(found, str | bool) else float(found)

    def holds(self, condition: str, context_ref: str | None = None) -> bool:
        """Say whether a condition is true, as `boolean()` does. Raises XFormError as `evaluate`."""
        return self.evaluate(f"boolean({condition})", context_ref) is True

    # -- answering --------------------------------------------------------------------------------------

    def set(self, ref: str, value: str) -> None:
        """Give a question its answer; empty takes it away.

        A select-multiple's values are separated by spaces; a trigger's is `OK`. Raises XFormError
        NODE_UNKNOWN, NOT_A_QUESTION, READ_ONLY, VALUE_REFUSED, TOO_LARGE; nothing has changed then.
        """
        node = self._instance.find(ref)
        if self._control(node, ref).kind == "note" or self._checks.is_readonly(node):
            raise XFormError(XFormCode.READ_ONLY, ref)
        self._store(node, value, ref)

    def fill(self, ref: str, value: str) -> None:
        """Give any leaf its value, also a hidden or a read-only one: for what the chip or a register says.

        Raises XFormError NODE_UNKNOWN, NOT_A_QUESTION (a group), VALUE_REFUSED, TOO_LARGE.
        """
        node = self._instance.find(ref)
        if node.kind < 0 or self.definition.schema[node.kind].children:
            raise XFormError(XFormCode.NOT_A_QUESTION, ref)
        self._store(node, value, ref)

    def _store(self, node: InstanceNode, value: str, ref: str) -> None:
        text = accepted(self.definition, self._rules.choices, node, value, ref)
        before = node.stored
        self._rules.store(node, text)
        try:
            self._events.settle()
        except XFormError:
            self._rules.store(node, before)
            self._events.settle()
            raise

    def add(self, repeat_ref: str) -> str:
        """Append an instance to a repeat and return its reference.

        Raises XFormError NODE_UNKNOWN, NOT_A_REPEAT, READ_ONLY (the form decides how many), TOO_LARGE.
        """
        parent, kind = self._free_repeat(repeat_ref)
        node = self._rules.add(parent, kind)
        self._events.settle()
        return self._instance.reference(node)

    def remove(self, repeat_ref: str, index: int) -> None:
        """Take away a repeat's instance, 1 for the first. Raises XFormError as `add`."""
        parent, kind = self._free_repeat(repeat_ref)
        family = self._instance.family(parent, kind)
        if not 1 <= index <= len(family):
            raise XFormError(XFormCode.NODE_UNKNOWN, f"{repeat_ref}[{index}]")
        self._rules.remove(family[index - 1])
        self._events.settle()

    # -- checking and sending ---------------------------------------------------------------------------

    def violations(self) -> list[Violation]:
        """Return what is missing or wrong among relevant nodes, in document order."""
        return self._checks.violations()

    def instance_xml(self) -> bytes:
        """Return the instance as it stands: only relevant nodes, UTF-8, without XML declaration."""
        return instance_xml(self.definition, self._instance.root)

    def submission_xml(self) -> bytes:
        """Return the instance for submission: as `instance_xml`, once `timestamp end` is filled."""
        self._events.finish()
        return self.instance_xml()

    def state(self) -> dict[str, Any]:
        """Return everything answered, for `restore`, as JSON can hold it. Personal: encrypt it."""
        drawn = self._environment.drawn
        return snapshot.take(self.definition, self._instance, drawn=drawn, language=self.language)

    # -- inside -----------------------------------------------------------------------------------------

    def _control(self, node: InstanceNode, ref: str) -> Control:
        number = self.definition.schema[node.kind].control if node.kind >= 0 else None
        if number is None:
            raise XFormError(XFormCode.NOT_A_QUESTION, ref)
        return self.definition.controls[number]

    def _free_repeat(self, ref: str) -> tuple[InstanceNode, int]:
        parent, kind = self._instance.find_repeat(ref)
        if self.definition.repeats[kind].fixed:
            raise XFormError(XFormCode.READ_ONLY, ref)
        return parent, kind

    def _choice_label(self, path: str, value: str) -> str:
        found = self._rules.run(path, parse(path), "nodes", self._environment.current)
        if not found or not isinstance(found[0], InstanceNode):
            return ""
        choices = self._rules.choices.named(found[0], self._wording.render)
        return next((label for one, label in choices if one == value), "")
