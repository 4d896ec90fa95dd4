"""What all parts of the demo have in common: start, stop, kill, and a folder for their logs."""

from __future__ import annotations

import shutil
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from demo.child import Child
from demo.surroundings import surroundings


class Part(ABC):
    """Something that runs as a process, without root, on free ports. A context manager: started inside."""

    def __init__(self, folder: Path) -> None:
        """`folder` takes the part's files, and its logs as `NAME.out` and `NAME.log`."""
        self.folder = folder.resolve()
        self._children: list[Child] = []
        self._socket_dir: Path | None = None

    @abstractmethod
    def start(self) -> None:
        """Start it, or start it again where it was; returns when it is ready to be used."""

    def running(self) -> bool:
        """Say whether all its processes are there."""
        return bool(self._children) and all(child.alive() for child in self._children)

    def stop(self) -> None:
        """Ask it to end and wait for that; nothing of it is left. It may be started again."""
        while self._children:
            self._children.pop().stop()

    def kill(self) -> None:
        """Pull its plug. It may be started again."""
        while self._children:
            self._children.pop().kill()

    def _spawn(
        self,
        name: str,
        argv: Sequence[str | Path],
        *,
        environment: Mapping[str, str] | None = None,
        listening: int | None = None,
    ) -> Child:
        """Start a process of this part; `environment` is added to the common surroundings.

        Its temporary files are in `tmp` of the part's folder, so that what it leaves there can be looked at.
        """
        temporary = self.folder / "tmp"
        temporary.mkdir(parents=True, exist_ok=True)
        whole = surroundings(self.folder, TMPDIR=str(temporary)) | dict(environment or {})
        child = Child(name, argv, logs=self.folder, environment=whole, listening=listening)
        self._children.append(child)
        return child

    def _sockets(self) -> Path:
        """Return a folder with a short name: a socket's path has 107 bytes (unix(7))."""
        if self._socket_dir is None:
            self._socket_dir = Path(tempfile.mkdtemp(prefix="motcua-"))
        return self._socket_dir

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self._end()  # a part of two processes may have started one
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def _end(self) -> None:
        self.stop()
        if self._socket_dir is not None:
            shutil.rmtree(self._socket_dir, ignore_errors=True)
