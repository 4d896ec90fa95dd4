"""`kiosk forms check`: a form's load errors, the author's mistakes, and the procedure folder's cases."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.cli.form_files import form_file, parse_file, read, xml_of
from kiosk.cli.form_procedure import layout_findings, overlapping_editions, procedure_findings
from kiosk.cli.form_sheets import Sheets, place_of, read_sheets
from kiosk.cli.form_words import say
from kiosk.core.cases import Case, Failure, parse_cases, run_cases
from kiosk.core.deadlines import Office
from kiosk.core.errors import Code, KioskError
from kiosk.core.procedures import Procedure
from kiosk.core.procedures_toml import parse as parse_procedure
from kiosk.storage.lists import calendar
from kiosk.xforms import FormDefinition, XFormError
from kiosk.xforms.lint import Finding, lint


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found at one path."""

    problems: tuple[dict[str, str], ...]
    passed: int
    failed: tuple[Failure, ...]

    @property
    def is_fine(self) -> bool:
        """No error, no failed case; warnings may stand."""
        return not self.failed and not any(one["severity"] == "error" for one in self.problems)


def check(path: Path) -> Checked:
    """Check a procedure folder, an XLSForm or an XForm. Raises KioskError FILE_UNREADABLE."""
    file = form_file(path)
    sheets = read_sheets(file) if file.is_file() else {}
    try:
        xml = xml_of(file)
        definition = parse_file(xml, file)
    except XFormError as error:
        return _broken(Finding("error", error.code.value, error.where, error.detail), sheets)
    except KioskError as error:
        if error.code is not Code.FORM_UNREADABLE:
            raise
        return _broken(Finding("error", "sheet-refused", file.name, error.detail), sheets)
    findings = list(lint(definition))
    cases: tuple[Case, ...] = ()
    failed: tuple[Failure, ...] = ()
    if path.is_dir():
        findings += _outdated(path, file, definition)
        procedure, cases, more = _package(path, definition)
        findings += more
        findings += layout_findings(path, definition, cases)
        findings += overlapping_editions(path, procedure)
        failed = run_cases(cases, definition, procedure, _office(path))
    names = {failure.case for failure in failed}
    passed = sum(1 for case in cases if case.name not in names)
    return Checked(tuple(_problem(one, sheets) for one in findings), passed, failed)


def _outdated(folder: Path, file: Path, definition: FormDefinition) -> list[Finding]:
    """The kiosk runs form.xml: it must say what the sheet says."""
    made = folder / "form.xml"
    if file == made or not made.is_file():
        return []
    try:
        other = parse_file(read(made), made)
    except XFormError as error:
        return [Finding("error", "form-outdated", "form.xml", error.code.value)]
    parts = ("schema", "seed", "controls", "sections", "rules", "translations", "repeats", "actions")
    if all(getattr(other, part) == getattr(definition, part) for part in parts):
        return []
    return [Finding("error", "form-outdated", "form.xml", "")]


def _broken(finding: Finding, sheets: Sheets) -> Checked:
    return Checked((_problem(finding, sheets),), 0, ())


def _problem(finding: Finding, sheets: Sheets) -> dict[str, str]:
    return {
        "severity": finding.severity,
        "code": finding.code,
        "where": place_of(sheets, finding.where, finding.detail),
        "message": say(finding.code, finding.detail),
    }


def _package(
    folder: Path, definition: FormDefinition
) -> tuple[Procedure | None, tuple[Case, ...], list[Finding]]:
    findings: list[Finding] = []
    procedure: Procedure | None = None
    try:
        tables = tomllib.loads((folder / "procedure.toml").read_text(encoding="utf-8"))
        procedure = parse_procedure(tables, has_form=True)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KioskError) as error:
        detail = error.detail if isinstance(error, KioskError) else str(error)
        findings.append(Finding("error", "procedure-broken", "procedure.toml", detail))
    cases = _cases(folder)
    if not cases:
        findings.append(Finding("warning", "cases-missing", "cases.md", ""))
    if procedure is not None:
        findings += procedure_findings(procedure, definition, cases)
    return procedure, cases, findings


def _office(folder: Path) -> Office:
    """Return the office with the days off that lie beside the packages, where they do."""
    try:
        return Office(calendar(folder.resolve().parent))
    except KioskError:
        return Office()


def _cases(folder: Path) -> tuple[Case, ...]:
    try:
        return parse_cases((folder / "cases.md").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise KioskError(Code.FILE_UNREADABLE, "cases.md") from error


def document_of(results: list[Checked]) -> dict[str, Any]:
    """Return the JSON document of `forms check`."""
    failed = [{"case": one.case, "expected": one.expected, "got": one.got} for one in _failures(results)]
    return {
        "problems": [problem for result in results for problem in result.problems],
        "cases": {"passed": sum(result.passed for result in results), "failed": failed},
    }


def _failures(results: list[Checked]) -> Iterator[Failure]:
    for result in results:
        yield from result.failed
