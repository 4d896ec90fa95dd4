"""The kiosk's window. Imports Qt and our own light modules only: the first frame waits for nothing else."""

from __future__ import annotations

from pathlib import Path

import fontpkg_be_vietnam_pro
from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication, QPixmapCache
from PySide6.QtQuick import QQuickView

from kiosk.core.config import Config
from kiosk.ui.desk import Desk
from kiosk.ui.pictures import Icons, Papers
from kiosk.ui.screens import Screens

_HERE = Path(__file__).parent
_WEIGHTS = ("Regular", "SemiBold", "Bold")


class Window(QQuickView):
    """The view and its view-models, which live as long as it does."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.screens = Screens(desk)

    def end(self) -> None:
        """Take the screens away before their view-models go; nothing else may be asked of it then."""
        self.removeEventFilter(self.screens.quiet)
        self.setSource(QUrl())
        self.close()

    @Slot()
    def forget(self) -> None:
        """Drop what pictures and garbage of the last visit Qt may still hold."""
        QPixmapCache.clear()
        self.engine().collectGarbage()


def build(desk: Desk, config: Config) -> Window:
    """Return the window, not yet shown. Needs a running QGuiApplication; call it on the screen's thread."""
    load_fonts()
    window = Window(desk)
    engine = window.engine()
    engine.addImportPath(str(_HERE))
    engine.addImageProvider("icon", Icons())
    engine.addImageProvider("desk", Papers(desk))
    window.setTitle(config.site.centre)
    window.setResizeMode(QQuickView.ResizeMode.SizeRootObjectToView)
    window.resize(config.screen.width_px, config.screen.height_px)
    window.setInitialProperties({"screens": window.screens})
    window.loadFromModule("Kiosk", "Main")
    window.installEventFilter(window.screens.quiet)
    window.screens.wiped.connect(window.forget)
    return window


def load_fonts() -> None:
    """Make Be Vietnam Pro known to Qt, and everybody's font."""
    folder = fontpkg_be_vietnam_pro.ROOT / "files"
    for weight in _WEIGHTS:
        QFontDatabase.addApplicationFont(str(folder / f"BeVietnamPro-{weight}.ttf"))
    QGuiApplication.setFont(QFont(fontpkg_be_vietnam_pro.FAMILY))
