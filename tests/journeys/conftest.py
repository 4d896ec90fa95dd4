"""The real parts, started once a run; each test gets them in working order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.parts import IppPrinter, Pcscd, Portal


@pytest.fixture(scope="session")
def parts_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that holds all parts' logs and data of this run."""
    return tmp_path_factory.mktemp("parts")


@pytest.fixture(scope="session")
def pcscd_of_the_run(parts_dir: Path) -> Iterator[Pcscd]:
    with Pcscd(parts_dir / "pcscd") as daemon:
        yield daemon


@pytest.fixture
def pcscd(pcscd_of_the_run: Pcscd) -> Pcscd:
    """Return the smart-card daemon, running; a test may have stopped it."""
    if not pcscd_of_the_run.running():
        pcscd_of_the_run.kill()
        pcscd_of_the_run.start()
    pcscd_of_the_run.plug_in()
    return pcscd_of_the_run


@pytest.fixture(scope="session")
def printer_of_the_run(parts_dir: Path) -> Iterator[IppPrinter]:
    with IppPrinter(parts_dir / "printer") as printer:
        yield printer


@pytest.fixture
def printer(printer_of_the_run: IppPrinter) -> Iterator[IppPrinter]:
    """Return the office printer, switched on and mended; what it received so far stays in its tray."""
    if not printer_of_the_run.running():
        printer_of_the_run.kill()
        printer_of_the_run.start()
    yield printer_of_the_run
    printer_of_the_run.mend()


@pytest.fixture(scope="session")
def portal_of_the_run(parts_dir: Path) -> Iterator[Portal]:
    with Portal(parts_dir / "portal") as portal:
        yield portal


@pytest.fixture
def portal(portal_of_the_run: Portal) -> Portal:
    """Return the portal, serving; a test may have stopped it."""
    if not portal_of_the_run.running():
        portal_of_the_run.kill()
        portal_of_the_run.start()
    return portal_of_the_run
