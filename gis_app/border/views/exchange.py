"""Packs for the other side of the border: the list, writing one, its page with what leaves, its files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from gis_app.access.models import Account
from gis_app.access.roles import Action, may
from gis_app.border.board.refusing import RefusedError
from gis_app.border.exchange import drafting, reviewing
from gis_app.border.exchange.forms import PackForm
from gis_app.border.exchange.presenting import page_of
from gis_app.border.exchange.rights import packs_of, provinces_of
from gis_app.border.models import ExchangePack, LeavingRule, PackFile, ReportKind

_PER_PAGE = 50
#: The ground of the rules that the program starts with; that of an office is shown as it was written.
_STARTING = gettext_noop("Mức khởi đầu của phần mềm, chưa theo văn bản nào")
_MEDIA = {
    PackFile.Form.PDF: "application/pdf",
    PackFile.Form.GPKG: "application/geopackage+sqlite3",
    PackFile.Form.KML: "application/vnd.google-earth.kml+xml",
}


@require_safe
def packs(request: HttpRequest) -> HttpResponse:
    """List the packs of the account's provinces."""
    _require_part(request.user)
    found = packs_of(request.user).select_related("counterpart", "author", "reviewer", "province")
    page = Paginator(found.defer("province__geometry", "province__display_geometry"), _PER_PAGE).get_page(
        request.GET.get("page")
    )
    kinds = ReportKind.objects.select_related("leaving", "category")
    context = {
        "page_obj": page,
        "may_write": provinces_of(request.user).exists(),
        "kinds": [(kind, _rule_of(kind), kind.is_sensitive) for kind in kinds],
    }
    return render(request, "border/exchange/packs.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write a pack."""
    _require_part(request.user)
    if not provinces_of(request.user).exists():
        raise PermissionDenied(_("Gói trao đổi do tài khoản phụ trách cả tỉnh lập: hãy chuyển lên cấp tỉnh."))
    if request.method != "POST":
        return _form(request, PackForm(request.user))
    form = PackForm(request.user, request.POST)
    return _kept(request, form, lambda: drafting.create(form.wanted(), request.user))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change a draft."""
    pack = _find(request, code)
    if pack.author_id != request.user.pk or not pack.is_open:
        raise PermissionDenied(_("Chỉ người soạn được sửa, khi gói chưa trình hoặc bị trả lại."))
    if request.method != "POST":
        return _form(request, PackForm.of(pack, request.user), pack)
    form = PackForm(request.user, request.POST)
    return _kept(
        request,
        form,
        lambda: drafting.change(code, form.cleaned_data["version"] or 0, form.wanted(), request.user),
        pack,
    )


@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    """Show a pack: what leaves, what does not, who did what."""
    return _page(request, _find(request, code))


@require_POST
def act(request: HttpRequest, code: str, act: str) -> HttpResponse:
    """Do one thing with a pack."""
    pack = _find(request, code)
    if act not in _ACTS:
        raise Http404
    version = request.POST.get("version", "")
    number = int(version) if version.isascii() and version.isdecimal() and len(version) < 10 else 0
    do, said = _ACTS[act]
    try:
        do(request, code, number)
    except RefusedError as refused:
        pack.refresh_from_db()
        return _page(request, pack, str(refused), 400)
    messages.success(request, str(said()))
    return redirect("border_exchange_pack", code=code)


@require_GET
def file(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """Give a file of an approved pack; that it was taken is logged."""
    pack = _find(request, code)
    if form not in PackFile.Form.values:
        raise Http404
    try:
        found = reviewing.fetch(code, form, request.user)
    except RefusedError as refused:
        return _page(request, pack, str(refused), 409)
    response = HttpResponse(bytes(found.content), content_type=_MEDIA[PackFile.Form(found.form)])
    response["Content-Disposition"] = f'attachment; filename="{found.name}"'
    response["Cache-Control"] = "no-store"
    return response


_ACTS: dict[str, tuple[Callable[[HttpRequest, str, int], Any], Callable[[], str]]] = {
    "submit": (
        lambda request, code, version: drafting.submit(code, version, request.user),
        lambda: _("Đã trình: cần một người khác của tỉnh xem và duyệt."),
    ),
    "take_back": (
        lambda request, code, version: drafting.take_back(code, version, request.user),
        lambda: _("Đã rút về để sửa."),
    ),
    "approve": (
        lambda request, code, version: reviewing.approve(
            code, version, request.POST.get("digest", ""), request.user
        ),
        lambda: _("Đã duyệt; các tệp đã được lập."),
    ),
    "return": (
        lambda request, code, version: reviewing.send_back(
            code, version, request.POST.get("reason", "")[:500], request.user
        ),
        lambda: _("Đã trả lại người soạn."),
    ),
    "withdraw": (
        lambda request, code, version: reviewing.withdraw(
            code, version, request.POST.get("reason", "")[:500], request.user
        ),
        lambda: _("Đã thu hồi; không ai tải được tệp nữa, hồ sơ vẫn còn."),
    ),
}


def _rule_of(kind: ReportKind) -> tuple[bool, int, str] | None:
    """Return whether a kind may leave, how many of it a cell must have, and on what ground; None: no rule."""
    rule: LeavingRule | None = getattr(kind, "leaving", None)
    return None if rule is None else (rule.may_leave, rule.least_in_cell, _(rule.source))


def _require_part(account: Account) -> None:
    if not may(account, Action.COORDINATE):
        raise PermissionDenied(_("Vai trò của tài khoản này không được làm việc đó."))


def _find(request: HttpRequest, code: str) -> ExchangePack:
    _require_part(request.user)
    found = packs_of(request.user).select_related("counterpart", "author", "reviewer", "agency", "province")
    pack = found.filter(code=code).first()
    if pack is None:
        raise Http404(_("Không có gói này trong địa bàn phụ trách."))
    return pack


def _page(request: HttpRequest, pack: ExchangePack, problem: str = "", status: int = 200) -> HttpResponse:
    context = {**page_of(pack, request.user), "problem": problem}
    return render(request, "border/exchange/pack.html", context, status=status)


def _kept(
    request: HttpRequest, form: PackForm, keep: Callable[[], ExchangePack], pack: ExchangePack | None = None
) -> HttpResponse:
    if form.is_valid():
        try:
            kept = keep()
        except RefusedError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Đã ghi bản soạn: hãy xem điều gì sẽ ra ngoài, rồi trình duyệt."))
            return redirect("border_exchange_pack", code=kept.code)
    return _form(request, form, pack, 422)


def _form(
    request: HttpRequest, form: PackForm, pack: ExchangePack | None = None, status: int = 200
) -> HttpResponse:
    choices = [form[name] for name in ("kinds", "states", "sections")]
    return render(
        request, "border/exchange/form.html", {"form": form, "pack": pack, "choices": choices}, status=status
    )
