"""A disk that remembers what was synced: from recorded calls to what a power cut may leave.

The rules are POSIX's and no kinder: of a file's writes only what fsync or fdatasync has followed is sure, and
of a folder's entries only what an fsync of the folder has followed. Everything else may be there or not, each
by itself, a write also in part. (Linux file systems lose less; a promise may not lean on that.)
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.torture.strace_log import Call

SECTOR = 512
_FOLDER_SHARED_MEMORY = "-shm"
"""SQLite's index of the log lives in shared memory, is never synced and is made anew."""


@dataclass(frozen=True, slots=True)
class Write:
    """Bytes at an offset."""

    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Size:
    """A new length."""

    size: int


Change = Write | Size


@dataclass(slots=True)
class File:
    """`synced` is sure; `pending` has happened and may be lost."""

    synced: bytearray = field(default_factory=bytearray)
    pending: list[Change] = field(default_factory=list)

    def sync(self) -> None:
        """All of it is sure now."""
        for change in self.pending:
            _apply(self.synced, change)
        self.pending.clear()

    def size(self) -> int:
        """Return the length that the program sees."""
        size = len(self.synced)
        for change in self.pending:
            match change:
                case Write(offset, data):
                    size = max(size, offset + len(data))
                case Size(length):
                    size = length
        return size


@dataclass(slots=True)
class Folder:
    """`entries` is what the program sees; `synced` what is sure; each of `pending` happens whole or not."""

    entries: dict[str, Node] = field(default_factory=dict)
    synced: dict[str, Node] = field(default_factory=dict)
    pending: list[dict[str, Node | None]] = field(default_factory=list)

    def change(self, changed: dict[str, Node | None]) -> None:
        """Add, replace or (None) remove entries, at once."""
        self.pending.append(changed)
        _enter(self.entries, changed)

    def sync(self) -> None:
        """All entries are sure now."""
        self.synced = dict(self.entries)
        self.pending.clear()


Node = File | Folder


@dataclass(slots=True)
class _Handle:
    node: Node
    position: int = 0
    appends: bool = False
    path: Path = Path()


class Disk:
    """The folder `root` of the recorded machine; `apply` each call in order."""

    def __init__(self, root: Path, before: Path) -> None:
        """`before` is a copy of what it held, all of it sure."""
        self.root = root
        self.top = _taken(before)
        self._handles: dict[int, _Handle] = {}

    # -- what the program did ----------------------------------------------------------------------------

    def apply(self, call: Call) -> bool:
        """Do one call; return whether it changed anything that a cut could show."""
        done: Callable[[Call], bool] | None = getattr(self, f"_{call.name.rstrip('2')}", None)
        if done is None:
            if call.name in {"dup", "dup2", "dup3"}:
                return False
            raise NotImplementedError(call.name)
        return done(call)

    def _openat(self, call: Call) -> bool:
        path = self._path(call, 0, 0)
        self._handles.pop(call.result, None)
        found = self._parent(path)
        if found is None:
            return False
        folder, name = found
        flags = call.words[2]
        made = name not in folder.entries if name else False
        if made:
            folder.change({name: File()})
        node = folder.entries[name] if name else folder
        if "O_TRUNC" in flags and isinstance(node, File) and not made:
            node.pending.append(Size(0))
        self._handles[call.result] = _Handle(node, appends="O_APPEND" in flags, path=path)
        return made or "O_TRUNC" in flags

    def _close(self, call: Call) -> bool:
        self._handles.pop(call.number(0), None)
        return False

    def _fcntl(self, call: Call) -> bool:
        handle = self._handles.get(call.number(0))
        if handle is not None and call.words[1].startswith("F_DUPFD"):
            raise NotImplementedError("a duplicated handle")
        return False

    def _lseek(self, call: Call) -> bool:
        if handle := self._handles.get(call.number(0)):
            handle.position = call.result
        return False

    def _write(self, call: Call) -> bool:
        handle = self._handles.get(call.number(0))
        if handle is None or not isinstance(handle.node, File):
            return False
        offset = handle.node.size() if handle.appends else handle.position
        handle.node.pending.append(Write(offset, call.texts[0][: call.result]))
        handle.position = offset + call.result
        return True

    def _pwrite64(self, call: Call) -> bool:
        handle = self._handles.get(call.number(0))
        if handle is None or not isinstance(handle.node, File):
            return False
        handle.node.pending.append(Write(call.number(3), call.texts[0][: call.result]))
        return True

    def _ftruncate(self, call: Call) -> bool:
        handle = self._handles.get(call.number(0))
        if handle is None or not isinstance(handle.node, File):
            return False
        handle.node.pending.append(Size(call.number(1)))
        return True

    def _fallocate(self, call: Call) -> bool:
        handle = self._handles.get(call.number(0))
        if handle is None or not isinstance(handle.node, File):
            return False
        handle.node.pending.append(Size(max(handle.node.size(), call.number(2) + call.number(3))))
        return True

    def _fsync(self, call: Call) -> bool:
        handle = self._handles.get(call.number(0))
        if handle is not None:
            handle.node.sync()
        return handle is not None

    _fdatasync = _fsync

    def _rename(self, call: Call) -> bool:
        old, new = (Path(text.decode()) for text in call.texts)
        before, after = self._parent(old), self._parent(new)
        if before is None or after is None:
            if before is after:
                return False
            raise NotImplementedError("a rename into or out of the recorded folder")
        if before[0] is not after[0]:
            raise NotImplementedError("a rename between folders")
        folder, name = before
        folder.change({name: None, after[1]: folder.entries[name]})
        return True

    def _unlink(self, call: Call) -> bool:
        return self._removed(Path(call.texts[0].decode()))

    _rmdir = _unlink

    def _unlinkat(self, call: Call) -> bool:
        return self._removed(self._path(call, 0, 0))

    def _mkdir(self, call: Call) -> bool:
        found = self._parent(Path(call.texts[0].decode()))
        if found is None:
            return False
        found[0].change({found[1]: Folder()})
        return True

    def _removed(self, path: Path) -> bool:
        found = self._parent(path)
        if found is None:
            return False
        found[0].change({found[1]: None})
        return True

    def _path(self, call: Call, position: int, text: int) -> Path:
        path = Path(call.texts[text].decode())
        if path.is_absolute() or call.words[position] == "AT_FDCWD":
            return path
        handle = self._handles.get(call.number(position))
        return handle.path / path if handle else path

    def _parent(self, path: Path) -> tuple[Folder, str] | None:
        """Return the folder that holds the entry, and its name; None outside the recorded folder."""
        if path == self.root:
            return self.top, ""
        if self.root not in path.parents:
            return None
        folder = self.top
        for name in path.relative_to(self.root).parts[:-1]:
            inner = folder.entries[name]
            if not isinstance(inner, Folder):
                raise NotADirectoryError(path)
            folder = inner
        return folder, path.name

    # -- what a cut leaves -------------------------------------------------------------------------------

    def write_out(self, target: Path, keep: Keep) -> None:
        """Make `target` what the disk holds after a cut now; `keep` decides about what was not synced."""
        _write_folder(self.top, target, keep)


