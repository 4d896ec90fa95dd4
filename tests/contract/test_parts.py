"""The demo's parts do what they are for, end with their starter, and leave nothing behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from demo.child import Child, PartFailedError
from demo.parts import IppPrinter, Pcscd, Portal, SyncProcess, Xvfb, ask, kiosk_command, surroundings
from demo.ports import free_port

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
READERS = "import smartcard.System; print([str(reader) for reader in smartcard.System.readers()])"
TESTS = Path("/usr/share/cups/ipptool")
X_SOCKETS = Path("/", "tmp", ".X11-unix")


def _readers(daemon: Pcscd) -> str:
    environment = surroundings(daemon.folder) | daemon.client_environment
    asked = subprocess.run(
        [sys.executable, "-c", READERS], env=environment, capture_output=True, text=True, check=False
    )
    return asked.stdout + asked.stderr.rpartition("\n ")[2]


def test_the_daemon_offers_both_virtual_readers_and_comes_back_on_the_same_socket(tmp_path: Path) -> None:
    with Pcscd(tmp_path) as daemon:
        expected = "['Virtual PCD 00 00', 'Virtual PCD 00 01']\n"
        assert _readers(daemon) == expected
        daemon.kill()
        assert "EstablishContext" in _readers(daemon)
        daemon.start()
        assert _readers(daemon) == expected


def test_two_daemons_do_not_meet(tmp_path: Path) -> None:
    with Pcscd(tmp_path / "a") as first, Pcscd(tmp_path / "b") as second:
        assert _readers(first) == _readers(second)
        first.stop()
        assert "EstablishContext" in _readers(first)
        assert "Virtual PCD" in _readers(second)


@pytest.fixture
def printer(tmp_path: Path) -> Iterator[IppPrinter]:
    with IppPrinter(tmp_path / "printer") as printer:
        yield printer


def _print(printer: IppPrinter) -> int:
    """Print a PDF and return the job's number."""
    document = printer.folder / "slip.pdf"
    document.write_bytes(PDF)
    answer = _ipptool(printer, "-f", str(document), test="print-job.test")
    return int(_value(answer, "job-id"))


def _ipptool(printer: IppPrinter, *options: str, test: str) -> str:
    argv = ["ipptool", "-tv", *options, printer.uri, str(TESTS / test)]
    return subprocess.run(argv, capture_output=True, text=True, check=False, timeout=30).stdout


def _value(answer: str, name: str) -> str:
    """Return the last value that the printer gave for an attribute."""
    lines = [line.partition(" = ")[2] for line in answer.splitlines() if line.strip().startswith(f"{name} (")]
    return lines[-1]


def _job_state(printer: IppPrinter, job: int) -> str:
    answer = _ipptool(printer, "-d", f"job-id={job}", test=str(Path(__file__).with_name("job-state.ipptool")))
    return _value(answer, "job-state")


def _wait_for_state(printer: IppPrinter, job: int, state: str) -> None:
    _wait_for(state, lambda: _job_state(printer, job))


def _wait_for_reason(printer: IppPrinter, reason: str) -> None:
    attributes = "get-printer-attributes.test"
    _wait_for(reason, lambda: _value(_ipptool(printer, test=attributes), "printer-state-reasons"))


def _wait_for(expected: str, ask: Callable[[], str]) -> None:
    deadline = time.monotonic() + 10
    while (now := ask()) != expected:
        assert time.monotonic() < deadline, f"{now}, not {expected}"
        time.sleep(0.1)


def test_a_printed_document_lies_in_the_tray_and_no_longer_in_the_spool(printer: IppPrinter) -> None:
    _wait_for_state(printer, _print(printer), "completed")
    assert [sheet.read_bytes() for sheet in printer.received()] == [PDF]
    assert [file.name for file in printer.spool.iterdir() if file.stat().st_size] == []


def test_an_empty_tray_holds_the_job_and_says_so_until_it_is_filled(printer: IppPrinter) -> None:
    printer.break_with("media-empty")
    job = _print(printer)
    _wait_for_reason(printer, "media-empty-warning")
    assert _job_state(printer, job) == "processing"
    assert printer.received() == []
    printer.mend()
    _wait_for_state(printer, job, "completed")
    assert len(printer.received()) == 1


def test_a_cancelled_job_never_comes_out_and_leaves_the_spool(printer: IppPrinter) -> None:
    printer.break_with("cover-open")
    job = _print(printer)
    _wait_for_reason(printer, "cover-open-warning")
    cancel = str(Path(__file__).with_name("cancel-job.ipptool"))
    _ipptool(printer, "-d", f"job-id={job}", test=cancel)
    _wait_for_state(printer, job, "canceled")
    printer.mend()
    _wait_for_state(printer, _print(printer), "completed")
    assert len(printer.received()) == 1
    assert [file.name for file in printer.spool.iterdir() if file.stat().st_size] == []


