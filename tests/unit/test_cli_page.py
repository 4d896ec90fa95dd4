"""`docs/cli.md` names every command and every option that there is."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from kiosk.cli.root import NOUNS
from portal.cli import app as portal_app

ROOT = Path(__file__).parents[2]
COMMON = {"--help", "--config", "--data", "--json"}  # told once, at the top


def _sections() -> dict[str, str]:
    """Return the page's text under each `### command` heading."""
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    parts = page.replace("\n## ", "\n### ").split("\n### ")[1:]
    sections = {head: body for head, _, body in (part.partition("\n") for part in parts)}
    return {head: body for head, body in sections.items() if head.startswith(("kiosk ", "portal "))}


def _kiosk() -> typer.Typer:
    root = typer.Typer()
    root.callback()(lambda: None)
    for noun, name in NOUNS.items():
        module = importlib.import_module(f"kiosk.cli.{name}")
        if hasattr(module, "app"):
            root.add_typer(module.app, name=noun)
        else:
            root.command(name=noun)(module.command)
    return root


def _commands(command: Any, name: str) -> Iterator[tuple[str, set[str]]]:
    """Give each command's whole name and its own options."""
    if hasattr(command, "commands"):
        for part, below in command.commands.items():
            yield from _commands(below, f"{name} {part}")
    else:
        options = {option for parameter in command.params for option in parameter.opts if option[:2] == "--"}
        yield name, options - COMMON


def _all() -> dict[str, set[str]]:
    return dict(
        (
            *_commands(typer.main.get_command(_kiosk()), "kiosk"),
            *_commands(typer.main.get_command(portal_app), "portal"),
        )
    )


def test_the_page_has_a_section_for_each_command_and_for_nothing_else() -> None:
    assert set(_sections()) == set(_all())


def test_each_section_names_the_command_s_options() -> None:
    sections = _sections()
    unnamed = {
        name: {option for option in options if f"`{option}" not in sections[name]}
        for name, options in _all().items()
        if name in sections
    }
    assert {name: options for name, options in unnamed.items() if options} == {}
