"""Choices: values of a select-multiple are separated by spaces (specification, "Select Functions")."""

from __future__ import annotations

from kiosk.xforms.xpath.library import plain, surrounded


def _selected(values: str, value: str) -> bool:
    parts = values.split()
    wanted = value.strip()
    return wanted in parts if parts else wanted == ""


def _selected_at(values: str, at: float) -> str:
    parts = values.split()
    return parts[int(at)] if 0 <= at < len(parts) else ""


plain("selected", "tt", "boolean", _selected)
plain("selected-at", "tn", "text", _selected_at)
plain("count-selected", "t", "number", lambda values: float(len(values.split())))
surrounded("jr:choice-name", "tt", "text", lambda around, value, path: around.choice_label(path, value))
