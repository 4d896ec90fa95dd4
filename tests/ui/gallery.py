"""Every screen × layout × size × theme on one page: `python -m tests.ui.gallery` writes build/gallery/."""

from __future__ import annotations

import html
import sys
from pathlib import Path

from PySide6.QtGui import QGuiApplication, QImage, Qt

from tests.ui.shots import SCREENS, SIZES, apply, opened, stage

_THUMB_PX = 240
_PAGE = """<!doctype html><html lang="vi"><meta charset="utf-8"><title>Một Cửa Kiosk: màn hình</title>
<style>body{{font-family:sans-serif;background:#F7F3EA;color:#1D1B17;margin:2rem}}
img{{border:1px solid #857C6B;height:auto;width:{width}px}} figure{{display:inline-block;margin:.4rem}}
figcaption{{font-size:.75rem}} h2{{margin:2rem 0 .4rem}}</style>
<h1>Một Cửa Kiosk</h1><p>{count} màn hình · chạm vào hình để xem đủ cỡ</p>{body}</html>
"""


def looks() -> list[str]:
    """Return every layout with every size and theme, Vietnamese; and English once a layout."""
    sizes, themes = ["", "+1", "+2", "+3"], ["", "+contrast"]
    every = [f"{layout}{size}{theme}" for layout in SIZES for size in sizes for theme in themes]
    return every + [f"{layout}+en" for layout in SIZES]


def main() -> None:
    app = QGuiApplication(sys.argv[:1])
    folder = Path("build/gallery")
    folder.mkdir(parents=True, exist_ok=True)
    wanted = sys.argv[1:] or looks()
    figures: dict[str, list[str]] = {name: [] for name in SCREENS}
    for look in wanted:
        layout, *options = look.split("+")
        hands = opened(layout)
        for name in SCREENS:
            stage(hands, name)
            apply(hands, options)
            figures[name].append(_figure(folder, f"{name}-{look.replace('+', '-')}", hands.picture()))
        hands.window.end()
        app.processEvents()
        sys.stdout.write(f"{look}\n")
    body = "".join(f"<h2>{html.escape(name)}</h2>{''.join(each)}" for name, each in figures.items())
    page = _PAGE.format(width=_THUMB_PX, count=sum(map(len, figures.values())), body=body)
    (folder / "index.html").write_text(page, encoding="utf-8")
    sys.stdout.write(f"{folder / 'index.html'}\n")


def _figure(folder: Path, name: str, picture: QImage) -> str:
    picture.save(str(folder / f"{name}.png"))
    small = picture.scaledToWidth(2 * _THUMB_PX, Qt.TransformationMode.SmoothTransformation)
    small.save(str(folder / f"{name}.jpg"), quality=85)  # type: ignore[call-overload]
    image = f'<a href="{name}.png"><img src="{name}.jpg" alt="{name}" loading="lazy"></a>'
    return f"<figure>{image}<figcaption>{name}</figcaption></figure>"


if __name__ == "__main__":
    main()
