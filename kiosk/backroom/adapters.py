"""The adapters that `app` picks for this place, each made when first asked for."""

from __future__ import annotations

from functools import cached_property

from kiosk import app
from kiosk.core.ports import IdCardReader, Pages, Printer, Scanner
from kiosk.core.procedures import Procedure
from kiosk.storage.packages import Catalogue
from kiosk.storage.store import Store
from kiosk.xforms import FormDefinition


class Adapters:
    """Storage, devices and catalogue of one place."""

    def __init__(self, place: app.Place) -> None:
        """Touches nothing yet."""
        self.place = place

    @cached_property
    def catalogue(self) -> Catalogue:
        """The procedures."""
        return app.catalogue(self.place)

    @cached_property
    def store(self) -> Store:
        """The data folder. Raises KioskError DISK_*, DATA_*."""
        return app.open_store(self.place)

    @cached_property
    def reader(self) -> IdCardReader:
        """The card reader, its child started."""
        return app.id_card_reader(self.place)

    @cached_property
    def printer(self) -> Printer:
        """The office printer."""
        return app.printer(self.place)

    @cached_property
    def scanner(self) -> Scanner:
        """The scanner."""
        return app.scanner(self.place, self.pages)

    @cached_property
    def pages(self) -> Pages:
        """Page work, in its child."""
        return app.pages(in_child=True)

    def form(self, procedure: Procedure) -> FormDefinition:
        """Return an edition's form, compiled before. Raises PROCEDURE_WITHOUT_FORM, FORM_BROKEN."""
        return self.catalogue.form(procedure)

    def close(self) -> None:
        """Close what was made."""
        for name in ("reader", "pages", "store"):
            made = self.__dict__.get(name)
            if made is not None:
                made.close()
