"""One site by hand: added, corrected, closed.

A site that is gone is closed, not deleted: maps of past days still show it.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.gis.geos import GEOSGeometry
from django.db import transaction
from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.access.versions import explained, version_of
from gis_app.data.editing.checking import in_jurisdiction, no_person
from gis_app.data.editing.errors import ChangedMeanwhileError, EditRefusedError
from gis_app.data.editing.records import record_by_hand
from layers.importing.batches import wait_for_other_imports
from layers.models import ImportBatch, Site, SiteKind
from layers.site_attributes import told as attributes_told


@dataclass(frozen=True, slots=True)
class SiteValues:
    """What a person says about a site; attributes as `layers.site_attributes.read` gives them."""

    name: str
    shape: GEOSGeometry
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict)


def visible(pk: int, account: Account) -> Site | None:
    """Return a site that the account may see."""
    return restrict(Site.objects.filter(pk=pk), account).select_related("kind", "batch").first()


@transaction.atomic
def add(kind: SiteKind, source: str, ref: str, values: SiteValues, account: Account) -> Site:
    """Store a new site.

    Raises:
        EditRefusedError: when a value does not hold, or kind, source and reference are taken.
    """
    _check(values, account)
    no_person(source, _("Nguồn"), "source")
    no_person(ref, _("Mã"), "ref")
    wait_for_other_imports()
    if Site.objects.filter(kind=kind, source=source, ref=ref).exists():
        raise EditRefusedError(
            _("Nguồn này đã có địa điểm mang mã đó; hãy dùng mã khác hoặc sửa mục cũ."), "ref"
        )
    site = Site(
        kind=kind, source=source, ref=ref, batch=record_by_hand(ImportBatch.Layer.SITES, source, account)
    )
    _assign(site, values)
    site.save()
    return site


@transaction.atomic
def correct(pk: int, version: int, values: SiteValues, reason: str, account: Account) -> Site:
    """Change a site, or close it by its last day.

    Raises:
        ChangedMeanwhileError: when somebody else was faster.
        EditRefusedError: when a value does not hold or nothing changed.
    """
    _check(values, account)
    no_person(reason, _("Lý do"), "reason")
    wait_for_other_imports()
    site = Site.objects.select_for_update(of=("self",)).select_related("kind").get(pk=pk)
    if version_of(site) != version:
        raise ChangedMeanwhileError
    before, after = told(site.kind_id, values_of(site)), told(site.kind_id, values)
    changes = {
        label: (before.get(label, "—"), after.get(label, "—"))
        for label in {**before, **after}
        if before.get(label) != after.get(label)
    }
    if not changes:
        raise EditRefusedError(_("Chưa có gì thay đổi; hãy sửa một mục rồi lưu lại."))
    _assign(site, values)
    with explained(site, reason, changes):
        site.save()
    return site


def values_of(site: Site) -> SiteValues:
    """Return what is stored of a site."""
    return SiteValues(site.name, site.geometry, site.valid_from, site.valid_to, site.attributes)


def told(kind: str, values: SiteValues) -> dict[str, str]:
    """Return the values under their labels, as the history shows them."""

    def day(value: datetime.date | None) -> str:
        return f"{value:%d/%m/%Y}" if value else "—"

    return {
        _("Tên"): values.name,
        _("Hình"): _shape_told(values.shape),
        _("Từ ngày"): day(values.valid_from),
        _("Đến trước ngày"): day(values.valid_to),
        **dict(attributes_told(kind, values.attributes)),
    }


def _shape_told(shape: GEOSGeometry) -> str:
    """Return a shape in few words: its type, vertices and a place on it to the decimetre."""
    names = {"Point": _("điểm"), "LineString": _("đường"), "Polygon": _("vùng")}
    at = shape if shape.geom_type == "Point" else shape.centroid
    place = f"{at.y:.6f}; {at.x:.6f}".replace(".", ",")
    kind = names.get(shape.geom_type.removeprefix("Multi"), shape.geom_type)
    return _("%(kind)s, %(vertices)s đỉnh, tại %(place)s") % {
        "kind": kind,
        "vertices": shape.num_coords,
        "place": place,
    }


def _check(values: SiteValues, account: Account) -> None:
    no_person(values.name, _("Tên"), "name")
    for label, text in attributes_told(
        "", {k: v for k, v in values.attributes.items() if isinstance(v, str)}
    ):
        no_person(text, label, f"attribute_{label}")
    if values.valid_from and values.valid_to and values.valid_to <= values.valid_from:
        raise EditRefusedError(_("Ngày kết thúc phải đứng sau ngày bắt đầu; hãy sửa lại."), "valid_to")
    in_jurisdiction(values.shape, account, "shape")


def _assign(site: Site, values: SiteValues) -> None:
    site.name, site.geometry = values.name, values.shape
    site.valid_from, site.valid_to = values.valid_from, values.valid_to
    site.attributes = dict(values.attributes)
