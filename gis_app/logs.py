"""Structured logs: one JSON object a line on standard error, without personal data.

What a request leaves in them, `gis_app.request_log` says.
"""

from __future__ import annotations

import logging
from functools import cached_property
from typing import Any


class JsonLines(logging.Formatter):
    """Writes what is logged, by this program or by a library, as one JSON object a line.

    structlog is loaded with the first line: most commands write none, and it is a tenth of their start.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        return self._formatter.format(record)

    @cached_property
    def _formatter(self) -> logging.Formatter:
        import structlog

        return structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared_processors(),
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )


def shared_processors() -> list[Any]:
    """Return what is added to every line, whoever logs it."""
    import structlog

    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]


def logging_settings(*, production: bool) -> dict[str, Any]:
    """Return Django's LOGGING; production writes requests too, a local run only warnings and worse."""
    level = "INFO" if production else "WARNING"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": JsonLines}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Libraries that write a line per glyph or table when they draw a page.
            "fontTools": {"level": "ERROR"},
            "weasyprint": {"level": "ERROR"},
            "matplotlib": {"level": "ERROR"},
            "pyogrio": {"level": "ERROR"},
            "axes": {"level": "WARNING"},
        },
    }
