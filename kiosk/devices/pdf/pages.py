"""Page work behind the port `Pages`: here, or in one child so that the screen never waits for it."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.core.dossier_paper import DossierPaper
from kiosk.core.ports import ScannedPage
from kiosk.core.printed import PrintedForm
from kiosk.core.receipt import Slip


class DirectPages:
    """Draws in the calling process: for commands and inside the child."""

    def slip(self, slip: Slip) -> bytes:
        """See the port."""
        from kiosk.devices.pdf.slip import draw_slip

        return draw_slip(slip)

    def dossier(self, paper: DossierPaper) -> bytes:
        """See the port."""
        from kiosk.devices.pdf.dossier import draw_dossier

        return draw_dossier(paper)

    def form(self, form: PrintedForm) -> bytes:
        """See the port."""
        from kiosk.paper.form import draw_form

        return draw_form(form)

    def picture(self, pdf: bytes, *, width_px: int) -> bytes:
        """See the port."""
        from kiosk.devices.pdf.picture import picture

        return picture(pdf, width_px=width_px)

    def cleaned(self, image: bytes) -> ScannedPage:
        """See the port."""
        from kiosk.devices.pdf.scanned_page import cleaned

        return cleaned(image)

    def attachment(self, jpegs: Sequence[bytes]) -> bytes:
        """See the port."""
        from kiosk.devices.pdf.scanned_page import attachment

        return attachment(jpegs)

    def close(self) -> None:
        """See the port."""
