"""One scanned page made fit for a dossier: upright, A4 at 300 dpi at most, small, judged blurred or blank.

Everything beside the pixels (camera, place, time) is left behind. Pillow alone does it: no copy of the page
touches the disk.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence

from PIL import Image, ImageChops, ImageFilter, ImageOps, ImageStat

from kiosk.core.errors import Code, KioskError
from kiosk.core.ports import ScannedPage

FORMATS = ("JPEG", "PNG", "PPM", "TIFF")
LONG_PX, SHORT_PX = 3508, 2480
"""A4 at 300 dpi."""
PAGE_BYTES = 480_000
"""So that a PDF page stays under 500 kB."""
QUALITIES = (82, 72, 62, 50)
SMALLER = 0.75
BLURRED_FROM = 0.72
"""Sharp text measures 0.35; text blurred by a Gaussian of σ = 0.34 mm, hard to read, 0.75."""
INK_STEP = 24
"""Grey levels by which ink is darker than the paper around it."""
INK_SHARE = 0.0002
"""A single short line of text covers 0.0006 of an A4 page."""
_MEASURED_PX = (1240, 1754)


def cleaned(image: bytes) -> ScannedPage:
    """Return the page. Takes JPEG, PNG, PNM, TIFF. Raises KioskError SCAN_UNREADABLE."""
    page = _fitted(_opened(image))
    grey = page.convert("L")
    grey.thumbnail(_MEASURED_PX, Image.Resampling.BILINEAR, reducing_gap=2)
    grey = grey.filter(ImageFilter.MedianFilter(3))
    ink = _ink(grey)
    blank = ImageStat.Stat(ink).mean[0] / 255 < INK_SHARE
    blurred = not blank and _blur(grey, ink) > BLURRED_FROM
    page, jpeg = _small(page)
    return ScannedPage(jpeg, page.width, page.height, blurred=blurred, blank=blank)


def attachment(jpegs: Sequence[bytes]) -> bytes:
    """Return the pages as one PDF: each JPEG unchanged, in the middle of an A4 sheet of its orientation."""
    import img2pdf

    a4 = (img2pdf.mm_to_pt(210), img2pdf.mm_to_pt(297))
    layout = img2pdf.get_layout_fun(pagesize=a4, auto_orient=True)
    try:
        document: bytes = img2pdf.convert(
            list(jpegs),
            layout_fun=layout,
            engine=img2pdf.Engine.internal,
            nodate=True,
            producer="motcua-kiosk",
        )
    except (img2pdf.ImageOpenError, ValueError) as error:
        raise KioskError(Code.SCAN_UNREADABLE, "jpeg") from error
    return document


def _opened(image: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            page = Image.open(io.BytesIO(image), formats=FORMATS)
            page.load()
    except (
        OSError,
        ValueError,
        SyntaxError,
        Image.DecompressionBombWarning,
        Image.DecompressionBombError,
    ) as error:
        raise KioskError(Code.SCAN_UNREADABLE, f"{len(image)} bytes") from error
    return ImageOps.exif_transpose(page)


def _fitted(page: Image.Image) -> Image.Image:
    """Return the page in grey or RGB (transparency on white), no larger than A4 at 300 dpi."""
    if page.mode in ("1", "L", "I;16", "I"):
        plain = page.convert("L")
    elif page.has_transparency_data:
        paper = Image.new("RGBA", page.size, "white")
        plain = Image.alpha_composite(paper, page.convert("RGBA")).convert("RGB")
    else:
        plain = page.convert("RGB")
    box = (SHORT_PX, LONG_PX) if plain.height >= plain.width else (LONG_PX, SHORT_PX)
    plain.thumbnail(box, Image.Resampling.LANCZOS)
    return plain


def _small(page: Image.Image) -> tuple[Image.Image, bytes]:
    """Return the page as a JPEG under the limit: worse first, then smaller."""
    while True:
        for quality in QUALITIES:
            buffer = io.BytesIO()
            page.save(buffer, "JPEG", quality=quality, optimize=True)
            if buffer.tell() <= PAGE_BYTES:
                return page, buffer.getvalue()
        page = page.resize((int(page.width * SMALLER), int(page.height * SMALLER)), Image.Resampling.LANCZOS)


def _ink(grey: Image.Image) -> Image.Image:
    """Return what is clearly darker than its surroundings, as a mask; a shaded empty sheet has none."""
    around = grey.filter(ImageFilter.BoxBlur(12))
    return ImageChops.subtract(around, grey).point([255 if level > INK_STEP else 0 for level in range(256)])


def _blur(grey: Image.Image, ink: Image.Image) -> float:
    """Return how little the page changes when it is blurred once more: 0 sharp, 1 blurred already.

    Source: Crete, Dolmiere, Ladret, Nicolas, "The blur effect: perception and estimation with a new
    no-reference perceptual blur metric", SPIE 6492 (2007); measured near the ink only, over both directions.
    """
    near_ink = ink.filter(ImageFilter.BoxBlur(3)).point([0] + [255] * 255)
    return (_loss(grey, near_ink, across=True) + _loss(grey, near_ink, across=False)) / 2


def _loss(grey: Image.Image, mask: Image.Image, *, across: bool) -> float:
    along = {10, 11, 12, 13, 14} if across else {2, 7, 12, 17, 22}
    kernel = ImageFilter.Kernel((5, 5), [float(cell in along) for cell in range(25)], scale=5)
    before, after = (_steps(picture, across=across) for picture in (grey, grey.filter(kernel)))
    lost = ImageChops.multiply(ImageChops.subtract(before, after), mask)
    total = ImageStat.Stat(ImageChops.multiply(before, mask)).sum[0]
    return 1.0 if total == 0 else 1 - ImageStat.Stat(lost).sum[0] / total


def _steps(picture: Image.Image, *, across: bool) -> Image.Image:
    """Return the difference between neighbours."""
    shifted = ImageChops.offset(picture, 1 if across else 0, 0 if across else 1)
    return ImageChops.difference(picture, shifted)
