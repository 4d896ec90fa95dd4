"""JSON lines on standard error: event names, codes and ids, never values."""

from __future__ import annotations

import json
import logging
import sys

import structlog


def configure() -> None:
    """Send our events to standard error, and of libraries only what they warn about, without their values."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_NamesOnly())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)


class _NamesOnly(logging.Formatter):
    """A library's record as one line with its name and exception's class; the message may quote a request."""

    def format(self, record: logging.LogRecord) -> str:
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
        line = {"event": "library", "logger": record.name, "level": record.levelname.lower(), "error": kind}
        return json.dumps(line)
