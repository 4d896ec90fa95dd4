"""A real portal over HTTPS, on each database; PostgreSQL is started by us on a private socket."""

from __future__ import annotations

import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kiosk.core import enrolment
from portal.app import open_portal
from portal.store import kiosks
from portal.store.engine import writing


@dataclass
class PortalProcess:
    """`portal serve` on a free port, and the other commands on the same folder."""

    data: Path
    options: tuple[str, ...] = ()
    url: str = ""
    ca_sha256: str = ""
    process: subprocess.Popen[str] | None = None
    here: Any = None
    """The portal's parts on the same folder, in this process."""

    def start(self) -> None:
        command = [
            sys.executable,
            "-m",
            "portal",
            "serve",
            "--data",
            str(self.data),
            "--port",
            "0",
            *self.options,
        ]
        log = (self.data.parent / f"{self.data.name}.log").open("a")
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
        log.close()
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        ready = json.loads(line)
        self.url, self.ca_sha256 = ready["url"], ready["ca_sha256"]

    def stop(self, how: int = signal.SIGTERM) -> int:
        assert self.process is not None
        assert self.process.stdout is not None
        self.process.send_signal(how)
        status = self.process.wait(15)
        self.process.stdout.close()
        return status

    def new_code(self, expires_at: str = "2999-01-01T00:00:00.000Z") -> str:
        """Give an enrolment code as `portal enrol-code` does, without starting a process."""
        code = enrolment.new_code(self.here.authority.anchors, self.here.rng)
        with writing(self.here.engine) as connection:
            kiosks.add_code(connection, code.secret, expires_at=expires_at)
        return code.text()

    def log(self) -> str:
        return (self.data.parent / f"{self.data.name}.log").read_text()

    def run(self, *arguments: str) -> Any:
        """Run a command with --json and return its document."""
        done = self.command(*arguments, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "portal", *arguments, "--data", str(self.data)]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """URL of a PostgreSQL of our own on a private socket; it refuses to run as root, so it doesn't."""
    folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))
    binaries = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    root = os.geteuid() == 0
    account = pwd.getpwnam("postgres" if root else pwd.getpwuid(os.geteuid()).pw_name)
    os.chown(folder, account.pw_uid, account.pw_gid)
    as_account: dict[str, Any] = (
        {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if root else {}
    )
    subprocess.run(
        [binaries / "initdb", "-D", folder / "db", "-U", "portal", "-A", "trust", "-N", "--locale=C.UTF-8"],
        check=True, capture_output=True, cwd=folder, **as_account,
    )  # fmt: skip
    log = (folder / "log").open("w")
    server = subprocess.Popen(
        [binaries / "postgres", "-D", folder / "db", "-k", folder, "-c", "listen_addresses="],
        stdout=log, stderr=log, cwd=folder, **as_account,
    )  # fmt: skip
    log.close()
    try:
        ready = [binaries / "pg_isready", "-q", "-h", folder, "-U", "portal"]
        deadline = time.monotonic() + 30
        while subprocess.run(ready, check=False).returncode != 0:
            assert time.monotonic() < deadline
            assert server.poll() is None, (folder / "log").read_text()
            time.sleep(0.05)
        yield f"postgresql://portal@/postgres?host={folder}"
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(30)
        shutil.rmtree(folder)


def _running(folder: Path, *options: str) -> Iterator[PortalProcess]:
    process = PortalProcess(folder / "data", options)
    process.start()
    process.here = open_portal(process.data)
    yield process
    process.here.engine.dispose()
    assert process.stop() == 0


@pytest.fixture(scope="session")
def on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PortalProcess]:
    """A portal on its embedded database."""
    yield from _running(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def on_postgresql(tmp_path_factory: pytest.TempPathFactory, postgres: str) -> Iterator[PortalProcess]:
    """A portal on a real PostgreSQL."""
    yield from _running(tmp_path_factory.mktemp("postgresql"), "--database", postgres)


@pytest.fixture(params=["on_sqlite", "on_postgresql"])
def portal(request: pytest.FixtureRequest) -> PortalProcess:
    """A running portal, on each database; one of each for the whole run."""
    process: PortalProcess = request.getfixturevalue(request.param)
    return process