def _taken(folder: Path) -> Folder:
    entries: dict[str, Node] = {
        path.name: _taken(path) if path.is_dir() else File(bytearray(path.read_bytes()))
        for path in folder.iterdir()
    }
    return Folder(entries, dict(entries))


class Keep:
    """Chooses what survives of the unsynced: each with probability `share`; 0 nothing, 1 everything."""

    def __init__(self, share: float, chance: random.Random) -> None:
        self.share = share
        self._chance = chance

    def some(self) -> bool:
        """Say whether one thing survives."""
        return self.share > 0 and (self.share >= 1 or self._chance.random() < self.share)

    def pieces(self, change: Change) -> list[Change]:
        """Return what survives of one change: sectors of a write, the last of them perhaps torn."""
        if isinstance(change, Size) or self.share in {0, 1}:
            return [change] if self.some() else []
        starts = [start for start in range(0, len(change.data), SECTOR) if self.some()]
        kept = [Write(change.offset + at, change.data[at : at + SECTOR]) for at in starts]
        if kept and self._chance.random() < self.share:
            last = kept.pop()
            kept.append(Write(last.offset, last.data[: self._chance.randrange(len(last.data)) + 1]))
        return list[Change](kept)


def _write_folder(folder: Folder, target: Path, keep: Keep) -> None:
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    entries = dict(folder.synced)
    for changed in folder.pending:
        if keep.some():
            _enter(entries, changed)
    for name, node in entries.items():
        if isinstance(node, Folder):
            _write_folder(node, target / name, keep)
        elif not re.search(f"{_FOLDER_SHARED_MEMORY}$", name):
            content = bytearray(node.synced)
            for change in node.pending:
                for piece in keep.pieces(change):
                    _apply(content, piece)
            (target / name).write_bytes(content)


def _enter(entries: dict[str, Node], changed: dict[str, Node | None]) -> None:
    for name, node in changed.items():
        if node is None:
            entries.pop(name, None)
        else:
            entries[name] = node


def _apply(content: bytearray, change: Change) -> None:
    match change:
        case Write(offset, data):
            if offset > len(content):
                content.extend(bytes(offset - len(content)))
            content[offset : offset + len(data)] = data
        case Size(size):
            if size < len(content):
                del content[size:]
            else:
                content.extend(bytes(size - len(content)))
