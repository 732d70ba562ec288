"""One row of the strip: its page, adding it, changing it; and a whole list of border communes at once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gis_app.access.versions import history
from gis_app.border.board.refusing import RefusedError
from gis_app.border.models import BorderSection, SharingAgreement
from gis_app.border.strip.decree import DecreeForm, enter
from gis_app.border.strip.editors import may_edit, may_give, require_editor
from gis_app.border.strip.measures import words_at
from gis_app.border.strip.placing import Strip
from gis_app.border.strip.records import KINDS, RecordKind
from gis_app.border.strip.responsibility import overlaps
from gis_app.border.strip.saving import ChangedMeanwhileError, facts, save
from gis_app.border.views.strip.shared import map_settings
from gis_app.formats.numbers import number


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """Add a row of a kind."""
    chosen = _kind(kind)
    require_editor(request.user)
    initial = {name: request.GET[name] for name in ("agency", "line", "unit") if name in request.GET}
    form = chosen.form(request.user, request.POST or None, initial=initial)
    return _answer(request, kind, chosen, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, kind: str, row_id: int) -> HttpResponse:
    """Show a row with its history; a POST changes it."""
    chosen = _kind(kind)
    row = chosen.seen(request.user).filter(pk=row_id).first()
    if row is None:
        raise Http404(_("Không có mục này trong địa bàn của bạn."))
    if request.method == "POST":
        require_editor(request.user)
        if isinstance(row, SharingAgreement) and not may_give(request.user, row.giver):
            raise PermissionDenied(_("Chỉ bên chia sẻ hoặc cấp trên của bên đó được sửa quy chế này."))
    form = chosen.form(request.user, request.POST or None, instance=row)
    return _answer(request, kind, chosen, form, row)


@require_http_methods(["GET", "HEAD", "POST"])
def decree(request: HttpRequest) -> HttpResponse:
    """Enter the list of border communes of one document."""
    require_editor(request.user)
    form = DecreeForm(request.user, request.POST or None)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        told = enter(
            data["chosen"], data["document"], data["valid_from"], request.user, replaces=data["replaces"]
        )
        messages.success(
            request,
            _("Đã ghi danh sách %(listed)s xã, phường: %(added)s mới, %(ended)s kết thúc.")
            % {"listed": len(data["chosen"]), "added": told.added, "ended": told.ended},
        )
        return redirect("border_strip")
    return render(request, "border/strip/decree.html", {"form": form}, status=400 if form.is_bound else 200)


@require_safe
def foot(request: HttpRequest) -> HttpResponse:
    """Return the place on a line (`?line=`) nearest to a point (`?lat=&lon=`): metres, and in words."""
    strip = Strip(timezone.localdate(), ahead=True)
    try:
        lat, lon = float(request.GET.get("lat", "")), float(request.GET.get("lon", ""))
        line = next(line for line in strip.lines if str(line.pk) == request.GET.get("line", ""))
    except (ValueError, StopIteration):
        return HttpResponseBadRequest(_("Hãy chọn đường biên giới trước, rồi bấm lên bản đồ."))
    if strip.measured is None or not (abs(lat) <= 90 and abs(lon) <= 180):
        return HttpResponseBadRequest(_("Hãy chọn đường biên giới trước, rồi bấm lên bản đồ."))
    along = strip.along(line, lon, lat)
    at = strip.measured.at(strip.index_of(line), along)
    return JsonResponse({"place": number(along, 1), "words": words_at(along, line, strip), "at": at})


def _kind(kind: str) -> RecordKind:
    if kind not in KINDS:
        raise Http404
    return KINDS[kind]


def _answer(
    request: HttpRequest, kind: str, chosen: RecordKind, form: Any, row: models.Model | None
) -> HttpResponse:
    status = 400 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            saved = save(form)
        except RefusedError as refused:
            form.add_error(None, str(refused))
            status = 409 if isinstance(refused, ChangedMeanwhileError) else 400
        else:
            messages.success(request, _("Đã ghi."))
            _tell_overlaps(request, saved)
            return redirect("border_record", kind=kind, row_id=saved.pk)
    # A refused form has touched the row in memory: what is stored is read again.
    stored = type(row)._default_manager.get(pk=row.pk) if row is not None else None
    context = {
        "kind": kind,
        "chosen": chosen,
        "form": form,
        "row": stored,
        "facts": facts(stored) if stored is not None else {},
        "kinds_shared": list(stored.kinds.all()) if isinstance(stored, SharingAgreement) else [],
        "history": history(stored) if stored is not None else [],
        "editable": _editable(request, stored),
        "back": reverse(chosen.back),
        "settings": map_settings(
            timezone.localdate(), focus=f"{kind.removesuffix('s')}-{stored.pk}" if stored is not None else ""
        ),
    }
    return render(request, "border/strip/record.html", context, status=status)


def _editable(request: HttpRequest, row: models.Model | None) -> bool:
    if not may_edit(request.user):
        return False
    return not isinstance(row, SharingAgreement) or may_give(request.user, row.giver)


def _tell_overlaps(request: HttpRequest, row: models.Model) -> None:
    """Say where a section that was just stored lies over that of another agency: allowed, but to be known."""
    if not isinstance(row, BorderSection):
        return
    strip = Strip(max(row.valid_from, timezone.localdate()))
    for stretch in overlaps(strip):
        others = {str(each.agency) for each in stretch.sections} - {str(row.agency)}
        if row.pk in {each.pk for each in stretch.sections}:
            words = {
                "agencies": ", ".join(sorted(others)),
                "from": words_at(stretch.from_m, stretch.line, strip),
                "to": words_at(stretch.to_m, stretch.line, strip),
                "metres": number(stretch.length_m),
            }
            messages.warning(
                request,
                _("Chồng lấn với %(agencies)s từ %(from)s đến %(to)s (%(metres)s m trên bản vẽ).") % words,
            )
