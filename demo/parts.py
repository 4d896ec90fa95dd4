"""The kiosk's surroundings as processes: one name to import for the demo and for the tests.

Each part starts without root, on free ports and in a folder of its own, and ends with its starter.
"""

from demo.card_reader import Pcscd, VirtualCard
from demo.child import PartFailedError
from demo.display import Xvfb
from demo.office_printer import IppPrinter
from demo.online import Portal, SyncProcess, ask
from demo.surroundings import kiosk_command, portal_command, surroundings

__all__ = [
    "IppPrinter",
    "PartFailedError",
    "Pcscd",
    "Portal",
    "SyncProcess",
    "VirtualCard",
    "Xvfb",
    "ask",
    "kiosk_command",
    "portal_command",
    "surroundings",
]
