"""`docs/licences.md` names every package that the kiosk runs with, as it is installed; none is GPL only."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
OURSELVES = "motcua-kiosk"


def _rows(heading: str) -> dict[str, tuple[str, str]]:
    """Return the table under a heading: package → its other two columns."""
    page = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8")
    section = page.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    rows = [
        [cell.strip(" *") for cell in line.split("|")[1:-1]] for line in section.splitlines() if "|" in line
    ]
    return {package: (licence, stated) for package, licence, stated in rows[2:]}


PYTHON = _rows("Python packages that it runs with")
DEBIAN = _rows("Debian programs and libraries")


def _installed() -> dict[str, str]:
    """Return every package that ours needs here → the licence that its metadata declares."""
    found: dict[str, str] = {}
    waiting = [Requirement(OURSELVES)]
    while waiting:
        wanted = waiting.pop()
        name = canonicalize_name(wanted.name)
        if name in found and not wanted.extras:
            continue
        found[name] = _declared(name)
        waiting += _needs(name, wanted.extras)
    del found[OURSELVES]
    return found


def _needs(name: str, extras: set[str]) -> Iterator[Requirement]:
    for requirement in map(Requirement, metadata.requires(name) or []):
        marker = requirement.marker
        if marker is None or any(marker.evaluate({"extra": extra}) for extra in (*extras, "")):
            yield requirement


def _declared(name: str) -> str:
    fields = metadata.metadata(name)
    if "License-Expression" in fields:
        return fields["License-Expression"]
    first_line = (fields.get("License") or "").strip().partition("\n")[0]
    classifiers = [
        c.rpartition(" :: ")[2] for c in fields.get_all("Classifier") or [] if c.startswith("License ::")
    ]
    return first_line or "; ".join(classifiers) or "nothing"


def test_the_page_names_what_is_installed_as_it_declares_itself() -> None:
    installed = _installed()
    assert {package: PYTHON.get(package, ("", ""))[1] for package in installed} == installed


def test_the_page_names_nothing_that_is_not_locked() -> None:
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    assert set(PYTHON) <= {package["name"] for package in lock["package"]}


@pytest.mark.parametrize("package", PYTHON)
def test_no_python_package_is_under_the_gpl_alone(package: str) -> None:
    assert not _gpl_only(PYTHON[package][0])


@pytest.mark.parametrize(
    ("expression", "gpl_only"),
    [
        ("GPL-3.0-only", True),
        ("MIT AND AGPL-3.0-or-later", True),
        ("GPL-2.0-only OR GPL-3.0-only", True),
        ("LGPL-3.0-only OR GPL-3.0-only", False),
        ("LGPL-2.1-or-later", False),
        ("MIT", False),
    ],
)
def test_the_gpl_is_told_from_the_lgpl_and_from_a_choice(expression: str, *, gpl_only: bool) -> None:
    assert _gpl_only(expression) is gpl_only


def _gpl_only(expression: str) -> bool:
    return all(re.search(r"\bA?GPL-", choice) for choice in expression.split(" OR "))


def test_the_page_names_the_debian_packages_that_set_up_installs() -> None:
    lines = (ROOT / "packaging" / "debian-packages.txt").read_text(encoding="utf-8").splitlines()
    listed = [line.split()[0] for line in lines if line and not line.startswith("#")]
    assert list(DEBIAN) == listed
