"""Becomes another program, tied to the life of the one that started it. A script, not a module to import.

`tether.py PARENT_PID SOCKET PROGRAM …`: the kernel kills PROGRAM when its starter dies, however it dies.
SOCKET is `-`, or the number of an inherited listening socket, which is handed on as systemd does it
(sd_listen_fds(3): descriptor 3, LISTEN_FDS, LISTEN_PID). It runs with `-I -S`:
nothing but the standard library.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1  # linux/prctl.h
FIRST_SOCKET = 3  # SD_LISTEN_FDS_START


def main() -> None:
    """Tie, hand on the socket, and become the program; exits 127 where it is missing."""
    parent, listening, *argv = sys.argv[1:]
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    if os.getppid() != int(parent):
        sys.exit("the starter is gone")  # it died before the kernel knew that we follow it
    if listening != "-":
        _hand_on(int(listening))
    try:
        os.execvp(argv[0], argv)  # noqa: S606 -- becoming the program is the whole point
    except OSError as error:
        sys.stderr.write(f"{argv[0]}: {error.strerror}\n")
        sys.exit(127)


def _hand_on(descriptor: int) -> None:
    if descriptor != FIRST_SOCKET:  # an inherited descriptor is inheritable already
        os.dup2(descriptor, FIRST_SOCKET, inheritable=True)
        os.close(descriptor)
    os.environ["LISTEN_FDS"] = "1"
    os.environ["LISTEN_PID"] = str(os.getpid())


if __name__ == "__main__":
    main()
