"""The slip's PDF, warm, against bare reportlab drawing the same strings, lines and QR codes.

Prints one JSON document; run it alone: `python benchmarks/slip.py`.
"""

from __future__ import annotations

import io
import json
import statistics
import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import segno
from reportlab.pdfgen.canvas import Canvas

from kiosk.core.config import Site
from kiosk.core.receipt import SlipFacts, slip
from kiosk.devices.pdf.slip import draw_slip
from kiosk.paper import sheet

ROUNDS = 60
GOAL = 1.3
FACTS = SlipFacts(
    receipt_code="TH01-7Q4K-M2HD",
    procedure_code="3.000348",
    procedure_name="Cấp lại giấy phép lái xe",
    applicant="Đinh Văn Việt",
    submitted_at=datetime(2026, 11, 23, 9, 41, tzinfo=timezone(timedelta(hours=7))),
    delivered_at=None,
    to_bring=("Giấy khám sức khỏe (bản chính)",),
    fee_dong=135_000,
    site=Site(),
    portal_url="https://dvc.example.vn/",
    tracking="ABCDEFGH2345",
    signed_code="MCK1:" + "7Q4KM2HD" * 62,
)


def recorded() -> tuple[dict[str, Any], list[tuple[str, tuple[Any, ...], dict[str, Any]]], list[str]]:
    """Draw once and return how the canvas was opened, every call on it, and the texts of its QR codes."""
    calls: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = []
    opening: dict[str, Any] = {}
    codes: list[str] = []

    class Proxy:
        def __init__(self, buffer: io.BytesIO, **options: Any) -> None:
            opening.update(options)
            self._canvas = Canvas(buffer, **options)

        def __getattr__(self, name: str) -> Any:
            found = getattr(self._canvas, name)
            if not callable(found):
                return found

            def call(*args: Any, **options: Any) -> Any:
                calls.append((name, args, options))
                return found(*args, **options)

            return call

    real_canvas, real_qr = sheet.Canvas, segno.make_qr

    def make_qr(text: str, **options: Any) -> Any:
        codes.append(text)
        return real_qr(text, **options)

    sheet.Canvas, segno.make_qr = Proxy, make_qr
    try:
        draw_slip(slip(FACTS))
    finally:
        sheet.Canvas, segno.make_qr = real_canvas, real_qr
    return opening, [call for call in calls if call[0] != "beginPath"], codes


def best_ms(work: Callable[[], object]) -> list[float]:
    """Return how long each round took."""
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        took.append((time.perf_counter() - began) * 1000)
    return took


def main() -> None:
    """Measure and print."""
    opening, calls, codes = recorded()

    def bare() -> bytes:
        buffer = io.BytesIO()
        canvas = Canvas(buffer, **opening)
        for code in codes:
            segno.make_qr(code, error="m", boost_error=False)
        for name, args, options in calls:
            getattr(canvas, name)(*args, **options)
        return buffer.getvalue()

    assert len(bare()) == len(draw_slip(slip(FACTS))), "the same paper"
    theirs, ours = best_ms(bare), best_ms(lambda: draw_slip(slip(FACTS)))
    ratio = statistics.median(ours) / statistics.median(theirs)
    row = {
        "value": round(ratio, 2),
        "unit": "× bare",
        "goal": GOAL,
        "against": "bare reportlab",
        "ok": ratio <= GOAL,
    }
    more = {"bare_ms": round(statistics.median(theirs), 1), "slip_ms": round(statistics.median(ours), 1)}
    print(json.dumps({"slip PDF, warm": row | more}, indent=1))


if __name__ == "__main__":
    main()
