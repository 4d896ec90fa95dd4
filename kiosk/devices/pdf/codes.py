"""The codes in a picture or a PDF, read back by ZXing."""

from __future__ import annotations

import io

import zxingcpp
from PIL import Image

from kiosk.core.errors import Code, KioskError
from kiosk.devices.pdf.picture import pages, picture

A4_WIDTH_PX = 1654
"""200 dpi: a module of the slip's codes is then at least four pixels wide."""


def codes_in(content: bytes) -> list[str]:
    """Return the texts of all QR codes in a PNG, JPEG or PDF. Raises KioskError FILE_UNREADABLE."""
    if not content.startswith(b"%PDF-"):
        return _codes(content)
    pictures = (picture(content, width_px=A4_WIDTH_PX, page=page) for page in range(pages(content)))
    return [text for image in pictures for text in _codes(image)]


def _codes(image: bytes) -> list[str]:
    try:
        grey = Image.open(io.BytesIO(image), formats=("PNG", "JPEG")).convert("L")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise KioskError(Code.FILE_UNREADABLE, "PNG, JPEG, PDF") from error
    found = zxingcpp.read_barcodes(grey, formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode]))
    return [code.text for code in found]
