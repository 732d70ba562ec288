"""One line in the log for each request: method, path, status, duration and the account's number.

Never its name, the query string (it may hold what somebody typed), a key that is part of an address, or the
sender's address.
"""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

from gis_app.logs import shared_processors

structlog.configure(
    processors=[*shared_processors(), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)


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
