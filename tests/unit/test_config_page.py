"""`docs/config.md` names every key of `kiosk.toml`, with the program's default and what it means."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from kiosk.core.config import Config, parse

PAGE = (Path(__file__).parents[2] / "docs" / "config.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `(\w+)` \| `(.*)` \| (.+) \|$", re.MULTILINE)


def told() -> dict[str, tuple[Any, str]]:
    """Return the page's default and meaning of each key, in the page's order."""
    keys = {}
    for section in PAGE.split("\n## "):
        name = section.split("\n", 1)[0] + "." if section.split("\n", 1)[0].isalpha() else ""
        for key, default, meaning in ROW.findall(section):
            keys[name + key] = (tomllib.loads(f"value = {default}")["value"], meaning)
    return keys


def known() -> dict[str, Any]:
    """Return the program's default of each key, tables' keys as `table.key`."""
    keys: dict[str, Any] = {}
    for one in fields(Config):
        value = getattr(Config(), one.name)
        if is_dataclass(value):
            keys |= {f"{one.name}.{inner.name}": getattr(value, inner.name) for inner in fields(value)}
        else:
            keys[one.name] = value
    return {key: list(value) if isinstance(value, tuple) else value for key, value in keys.items()}


def test_the_page_tells_each_key_with_its_default() -> None:
    page = {key: default for key, (default, _) in told().items()}
    assert page == known()
    assert {key: type(default) for key, default in page.items()} == {k: type(v) for k, v in known().items()}


@pytest.mark.parametrize("key", known())
def test_each_key_has_a_meaning(key: str) -> None:
    assert len(told()[key][1].split()) > 2


def test_the_pages_defaults_are_a_configuration_that_changes_nothing() -> None:
    mapping: dict[str, Any] = {}
    for key, (default, _) in told().items():
        table, _, name = key.rpartition(".")
        (mapping.setdefault(table, {}) if table else mapping)[name] = default
    assert parse(mapping) == Config()
