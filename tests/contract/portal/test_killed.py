"""The portal killed at any instant: what was acknowledged is there afterwards, once.

`PORTAL_KILLS` says how often.
"""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from pathlib import Path
from typing import Any

import pytest
import requests

from kiosk.core.manifest import verified_acknowledgement
from portal.app import open_portal
from portal.store import dossiers
from portal.store.engine import reading

KILLS = int(os.environ.get("PORTAL_KILLS", "4"))

pytestmark = pytest.mark.timeout(120 + 15 * KILLS)


@pytest.fixture
def own_portal(portal: Any, tmp_path: Path) -> Any:
    """A portal that this test may kill."""
    process = type(portal)(tmp_path / "own")
    process.start()
    process.here = open_portal(process.data)
    return process


@pytest.mark.parametrize("portal", ["on_sqlite"], indirect=True)  # its durability is ours to get right
def test_acknowledged_dossiers_survive_kills_and_count_once(own_portal: Any, new_kiosk: Any) -> None:
    kiosk = new_kiosk()
    kiosk.portal = own_portal
    kiosk.session.verify = str(own_portal.data / "keys" / "ca.pem")
    assert kiosk.enrol(own_portal.new_code()).status_code == 201
    acknowledged: dict[str, bytes] = {}
    stopping = threading.Event()
    filing = threading.Thread(target=_file_until, args=(kiosk, acknowledged, stopping))
    filing.start()
    chance = random.Random(8)  # noqa: S311 -- repeatable, no secret
    for _ in range(KILLS):
        time.sleep(chance.uniform(0.3, 1.2))
        own_portal.stop(signal.SIGKILL)
        own_portal.start()
    deadline = time.monotonic() + 60
    while len(acknowledged) < KILLS and time.monotonic() < deadline:
        time.sleep(0.1)
    stopping.set()
    filing.join()
    assert len(acknowledged) >= KILLS
    with reading(own_portal.here.engine) as connection:
        rows = dossiers.everything(connection)
    assert acknowledged == {
        row.dossier_id: row.acknowledgement for row in rows if row.dossier_id in acknowledged
    }
    assert kiosk.until_opened(next(iter(acknowledged)))["official_code"]
    while (numbers := _numbers(own_portal)).count(None) and time.monotonic() < deadline + 60:
        time.sleep(0.1)
    assert numbers.count(None) == 0
    assert len(set(numbers)) == len(numbers)
    own_portal.here.engine.dispose()
    assert own_portal.stop() == 0


def _numbers(own_portal: Any) -> list[str | None]:
    with reading(own_portal.here.engine) as connection:
        return [row.official_code for row in dossiers.everything(connection)]


def _file_until(kiosk: Any, acknowledged: dict[str, bytes], stopping: threading.Event) -> None:
    """File dossier after dossier, each until it is acknowledged, whatever happens to the portal."""
    while not stopping.is_set():
        sample = kiosk.new_sample()
        document = b""
        while not stopping.is_set() and sample.dossier_id not in acknowledged:
            try:
                document = document or sample.uploaded(kiosk)
                answer = kiosk.put(sample.dossier_id, document)
            except (requests.RequestException, AssertionError):
                time.sleep(0.02)  # gone, or killed in the middle of an upload: begin again
                continue
            if answer.status_code in (200, 201):
                verified_acknowledgement(
                    answer.content, manifest=document, dossier_id=sample.dossier_id, key=kiosk.portal_key.key
                )
                acknowledged[sample.dossier_id] = answer.content
