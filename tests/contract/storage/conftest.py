"""A province made afresh: root, portal key, recipients, and a kiosk's store that has joined it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.core.dossier import Submission
from kiosk.storage.store import Store
from tests.contract.storage.province import Province, open_store, submission_of


@pytest.fixture(scope="session")
def province() -> Province:
    return Province.new()


@pytest.fixture
def store(tmp_path: Path, province: Province) -> Iterator[Store]:
    opened = open_store(tmp_path)
    province.join(opened)
    yield opened
    opened.close()


@pytest.fixture
def submission() -> Callable[[int], Submission]:
    """The n-th dossier of an invented citizen."""
    return submission_of


@pytest.fixture
def fresh() -> Iterator[Callable[[Path], Store]]:
    """A store that has joined nothing."""
    opened: list[Store] = []

    def make(folder: Path) -> Store:
        opened.append(open_store(folder))
        return opened[-1]

    yield make
    for each in opened:
        each.close()
