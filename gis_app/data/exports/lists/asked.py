"""Which incidents and sites a filter asks for: the rows of an export and of the list on the screen alike."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.data.exports.errors import ExportRefusedError
from gis_app.data.exports.filters import Filters, Presence, Standing
from layers.models import AdminUnit, BoundarySet, Incident, IncidentCategory, Site
from layers.models.incidents import IncidentQuerySet
from layers.models.sites import SiteQuerySet

_FIRST_DAY = datetime.date(1900, 1, 1)


def single_incidents(filters: Filters, account: Account | None) -> IncidentQuerySet:
    """Return the incidents that may be shown one by one.

    Raises:
        ExportRefusedError: for a category that is never shown so.
    """
    for category in filters.categories:
        if category.precision != IncidentCategory.Precision.POINT:
            raise ExportRefusedError(refusal(category))
    categories = filters.categories or IncidentCategory.objects.shown_as_points()
    return incidents_of([category.pk for category in categories], filters, account)


def refusal(category: IncidentCategory) -> str:
    """Return why the cases of a category are not shown one by one, and what is shown instead."""
    return _("“%(category)s” không được xuất từng vụ; hãy xuất số vụ theo xã.") % {"category": category.label}


def incidents_of(categories: Sequence[str], filters: Filters, account: Account | None) -> IncidentQuerySet:
    """Return the incidents of some categories within the days, the place and the origin of the filter."""
    until = (filters.last_day or filters.on) + datetime.timedelta(days=1)
    rows = Incident.objects.between(filters.since or _FIRST_DAY, until).filter(category__in=categories)
    if filters.source:
        rows = rows.filter(source=filters.source)
    if filters.batch is not None:
        rows = rows.filter(batch=filters.batch)
    if filters.standing == Standing.COUNTED:
        rows = restrict(rows, account)
        return rows if filters.commune is None else rows.filter(locations__unit=filters.commune)
    rows = rows.withdrawn() if filters.standing == Standing.WITHDRAWN else rows.duplicates()
    communes = AdminUnit.objects.communes().filter(boundary_set__status=BoundarySet.Status.ACTIVE)
    if filters.commune is not None:
        communes = communes.filter(pk=filters.commune.pk)
    return rows.at_points_of(restrict(communes, account))


def sites(filters: Filters, account: Account | None) -> SiteQuerySet:
    """Return the sites of the chosen kinds, place and origin that exist, are gone, or ever were."""
    rows = Site.objects.all()
    if filters.presence == Presence.ON_DAY:
        rows = rows.on(filters.on)
    elif filters.presence == Presence.CLOSED:
        rows = rows.closed_by(filters.on)
    if filters.kinds:
        rows = rows.filter(kind__in=[kind.pk for kind in filters.kinds])
    if filters.source:
        rows = rows.filter(source=filters.source)
    if filters.batch is not None:
        rows = rows.filter(batch=filters.batch)
    rows = restrict(rows, account)
    return rows if filters.commune is None else rows.filter(geometry__intersects=filters.commune.geometry)
