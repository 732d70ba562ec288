"""The installable page of a post, and what its script asks for.

What belongs to an account is never left in the browser's own cache (`no-store`): the page keeps it sealed.
Without a session the answer is 401, not the sign-in page: the page goes on working and says so.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gis_app.access.roles import Action, may
from gis_app.border.field import answers, package, shell, state

_View = Callable[[HttpRequest], HttpResponse]


@login_not_required
@require_safe
def page(_request: HttpRequest) -> HttpResponse:
    """Show the page; it holds nothing of any account."""
    return _checked_each_time(HttpResponse(shell.page()))


@login_not_required
@require_safe
def worker(_request: HttpRequest) -> HttpResponse:
    """Return the service worker; its address decides that it serves the pages below /border/field/."""
    return _checked_each_time(HttpResponse(shell.worker(), content_type="text/javascript"))


@login_not_required
@require_safe
def manifest(_request: HttpRequest) -> HttpResponse:
    """Return what a telephone needs to install the page; browsers fetch it without a session."""
    return _checked_each_time(JsonResponse(shell.manifest(), content_type="application/manifest+json"))


def _of_account(view: _View) -> _View:
    """Answer 401 without a session; leave nothing behind in the browser."""

    @login_not_required
    @require_safe
    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            response = view(request)
        else:
            response = _refused(_("Phiên làm việc đã hết: hãy đăng nhập lại."), 401)
        response["Cache-Control"] = "no-store"
        return response

    return answer


@_of_account
def device_state(request: HttpRequest) -> HttpResponse:
    """Return who is signed in, the server's clock, the choices of the form, and the token to send with."""
    return JsonResponse({**state.state(request.user), "csrf": get_token(request)})


@_of_account
def map_package(request: HttpRequest) -> HttpResponse:
    """Return the account's border map, or 304 where the device has this version."""
    if not may(request.user, Action.WORK_BORDER):
        return _refused(_("Vai trò của tài khoản này không được làm việc đó."), 403)
    text, version = package.package(timezone.localdate(), request.user)
    etag = quote_etag(version)
    response = get_conditional_response(request, etag) or HttpResponse(text, content_type="application/json")
    response["ETag"] = etag
    return response


@_of_account
def report_answers(request: HttpRequest) -> HttpResponse:
    """Return what became of the agency's reports after the step `since`."""
    if not may(request.user, Action.WORK_BORDER):
        return _refused(_("Vai trò của tài khoản này không được làm việc đó."), 403)
    since = request.GET.get("since", "0")
    if not (since.isascii() and since.isdecimal() and len(since) < 16):
        return _refused(_("Thiếu số thứ tự của lần xem trước: hãy tải lại trang."), 400)
    return JsonResponse(answers.answers(request.user, int(since)))


def _refused(sentence: str, status: int) -> HttpResponse:
    return JsonResponse({"sentence": sentence}, status=status)


def _checked_each_time(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-cache"
    response["Vary"] = "Cookie"
    return response
