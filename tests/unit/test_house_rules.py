"""The house rules that no linter knows: sizes, names that say nothing, and tests without mocks."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = [
    path.relative_to(ROOT)
    for folder in ("kiosk", "portal", "demo", "tests", "benchmarks", "packaging")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in {".py", ".qml"}
]
PYTHON = [path for path in SOURCES if path.suffix == ".py"]
TESTS = [path for path in PYTHON if path.parts[0] == "tests"]
DATA_TABLES = {
    Path("kiosk/core/error_words.py"),  # sentences
    Path("kiosk/core/visit/events.py"),  # a dataclass an event, no logic
    Path("kiosk/ui/text/catalogue.py"),  # the screens' words
}
MODULE_LINES = 300
TEST_MODULE_LINES = 500
SCREEN_LINES = 150
COMPONENT_LINES = 200
FUNCTION_LINES = 40
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}


def _lines_allowed(path: Path) -> int:
    if path.suffix == ".qml":
        return SCREEN_LINES if path.stem.endswith("Page") else COMPONENT_LINES
    return TEST_MODULE_LINES if path.parts[0] == "tests" else MODULE_LINES


def test_modules_stay_short_enough_to_be_read_in_one_go() -> None:
    lines = {path: len((ROOT / path).read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    long = {
        str(path): count
        for path, count in lines.items()
        if count > _lines_allowed(path) and path not in DATA_TABLES
    }
    assert long == {}


def test_functions_stay_short() -> None:
    long = {
        f"{path}:{function.name}": lines
        for path in PYTHON
        if path not in TESTS
        for function, lines in _functions(path)
        if lines > FUNCTION_LINES
    }
    assert long == {}


def _functions(path: Path) -> Iterator[tuple[ast.FunctionDef | ast.AsyncFunctionDef, int]]:
    for node in _nodes(path):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            yield node, node.end_lineno - node.lineno + 1


def test_names_say_what_is_inside() -> None:
    named = {
        str(path): {part.lower() for part in path.with_suffix("").parts} & EMPTY_NAMES for path in SOURCES
    }
    assert {path: names for path, names in named.items() if names} == {}


def test_tests_use_real_parts_and_scripted_ports_not_mocks() -> None:
    mocks = {
        f"{path}: {name}"
        for path in TESTS
        for node in _nodes(path)
        for name in _imports(node)
        if "mock" in name.lower()
    }
    assert mocks == set()


@cache
def _nodes(path: Path) -> list[ast.AST]:
    return list(ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))))


def _imports(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []
