"""An invented paper for the scanner: a driver's health certificate, drawn slightly askew as scans are."""

from __future__ import annotations

from pathlib import Path

from fontpkg_be_vietnam_pro import ROOT
from PIL import Image, ImageDraw, ImageFont

FONT = ROOT / "files" / "BeVietnamPro-Regular.ttf"
_SIZE = (1654, 2339)  # A4 at 200 dpi

_LINES = (
    (48, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    (40, "Độc lập - Tự do - Hạnh phúc"),
    (60, ""),
    (64, "GIẤY KHÁM SỨC KHỎE CỦA NGƯỜI LÁI XE"),
    (40, "(giấy vẽ để thử máy, không có giá trị)"),
    (60, ""),
    (44, "Họ và tên: ĐINH VĂN VIỆT"),
    (44, "Ngày sinh: 12/03/1987        Giới tính: Nam"),
    (44, "Chiều cao: 168 cm        Cân nặng: 62 kg"),
    (44, "Thị lực không kính: mắt phải 10/10, mắt trái 9/10"),
    (44, "Thính lực: nghe rõ tiếng nói thường ở 5 m hai tai"),
    (44, "Huyết áp: 120/78 mmHg"),
    (60, ""),
    (48, "KẾT LUẬN: Đủ điều kiện sức khỏe lái xe hạng B"),
    (60, ""),
    (40, "Sơn La, ngày 16 tháng 11 năm 2026"),
)


def health_certificate(path: Path) -> None:
    """Draw it to `path` as PNG, 200 dpi, under a temporary name first: the scanner takes what is there."""
    page = Image.new("L", _SIZE, 252)
    pen = ImageDraw.Draw(page)
    top = 180
    for size, text in _LINES:
        font = ImageFont.truetype(str(FONT), size)
        width = pen.textlength(text, font=font)
        pen.text(((_SIZE[0] - width) / 2, top), text, font=font, fill=30)
        top += int(size * 1.9)
    pen.ellipse((1050, top + 40, 1390, top + 380), outline=120, width=9)
    pen.text((1085, top + 180), "DẤU THỬ MÁY", font=ImageFont.truetype(str(FONT), 40), fill=120)
    part = path.with_suffix(".part")
    page.rotate(0.6, fillcolor=252, resample=Image.Resampling.BICUBIC).save(part, format="PNG")
    part.replace(path)