def test_a_jam_aborts_the_job(printer: IppPrinter) -> None:
    printer.break_with("jam")
    _wait_for_state(printer, _print(printer), "aborted")
    _wait_for_reason(printer, "media-jam-report")
    printer.mend()
    _wait_for_state(printer, _print(printer), "completed")


def test_a_printer_switched_off_and_on_again_is_at_the_same_address(printer: IppPrinter) -> None:
    printer.kill()
    assert "successful-ok" not in _ipptool(printer, test="get-printer-attributes.test")
    printer.start()
    assert "successful-ok" in _ipptool(printer, test="get-printer-attributes.test")


def test_the_portal_comes_back_on_its_port_with_its_data(tmp_path: Path) -> None:
    with Portal(tmp_path) as portal:
        before = (portal.url, portal.ca_sha256)
        portal.stop()
        assert not portal.running()
        with pytest.raises(ConnectionRefusedError), socket.create_connection(("127.0.0.1", portal.port), 5):
            pass
        portal.start()
        assert (portal.url, portal.ca_sha256) == before
        assert portal.ask("dossiers") == {"dossiers": []}


def test_a_command_that_fails_is_told_with_what_it_wrote(tmp_path: Path) -> None:
    with pytest.raises(PartFailedError, match=r"NET-001|ENROL-00"):
        ask(kiosk_command("enrol", "--portal", "https://localhost:1", "--code", "AAAA", "--json"), tmp_path)


def test_an_enrolled_kiosk_s_sync_process_stays(tmp_path: Path) -> None:
    place = ("--config", str(tmp_path), "--data", str(tmp_path / "data"))
    (tmp_path / "kiosk.toml").write_text("", encoding="utf-8")
    with Portal(tmp_path / "portal") as portal:
        code = portal.ask("enrol-code")["code"]
        ask(kiosk_command("enrol", "--portal", portal.url, "--code", code, "--json", *place), tmp_path)
        with SyncProcess(tmp_path / "sync", config=tmp_path, data=tmp_path / "data") as sync:
            assert sync.running()
            assert sync.rounds() == []  # there is nothing to send
            sync.kill()
            sync.start()
            assert sync.running()
        assert not sync.running()


def test_the_display_in_memory_takes_clients(tmp_path: Path) -> None:
    with Xvfb(tmp_path, width_px=320, height_px=240) as display:
        number = display.name.removeprefix(":")
        assert number in {socket.name.removeprefix("X") for socket in X_SOCKETS.iterdir()}


def test_a_program_that_ends_early_is_told_with_its_last_words(tmp_path: Path) -> None:
    child = Child(
        "early", ["sh", "-c", "echo no luck >&2; exit 3"], logs=tmp_path, environment=surroundings(tmp_path)
    )
    with pytest.raises(PartFailedError, match=r"ended with 3 before ready(?s:.)*no luck"):
        child.wait_until(lambda: False, what="ready", timeout_s=10)


def test_a_program_that_is_missing_is_told_by_its_name(tmp_path: Path) -> None:
    child = Child("gone", ["no-such-program"], logs=tmp_path, environment=surroundings(tmp_path))
    with pytest.raises(PartFailedError, match="no-such-program: No such file"):
        child.wait_until(lambda: False, what="ready", timeout_s=10)


def test_a_child_and_what_it_started_end_when_its_starter_is_killed(tmp_path: Path) -> None:
    starter = (
        "import sys, time; from pathlib import Path; from demo.parts import Pcscd;"
        "daemon = Pcscd(Path(sys.argv[1])); daemon.start();"
        "print(daemon._children[0].pid, flush=True); time.sleep(60)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", starter, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    with process:
        assert process.stdout
        pid = int(process.stdout.readline())
        assert _runs(pid)
        process.kill()
    try:
        _wait_for("gone", lambda: "runs" if _runs(pid) else "gone")
    finally:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        return "Z" not in Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except (ProcessLookupError, FileNotFoundError):
        return False


def test_a_child_sees_only_the_environment_that_it_was_given(tmp_path: Path) -> None:
    child = Child("env", ["env"], logs=tmp_path, environment={"PATH": os.environ["PATH"], "ONLY": "this"})
    assert child.wait(10) == 0
    names = {line.partition("=")[0] for line in child.output().splitlines()}
    assert names - {"PATH", "ONLY", "LC_CTYPE"} == set()


def test_free_ports_can_be_bound(tmp_path: Path) -> None:
    assert 1024 < free_port() < 65536
