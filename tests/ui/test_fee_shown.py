"""The fee on the screens is the one that the slip will say: that of filing here, on that day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kiosk.core.procedures import Channel, FeeRule, Words
from kiosk.ui.pages.preparing import fee_of
from kiosk.ui.text import Tongue
from tests.ui.hands import Hands
from tests.ui.shots import CODE

TODAY = date(2026, 11, 23)


def test_the_fee_is_that_of_filing_online_today(hands: Hands) -> None:
    at_the_counter = FeeRule("fee", Words("Lệ phí"), amount=15_000, channels=(Channel.DIRECT,))
    ended = FeeRule("fee", Words("Lệ phí"), amount=9_000, valid_to=date(2025, 12, 31))
    here = FeeRule("fee", Words("Lệ phí"), amount=7_000, channels=(Channel.ONLINE,))
    procedure = replace(hands.desk.procedure(CODE), fees=(at_the_counter, ended, here))
    assert fee_of(procedure, TODAY, Tongue())[0].replace("\u00a0", " ") == "7.000 đồng"
