"""The calendar feed, and the page where its addresses are made and taken back."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gis_app.reports.feed.addresses import account_behind, feeds_of, make_feed, revoke
from gis_app.reports.feed.calendar import calendar_of
from gis_app.reports.models import CalendarFeed
from gis_app.transformation.refusing import RefusedError


class FeedForm(forms.Form):
    """Where an address is to be used, so that it is known later which to take back."""

    label = forms.CharField(
        label=gettext_lazy("Dùng ở đâu"),
        max_length=80,
        required=False,
        widget=forms.TextInput(
            attrs={"placeholder": gettext_lazy("Outlook máy trực ban"), "autocomplete": "off"}
        ),
    )


@require_safe
def feeds(request: HttpRequest) -> HttpResponse:
    """Show the account's feeds."""
    return _render(request, FeedForm())


@require_POST
@never_cache
def make(request: HttpRequest) -> HttpResponse:
    """Make an address and show it, this once."""
    form = FeedForm(request.POST)
    if form.is_valid():
        try:
            _feed, token = make_feed(request.user, form.cleaned_data["label"])
        except RefusedError as refused:
            form.add_error(None, str(refused))
        else:
            address = request.build_absolute_uri(reverse("report_calendar", args=[token]))
            return _render(request, FeedForm(), address=address)
    return _render(request, form, status=422)


@require_POST
def take_back(request: HttpRequest, feed_id: int) -> HttpResponse:
    """Revoke an address."""
    revoke(get_object_or_404(CalendarFeed, pk=feed_id, account=request.user))
    messages.success(request, _("Đã thu hồi đường dẫn: phần mềm đang dùng nó sẽ không đọc được lịch nữa."))
    return redirect("report_feeds")


@login_not_required
@require_safe
@never_cache
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """Answer a calendar program; an address that is not valid is told nothing more than that."""
    account = account_behind(token)
    with translation.override(settings.LANGUAGE_CODE):
        if account is None:
            return HttpResponse(
                _("Đường dẫn lịch này không dùng được: hãy đăng nhập và tạo đường dẫn mới ở trang Báo cáo."),
                status=404,
                content_type="text/plain; charset=utf-8",
            )
        site = request.build_absolute_uri("/").rstrip("/")
        written = calendar_of(account, timezone.localdate(), site)
    response = HttpResponse(written, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="han-bao-cao.ics"'
    return response


def _render(request: HttpRequest, form: FeedForm, *, address: str = "", status: int = 200) -> HttpResponse:
    context = {"form": form, "address": address, "feeds": feeds_of(request.user)}
    return render(request, "reports/feeds.html", context, status=status)
