"""The mechanism of the printer's stand-in: `ippeveprinter` runs it once a document. A script, not a module.

`print_command.py FAULT RECEIVED DOCUMENT`: FAULT is a file that names what is wrong right now (absent:
nothing), RECEIVED the tray. A printed or abandoned document leaves the spool at once, as on a printer
that keeps none.
Faults: `media-empty`, `cover-open` (waits until it is mended or cancelled), `slow` (the same, saying
nothing), `jam` (aborts). How to say so: ippeveprinter(1), COMMANDS. It runs with `-I -S`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

REASONS = {
    "media-empty": "media-empty-warning",
    "cover-open": "cover-open-warning",
    "jam": "media-jam-report",
}
POLL_S = 0.1
CANCELED = """{
 OPERATION Get-Job-Attributes
 GROUP operation-attributes-tag
 ATTR charset attributes-charset utf-8
 ATTR naturalLanguage attributes-natural-language en
 ATTR uri job-uri $uri
 EXPECT job-state-reasons WITH-VALUE "processing-to-stop-point"
}"""


def main() -> int:
    """Print, wait, or give up; the status tells `ippeveprinter` whether the job is completed or aborted."""
    fault, received, document = map(Path, sys.argv[1:])
    _state("-" + ",".join(REASONS.values()))
    try:
        if _fault(fault) == "jam":
            _state(f"+{REASONS['jam']}")
            return 1
        if _wait_until_mended(fault):
            _deliver(document, received)
        return 0
    finally:
        document.unlink(missing_ok=True)


def _fault(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return ""


def _wait_until_mended(file: Path) -> bool:
    """Return True when the page may come out, False when the job was cancelled meanwhile."""
    name = _fault(file)
    if not name:
        return True
    reason = REASONS.get(name)
    if reason:
        _state(f"+{reason}")
    try:
        while _fault(file) == name:
            if _canceled():
                return False
            time.sleep(POLL_S)
        return True
    finally:
        if reason:  # also when cancelled: ippeveprinter itself waits while media-empty stands
            _state(f"-{reason}")


def _canceled() -> bool:
    uri = os.environ["IPP_JOB_URI"]
    asked = subprocess.run(["ipptool", "-q", uri, "/dev/stdin"], input=CANCELED.encode(), check=False)
    return asked.returncode == 0


def _state(change: str) -> None:
    sys.stderr.write(f"STATE: {change}\n")
    sys.stderr.flush()


def _deliver(document: Path, received: Path) -> None:
    number = len(list(received.glob("*.pdf"))) + 1
    with (received / "titles.jsonl").open("a", encoding="utf-8") as titles:
        titles.write(json.dumps({"sheet": number, "title": os.environ.get("IPP_JOB_NAME", "")}) + "\n")
    arriving = received / f"{number:03}.arriving"
    arriving.write_bytes(document.read_bytes())
    arriving.rename(received / f"{number:03}.pdf")


if __name__ == "__main__":
    sys.exit(main())
