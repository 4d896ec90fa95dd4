"""The house rules that no linter knows: sizes, names that say nothing, and tests without mocks."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = [
    path.relative_to(ROOT)
    for folder in ("kiosk", "portal", "demo", "tests", "benchmarks")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in {".py", ".qml"}
]
PYTHON = [path for path in SOURCES if path.suffix == ".py"]
DATA_TABLES = {
    Path("kiosk/core/error_words.py"),  # sentences
    Path("kiosk/core/visit/events.py"),  # a dataclass an event, no logic
}
MODULE_LINES = {"kiosk": 300, "portal": 300, "demo": 300, "benchmarks": 300, "tests": 400}
SCREEN_LINES = 150
FUNCTION_LINES = 40
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}


@pytest.mark.parametrize("path", SOURCES, ids=str)
def test_modules_stay_short_enough_to_be_read_in_one_go(path: Path) -> None:
    lines = len((ROOT / path).read_text(encoding="utf-8").splitlines())
    assert path in DATA_TABLES or lines <= (
        SCREEN_LINES if path.suffix == ".qml" else MODULE_LINES[path.parts[0]]
    )


@pytest.mark.parametrize("path", [path for path in PYTHON if path.parts[0] != "tests"], ids=str)
def test_functions_stay_short(path: Path) -> None:
    long = {name: lines for name, lines in _functions(path) if lines > FUNCTION_LINES}
    assert long == {}


def _functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            yield node.name, node.end_lineno - node.lineno + 1


@pytest.mark.parametrize("path", SOURCES, ids=str)
def test_names_say_what_is_inside(path: Path) -> None:
    assert {part.lower() for part in path.with_suffix("").parts} & EMPTY_NAMES == set()


@pytest.mark.parametrize("path", [path for path in PYTHON if path.parts[0] == "tests"], ids=str)
def test_tests_use_real_parts_and_scripted_ports_not_mocks(path: Path) -> None:
    imported = {
        name
        for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8")))
        for name in _imports(node)
    }
    assert {name for name in imported if "mock" in name} == set()


def _imports(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []
