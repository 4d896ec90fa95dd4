"""A page of a PDF as a picture: for the screen, and for reading a code back from a file."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2

from kiosk.core.errors import Code, KioskError


def picture(pdf: bytes, *, width_px: int, page: int = 0) -> bytes:
    """Return one page as a PNG of this width. Raises KioskError FILE_UNREADABLE."""
    buffer = io.BytesIO()
    with _opened(pdf) as document:
        sheet = document[page]
        scale = (width_px - 0.5) / sheet.get_width()  # pdfium rounds up
        sheet.render(scale=scale).to_pil().save(buffer, "PNG")
    return buffer.getvalue()


def pages(pdf: bytes) -> int:
    """Return how many pages there are. Raises KioskError FILE_UNREADABLE."""
    with _opened(pdf) as document:
        return len(document)


@contextmanager
def _opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    try:
        document = pypdfium2.PdfDocument(pdf)
        try:
            yield document
        finally:
            document.close()
    except (pypdfium2.PdfiumError, IndexError) as error:
        raise KioskError(Code.FILE_UNREADABLE, "PDF") from error
