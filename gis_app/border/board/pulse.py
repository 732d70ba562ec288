"""The pulse: whether anything happened on the board since a page last looked, answered at next to no cost.

200 open pages ask every 0.7 seconds. What they ask is one number, the newest step's: kept for a moment
in each web process, read with one query by whoever comes first after that, and answered before sessions,
accounts and templates cost anything. A page asks with a signed token that it was given when it was opened;
the number says that something happened somewhere, and nothing else. What happened, a page then fetches with
all rights asked (`gis_app.border.board.changes`).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from gis_app.access.models import Account
from gis_app.border.board.recording import newest_number

PATH = "/border/pulse"
_SALT = "border.pulse"
#: How old a number may be. Short beside the two seconds in which a report must be on every screen.
_FRESH_S = 0.15


class Pulse:
    """The newest number, read at most once every `_FRESH_S` seconds by this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._number = 0
        self._read_at = float("-inf")

    def number(self) -> int:
        """Return the newest number; requests that come together wait for one query."""
        with self._lock:
            if time.monotonic() - self._read_at > _FRESH_S:
                self._number = newest_number()
                self._read_at = time.monotonic()
            return self._number


class PulseMiddleware:
    """Answers the pulse before anything else is done for a request; stands first in the list."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.pulse = Pulse()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the number as plain text, or 403 without a valid token."""
        if request.path_info != PATH:
            return self.get_response(request)
        known = _holds(request.GET.get("token", ""))
        told = str(self.pulse.number()) if known else ""
        response = HttpResponse(told, content_type="text/plain", status=200 if known else 403)
        response["Cache-Control"] = "no-store"
        # Without it the connection would be closed after each answer.
        response["Content-Length"] = str(len(response.content))
        return response


def token_for(account: Account) -> str:
    """Return what a page of this account asks with; it holds as long as a session does."""
    return signing.TimestampSigner(salt=_SALT).sign(str(account.pk))


def _holds(token: str) -> bool:
    try:
        signing.TimestampSigner(salt=_SALT).unsign(token, max_age=settings.SESSION_COOKIE_AGE)
    except signing.BadSignature:
        return False
    return True
