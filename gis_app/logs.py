"""Structured logs: one JSON object a line on standard error, without personal data.

A request is logged with method, path, status, duration and the account's number, never its name, the
query string (it may hold what somebody typed), a key that is part of an address, or the sender's address.
"""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse

_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def logging_settings(*, production: bool) -> dict[str, Any]:
    """Return Django's LOGGING; production writes requests too, a local run only warnings and worse."""
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    level = "INFO" if production else "WARNING"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": _SHARED,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.format_exc_info,
                    structlog.processors.JSONRenderer(ensure_ascii=False),
                ],
            }
        },
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


class RequestLogMiddleware:
    """Log each request once it is answered, under an id that an error page can show."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.log = structlog.stdlib.get_logger("diaban.request")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request and log method, path, status, milliseconds and the account's number."""
        request_id = uuid.uuid4().hex[:12]
        request.META["DIABAN_REQUEST_ID"] = request_id
        started = time.monotonic()
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self.get_response(request)
            account = getattr(request, "user", None)
            self.log.log(
                logging.WARNING if response.status_code >= 500 else logging.INFO,
                "request",
                method=request.method,
                path=_path(request),
                status=response.status_code,
                ms=round((time.monotonic() - started) * 1000),
                account=account.pk if account is not None and account.is_authenticated else None,
            )
        response["X-Request-Id"] = request_id
        return response


def _path(request: HttpRequest) -> str:
    """Return the path without the key of a calendar feed: whoever reads logs must not be able to use it."""
    match = request.resolver_match
    token = match.kwargs.get("token") if match is not None else None
    return request.path.replace(token, "…") if token else request.path
