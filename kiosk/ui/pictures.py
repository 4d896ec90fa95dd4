"""Pictures for QML: our icons in any colour, and the desk's pages and slip, which no cache may keep."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtQuick import QQuickImageProvider
from PySide6.QtSvg import QSvgRenderer

from kiosk.ui.desk import Desk

ICONS = Path(__file__).parent / "Kiosk" / "icons"
_PLAIN_PX = 24


class Icons(QQuickImageProvider):
    """`image://icon/NAME/RRGGBB`: the drawing with its strokes in that colour, at the size asked for."""

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)

    def requestImage(self, name: str, size: QSize, wanted: QSize) -> QImage:  # noqa: ARG002 -- Qt's
        """Return the icon."""
        file, colour = name.split("/")
        return drawn(file, colour, wanted if wanted.width() > 0 else QSize(_PLAIN_PX, _PLAIN_PX))


class Papers(QQuickImageProvider):
    """`image://desk/slip/…` and `image://desk/page/PAPER/N/…`, straight from the desk."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._desk = desk

    def requestImage(self, name: str, size: QSize, wanted: QSize) -> QImage:  # noqa: ARG002 -- Qt's
        """Return the picture, no larger than asked for."""
        kind, *rest = name.split("/")
        data = self._desk.slip_image() if kind == "slip" else self._desk.page_image(rest[0], int(rest[1]))
        image = QImage.fromData(QByteArray(data))
        if wanted.width() > 0 and image.width() > wanted.width():
            smooth = Qt.TransformationMode.SmoothTransformation
            return image.scaledToWidth(wanted.width(), smooth)
        return image


def drawn(name: str, colour: str, size: QSize) -> QImage:
    """Return an icon of ours in one colour (RRGGBB), on nothing."""
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(_svg(name).replace("currentColor", f"#{colour}").encode())).render(painter)
    painter.end()
    return image


@cache
def _svg(name: str) -> str:
    return (ICONS / f"{name}.svg").read_text(encoding="utf-8")
