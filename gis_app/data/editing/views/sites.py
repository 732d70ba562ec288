"""Pages of one site."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gis_app.access.roles import Action, may
from gis_app.access.versions import history, version_of
from gis_app.data.editing import sites
from gis_app.data.editing.errors import EditRefusedError
from gis_app.data.editing.forms import CorrectSiteForm, NewSiteForm
from gis_app.data.editing.views.shared import for_editors, map_settings, tell
from layers.models import Site, SiteKind


@require_http_methods(["GET", "HEAD", "POST"])
@for_editors
def new(request: HttpRequest) -> HttpResponse:
    """Add a site of the kind that the address names; without one, ask for it."""
    key = request.GET.get("kind", "")
    if not key:
        return render(request, "data/editing/choose_kind.html", {"kinds": SiteKind.objects.all()})
    kind = SiteKind.objects.filter(pk=key).first()
    if kind is None:
        raise Http404(_("Không có loại địa điểm này."))
    form = NewSiteForm(kind, request.POST or None)
    status = 400 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            site = sites.add(kind, data["source"], data["ref"], form.values(), request.user)
        except EditRefusedError as refused:
            status = tell(form, refused)
        else:
            messages.success(request, _("Đã thêm địa điểm “%(name)s”.") % {"name": site.name})
            return redirect("site_page", site.pk)
    context = {"kind": kind, "form": form, "settings": map_settings(draws="shape", editable=True)}
    return render(request, "data/editing/new_site.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, site_id: int) -> HttpResponse:
    """Show a site with its history; a POST corrects it."""
    site = sites.visible(site_id, request.user)
    if site is None:
        raise Http404(_("Không có địa điểm này trong địa bàn của bạn."))
    if request.method == "POST":
        return _correct(request, site)
    stored = sites.values_of(site)
    initial = {"name": stored.name, "shape": stored.shape, "version": version_of(site)}
    initial |= {"valid_from": stored.valid_from, "valid_to": stored.valid_to}
    return _render(request, site, CorrectSiteForm(site.kind, initial=initial, kept=site.attributes))


@for_editors
def _correct(request: HttpRequest, site: Site) -> HttpResponse:
    form = CorrectSiteForm(site.kind, request.POST, kept=site.attributes)
    status = 400
    if form.is_valid():
        data = form.cleaned_data
        try:
            sites.correct(site.pk, data["version"], form.values(), data["reason"], request.user)
        except EditRefusedError as refused:
            status = tell(form, refused)
        else:
            messages.success(request, _("Đã lưu địa điểm."))
            return redirect("site_page", site.pk)
    return _render(request, site, form, status)


def _render(request: HttpRequest, site: Site, form: CorrectSiteForm, status: int = 200) -> HttpResponse:
    editable = may(request.user, Action.IMPORT)
    context = {
        "site": site,
        "facts": sites.told(site.kind_id, sites.values_of(site)),
        "form": form,
        "editable": editable,
        "history": history(site),
        "settings": map_settings(draws="shape", editable=editable),
    }
    return render(request, "data/editing/site.html", context, status=status)
