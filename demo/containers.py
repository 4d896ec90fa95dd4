"""Opens what holds other files or hides its text: PDF, ZIP, pictures' metadata, compressed streams.

Bytes in, bytes out; nothing is written. What can't be opened holds nothing that is readable.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

import pypdfium2
from PIL import Image

LARGEST = 8_000_000
"""Bytes of one stream that are looked at."""
_PICTURE = re.compile(
    rb"\xff\xd8\xff|\x89PNG\r\n\x1a\n|II\*\x00|MM\x00\*|GIF8[79]a|RIFF....WEBP|BM", re.DOTALL
)
_DEFLATED = re.compile(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08")
_LEAST = 8
_EXIF_FOLDERS = (0x8769, 0x8825, 0xA005)  # Exif, GPS, interoperability: TIFF tags that lead to more tags


@dataclass(frozen=True, slots=True)
class Opened:
    """What was inside. A picture's pixels and a document's glyphs can't be searched: each is told of."""

    kind: Literal["document", "picture", "member", "stream"]
    content: bytes


def opened(content: bytes) -> Iterator[Opened]:
    """Give what these bytes hold, wherever in them it begins, one layer deep."""
    yield from _documents(content)
    yield from _members(content)
    yield from _pictures(content)
    yield from _streams(content)


def _documents(content: bytes) -> Iterator[Opened]:
    for start in (match.start() for match in re.finditer(rb"%PDF-", content)):
        with suppress(pypdfium2.PdfiumError):
            document = pypdfium2.PdfDocument(content[start:])
            try:
                words = [value for value in document.get_metadata_dict().values() if value]
                words += [page.get_textpage().get_text_bounded() for page in document]
                yield Opened("document", "\n".join(words).encode())
            finally:
                document.close()


def _members(content: bytes) -> Iterator[Opened]:
    if b"PK\x03\x04" not in content:
        return
    with suppress(zipfile.BadZipFile), zipfile.ZipFile(io.BytesIO(content)) as archive:
        for entry in archive.infolist():
            name = entry.filename.encode() + b"\n" + entry.comment + b"\n"
            inside = b""
            # an encrypted, cut or strangely packed member is not readable
            with suppress(RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error, EOFError):
                inside = archive.read(entry)[:LARGEST]
            yield Opened("member", name + inside)


def _pictures(content: bytes) -> Iterator[Opened]:
    for match in _PICTURE.finditer(content):
        with (
            suppress(OSError, ValueError, SyntaxError),
            Image.open(io.BytesIO(content[match.start() :])) as image,
        ):
            yield Opened("picture", "\n".join(_metadata(image)).encode("utf-8", "replace"))


def _metadata(image: Image.Image) -> Iterator[str]:
    exif = image.getexif()
    for tags in (exif, *(exif.get_ifd(folder) for folder in _EXIF_FOLDERS)):
        yield from map(_words, tags.values())
    yield from map(_words, image.info.values())


def _words(value: object) -> str:
    """Return a tag's value as words; XP tags are UTF-16, user comments have their code before them."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace") + "\n" + value.decode("utf-16-le", "replace")
    return str(value)


def _streams(content: bytes) -> Iterator[Opened]:
    """Give what zlib or gzip packed, anywhere: a PDF's streams, PNG's zTXt, a blob in a database."""
    for match in _DEFLATED.finditer(content):
        with suppress(zlib.error):
            inflated = zlib.decompressobj(wbits=47).decompress(content[match.start() :], LARGEST)
            if len(inflated) >= _LEAST:
                yield Opened("stream", inflated)
