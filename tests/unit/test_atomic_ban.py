"""`db.atomic()` of sqlite-utils is DEFERRED; every write goes through `transaction()` instead."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted(p for part in ("kiosk", "portal", "demo") for p in (ROOT / part).rglob("*.py"))


def atomic_calls(source: str) -> list[int]:
    """Return the lines that call a method or function named `atomic`."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute | ast.Name)
        and (node.attr if isinstance(node, ast.Attribute) else node.id) == "atomic"
    ]


def test_the_walk_finds_a_planted_call() -> None:
    assert atomic_calls("def f(db):\n    with db.atomic():\n        pass\n") == [2]


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_nobody_calls_atomic(path: Path) -> None:
    assert atomic_calls(path.read_text(encoding="utf-8")) == []
