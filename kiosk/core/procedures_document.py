"""A procedure as the JSON document that `kiosk procedures` prints. Pure."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from kiosk.core.catalogue import CatalogueRow, Replacement
from kiosk.core.procedures import Procedure


def row_document(row: CatalogueRow) -> dict[str, Any]:
    """Return the few facts that a list shows."""
    return {
        "code": row.code,
        "name": row.name,
        "level": row.level,
        "online": row.online,
        "agency": row.agency,
        "has_form": row.has_form,
    }


def shown_document(
    row: CatalogueRow, procedure: Procedure | None, replacement: Replacement | None
) -> dict[str, Any]:
    """Return all that is known of one procedure.

    A row without a package has empty `components`, `fees` and `times`: nothing is invented; `has_facts` says
    so. `time_stated` holds what the portal states about days, word for word.
    """
    document: dict[str, Any] = {
        **row_document(row),
        "field": row.field,
        "government": list(row.government),
        "audience": list(row.audience),
        "channels": list(row.channels),
        "local_to": row.local_to,
        "time_stated": row.time,
        "has_facts": procedure is not None,
        "components": [],
        "fees": [],
        "times": [],
        "source": row.source,
        "confidence": row.confidence,
        "replaces": replacement.old_code if replacement else None,
    }
    if procedure is not None:
        document.update(_plain(asdict(procedure)))
        document["agency"] = procedure.agency.decides.vi or row.agency
        document["agencies"] = _plain(asdict(procedure.agency))
        document["name"] = procedure.name.vi
        document["name_en"] = procedure.name.en
    return document


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value
