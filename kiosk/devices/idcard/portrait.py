"""The card's portrait → a JPEG that everything can show. Runs in the card's process."""

from __future__ import annotations

import io

from kiosk.idcard import facial
from kiosk.idcard.faults import malformed

_LONGEST_SIDE_PX = 4000
_QUALITY = 92
_FORMATS = {"image/jpeg": ("JPEG",), "image/jp2": ("JPEG2000",)}


def as_jpeg(dg2: bytes) -> bytes:
    """Return the portrait as a JPEG without metadata. Raises CardFault MALFORMED, UNSUPPORTED.

    Pillow is told the format that the record claims, and never guesses another one.
    """
    from PIL import Image, UnidentifiedImageError

    portrait = facial.parse(dg2)
    try:
        with Image.open(io.BytesIO(portrait.data), formats=_FORMATS[portrait.media_type]) as image:
            if max(image.size) > _LONGEST_SIDE_PX:
                raise malformed("DG2: image too large")
            out = io.BytesIO()
            image.convert("RGB").save(out, "JPEG", quality=_QUALITY)
            return out.getvalue()
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError):
        raise malformed("DG2: image") from None
