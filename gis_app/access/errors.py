"""The page for an error of the program itself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseServerError
from django.template.loader import render_to_string


def server_error(request: HttpRequest) -> HttpResponseServerError:
    """Say that nothing was saved and show the id under which the log holds the error.

    The page is rendered without the request, hence without context processors: they read the database,
    which may be what failed.
    """
    context = {"request_id": request.META.get("DIABAN_REQUEST_ID", "")}
    return HttpResponseServerError(render_to_string("500.html", context))
