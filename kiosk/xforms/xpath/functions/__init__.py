"""ODK's function list. Importing this package declares every function in `library.FUNCTIONS`."""

from kiosk.xforms.xpath.functions import dates, geo, logic, nodesets, numbers, selects, texts

__all__ = ["dates", "geo", "logic", "nodesets", "numbers", "selects", "texts"]
