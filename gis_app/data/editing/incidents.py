"""One incident by hand: added, corrected, withdrawn. Places and counts follow in the same transaction.

Only categories that may be shown as points can be seen and changed one by one. A withdrawn case stays in the
database with its reason but counts nowhere, and can be put back.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.access.versions import explained, version_of
from gis_app.data.editing.checking import in_jurisdiction, no_person
from gis_app.data.editing.errors import ChangedMeanwhileError, EditRefusedError
from gis_app.data.editing.records import record_by_hand
from layers.importing.batches import wait_for_other_imports
from layers.importing.counts import recount
from layers.importing.duplicates import locate_one
from layers.models import AdminUnit, BoundarySet, ImportBatch, Incident, IncidentCategory
from layers.models.fields import SRID
from layers.reading.dates import EARLIEST, VIETNAM


@dataclass(frozen=True, slots=True)
class IncidentValues:
    """What a person says about an incident; the point is in degrees (WGS 84)."""

    category: IncidentCategory
    occurred_at: datetime.datetime
    lon: float
    lat: float
    deaths: int | None = None
    injuries: int | None = None


def visible(pk: int, account: Account) -> Incident | None:
    """Return an incident that the account may see by itself; also one that no longer counts."""
    incident = (
        Incident.objects.filter(pk=pk, category__in=IncidentCategory.objects.shown_as_points())
        .select_related("category", "batch", "duplicate_of")
        .first()
    )
    if incident is None or restrict(Incident.objects.filter(pk=pk), account).exists():
        return incident
    if incident.duplicate_of_id is None and not incident.withdrawn_reason:
        return None
    # Such a case has no commune any more; its point says whose it is.
    covering = AdminUnit.objects.communes().filter(
        boundary_set__status=BoundarySet.Status.ACTIVE, geometry__intersects=incident.point
    )
    return incident if restrict(covering, account).exists() else None


@transaction.atomic
def add(values: IncidentValues, source: str, ref: str, account: Account) -> Incident:
    """Store a new incident.

    Raises:
        EditRefusedError: when a value does not hold, or source and reference are taken.
    """
    _check(values, account)
    no_person(source, _("Nguồn"), "source")
    no_person(ref, _("Mã vụ việc"), "ref")
    wait_for_other_imports()
    if Incident.objects.filter(source=source, ref=ref).exists():
        raise EditRefusedError(
            _("Nguồn này đã có vụ việc mang mã đó; hãy dùng mã khác hoặc sửa vụ cũ."), "ref"
        )
    incident = Incident(
        source=source, ref=ref, batch=record_by_hand(ImportBatch.Layer.INCIDENTS, source, account)
    )
    _assign(incident, values)
    incident.save()
    recount(locate_one(incident), incident.category_id, incident.occurred_on)
    return incident


@transaction.atomic
def correct(pk: int, version: int, values: IncidentValues, reason: str, account: Account) -> Incident:
    """Change an incident.

    Args:
        pk: which.
        version: of the state that the person saw.
        values: as they should be.
        reason: why, for the history.
        account: who.

    Raises:
        ChangedMeanwhileError: when somebody else was faster.
        EditRefusedError: when a value does not hold or nothing changed.
    """
    _check(values, account)
    incident = _locked(pk, version, reason)
    if incident.duplicate_of_id is not None or incident.withdrawn_reason:
        raise EditRefusedError(_("Vụ việc này không còn được tính; hãy khôi phục trước khi sửa."))
    before = told(values_of(incident))
    changes = {
        field: (before[field], after) for field, after in told(values).items() if before[field] != after
    }
    if not changes:
        raise EditRefusedError(_("Chưa có gì thay đổi; hãy sửa một mục rồi lưu lại."))
    _uncount(incident)
    _assign(incident, values)
    with explained(incident, reason, changes):
        incident.save()
    recount(locate_one(incident), incident.category_id, incident.occurred_on)
    return incident


@transaction.atomic
def withdraw(pk: int, version: int, reason: str) -> Incident:
    """Take an incident that was entered in error out of every count; it stays in the database.

    Raises:
        EditRefusedError: when it does not count anyway.
    """
    incident = _locked(pk, version, reason)
    if incident.duplicate_of_id is not None or incident.withdrawn_reason:
        raise EditRefusedError(_("Vụ việc này đã không còn được tính."))
    _uncount(incident)
    incident.withdrawn_reason = reason
    with explained(incident, reason, {_("Tình trạng"): (_("còn hiệu lực"), _("đã rút"))}):
        incident.save(update_fields=["withdrawn_reason"])
    return incident


@transaction.atomic
def put_back(pk: int, version: int, reason: str) -> Incident:
    """Count a withdrawn incident again.

    Raises:
        EditRefusedError: when it was not withdrawn.
    """
    incident = _locked(pk, version, reason)
    if not incident.withdrawn_reason:
        raise EditRefusedError(_("Vụ việc này chưa bị rút."))
    incident.withdrawn_reason = ""
    with explained(incident, reason, {_("Tình trạng"): (_("đã rút"), _("còn hiệu lực"))}):
        incident.save(update_fields=["withdrawn_reason"])
    recount(locate_one(incident), incident.category_id, incident.occurred_on)
    return incident


def values_of(incident: Incident) -> IncidentValues:
    """Return what is stored of an incident."""
    return IncidentValues(
        category=incident.category,
        occurred_at=incident.occurred_at,
        lon=incident.point.x,
        lat=incident.point.y,
        deaths=incident.deaths,
        injuries=incident.injuries,
    )


def told(values: IncidentValues) -> Mapping[str, str]:
    """Return the values under their labels, as the history shows them."""

    def number(value: int | None) -> str:
        return _("không rõ") if value is None else str(value)

    facts = asdict(values)
    place = f"{values.lat:.6f}; {values.lon:.6f}".replace(".", ",")
    return {
        _("Loại vụ việc"): values.category.label,
        _("Thời gian"): values.occurred_at.astimezone(VIETNAM).strftime("%H:%M %d/%m/%Y"),
        _("Vĩ độ; kinh độ"): place,
        _("Số người chết"): number(facts["deaths"]),
        _("Số người bị thương"): number(facts["injuries"]),
    }


def _check(values: IncidentValues, account: Account) -> None:
    if values.category.precision != IncidentCategory.Precision.POINT:
        raise EditRefusedError(
            _("Loại vụ việc này chỉ thể hiện theo xã, không nhập từng vụ trên bản đồ; hãy nhập bằng tệp."),
            "category",
        )
    if not EARLIEST <= values.occurred_at <= timezone.now():
        raise EditRefusedError(
            _("Thời gian này ở tương lai hoặc trước năm 1945; hãy kiểm tra lại."), "occurred_at"
        )
    in_jurisdiction(Point(values.lon, values.lat, srid=SRID), account, "lat")


def _locked(pk: int, version: int, reason: str) -> Incident:
    no_person(reason, _("Lý do"), "reason")
    wait_for_other_imports()
    incident = Incident.objects.select_for_update(of=("self",)).select_related("category").get(pk=pk)
    if version_of(incident) != version:
        raise ChangedMeanwhileError
    return incident


def _uncount(incident: Incident) -> None:
    """Take an incident out of its communes and their counts, as it stands."""
    units = list(incident.locations.values_list("unit_id", flat=True))
    incident.locations.all().delete()
    recount(units, incident.category_id, incident.occurred_on)


def _assign(incident: Incident, values: IncidentValues) -> None:
    incident.category = values.category
    incident.occurred_at = values.occurred_at
    incident.occurred_on = values.occurred_at.astimezone(VIETNAM).date()
    incident.point = Point(values.lon, values.lat, srid=SRID)
    incident.deaths, incident.injuries = values.deaths, values.injuries
