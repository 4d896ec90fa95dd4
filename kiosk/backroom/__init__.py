"""The backroom: has the visit's effects done by storage, devices and catalogue. Every call blocks.

It stands between the screen and the machines; the screen knows it as `ui.backroom.Backroom`. `adapters` holds
what `app` picks, `drafting` begins and reopens drafts, `slips` draws and prints. What is kept of a visit in
memory is dropped by `wipe` and `lock`.
"""

from kiosk.backroom.room import Room

__all__ = ["Room"]
