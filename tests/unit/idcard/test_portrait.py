"""DG2: written, read, decoded; and what is refused."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from kiosk.devices.idcard.portrait import as_jpeg
from kiosk.idcard import facial
from kiosk.idcard.faults import CardFault
from kiosk.idcard.reading import CardContent
from kiosk.idcard.virtual import person
from kiosk.idcard.virtual.chip import VirtualCard
from kiosk.idcard.virtual.issuer import Issuer


def picture(kind: str, side: int = 60) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((side, side), 60).convert("RGB").save(out, kind)
    return out.getvalue()


def dg2(kind: str, media_type: str, side: int = 60) -> bytes:
    return facial.encode(facial.Portrait(media_type, picture(kind, side), side, side))


@pytest.mark.parametrize(("kind", "media_type"), [("JPEG", "image/jpeg"), ("JPEG2000", "image/jp2")])
def test_both_encodings_become_a_jpeg(kind: str, media_type: str) -> None:
    with Image.open(io.BytesIO(as_jpeg(dg2(kind, media_type)))) as image:
        assert (image.format, image.size) == ("JPEG", (60, 60))


def test_a_picture_that_is_not_what_it_claims_is_refused() -> None:
    with pytest.raises(CardFault):
        as_jpeg(dg2("PNG", "image/jpeg"))


def test_a_truncated_picture_is_refused() -> None:
    data = picture("JPEG2000")
    with pytest.raises(CardFault):
        as_jpeg(facial.encode(facial.Portrait("image/jp2", data[: len(data) // 2], 60, 60)))


@given(st.binary(max_size=200))
def test_any_record_is_refused_or_read(record: bytes) -> None:
    whole = dg2("JPEG", "image/jpeg")
    for data in (record, whole[:40] + record, whole[: -len(record)] if record else whole):
        try:
            facial.parse(data)
        except CardFault:
            continue


def test_the_portrait_is_read_only_when_it_is_asked_for(
    issuer: Issuer, read: Callable[..., CardContent]
) -> None:
    document: dict[str, Any] = {
        "personal_number": "014199012345",
        "full_name": "Lường Thị Hạ",
        "date_of_birth": "1999-02-03",
    }
    portrait = facial.Portrait("image/jpeg", picture("JPEG", 320), 320, 320)
    assert len(portrait.data) > 0x8000  # beyond what an offset of fifteen bits reaches
    chip = person.make_chip(person.parse(document), issuer, issuer.stream("x"), portrait)
    count = iter(range(1, 10_000))
    card = VirtualCard(chip, lambda size: next(count).to_bytes(size, "big"))
    assert read(card).photo is None
    card.reset()
    assert facial.parse(read(card, photo=True).photo or b"").data == portrait.data
