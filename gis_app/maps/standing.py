"""Where a jurisdiction stands: plans and their cap, incidents against the year before, last work."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.maps import choosing
from gis_app.maps.shapes import communes_on
from gis_app.plans.cap_groups import Caps, caps_for
from gis_app.plans.models import PlanVersion
from gis_app.plans.territory import communes_of
from gis_app.screening.window import Window, months_before
from gis_app.statistics.counts import CountChange, change
from gis_app.transformation.cap_use import CapUse, use_of
from gis_app.transformation.cycle import COUNTED
from gis_app.transformation.models import KeyArea, PlanYear
from gis_app.transformation.palette import STYLES, StatusStyle
from layers.models import AdminUnit, ImportBatch, Incident, IncidentCategory, IncidentLocation, Site


@dataclass(frozen=True, slots=True)
class PlanStanding:
    """A year of a plan: its cap, how many areas count against it, and how many have which status.

    `whole` is false where the account sees only a part of the territory: its areas are then not all that
    count against the cap.
    """

    version: PlanVersion
    year: int
    on: datetime.date
    use: CapUse
    whole: bool
    statuses: list[tuple[StatusStyle, int]]

    @property
    def cap(self) -> Caps:
        """Return the caps of the year, by group."""
        return self.use.caps

    @property
    def note(self) -> str:
        """Return on which units the percentage is taken."""
        return self.cap.note()

    @property
    def counted(self) -> int:
        """Return how many areas count against the caps."""
        return self.use.selected

    @property
    def excess(self) -> int:
        """Return by how many areas caps are exceeded."""
        return self.use.excess

    @property
    def outside_period(self) -> bool:
        """Say whether the plan's own period does not include the year."""
        return not self.version.covers_year(self.year)


@dataclass(frozen=True, slots=True)
class CategoryTrend:
    """Incidents of a category in the newest twelve months and the twelve before; None is unknown."""

    category: IncidentCategory
    now: int | None
    before: int | None

    @property
    def change(self) -> CountChange | None:
        """Return the later count against the earlier one, None where one of the two is unknown."""
        return None if self.now is None or self.before is None else change(self.now, self.before)


@dataclass(frozen=True, slots=True)
class Trend:
    """Two windows of twelve months and what each holds; `newest` is the day of the last incident known."""

    newest: datetime.date
    now: Window
    before: Window
    rows: list[CategoryTrend]


@dataclass(frozen=True, slots=True)
class YearCounts:
    """A year of a plan with how many of its areas have which status today."""

    version: PlanVersion
    year: int
    statuses: list[tuple[StatusStyle, int]]


def plan_standing(version: PlanVersion, year: int, account: Account) -> PlanStanding:
    """Return where a year of a plan stands today, or on the last day of a year that is over."""
    on = choosing.usual_day(year)
    areas = restrict(
        KeyArea.objects.filter(plan_year__plan_id=version.plan_id, plan_year__year=year), account
    )
    counts = Counter(areas.with_status_on(on).exclude(status_on=None).values_list("status_on", flat=True))
    territory = communes_of(version, on)
    return PlanStanding(
        version=version,
        year=year,
        on=on,
        use=use_of(
            caps_for(version, on),
            selected=areas.with_district().with_status_on(on).filter(status_on__in=COUNTED),
        ),
        whole=not territory.exclude(pk__in=communes_on(on, account)).exists(),
        statuses=[(style, counts[style.key]) for style in STYLES if counts[style.key]],
    )


def all_years(versions: list[PlanVersion], account: Account) -> list[YearCounts]:
    """Return every year of the plans that has a list, by plan and newest first; two queries."""
    counted: dict[tuple[str, int], Counter[str]] = defaultdict(Counter)
    for year in PlanYear.objects.filter(plan__in=[version.plan_id for version in versions]):
        counted[year.plan_id, year.year] = Counter()
    areas = restrict(KeyArea.objects.filter(plan_year__plan__in=[v.plan_id for v in versions]), account)
    for plan, year, status, count in (
        areas.order_by()
        .values_list("plan_year__plan", "plan_year__year", "status")
        .annotate(count=Count("pk"))
    ):
        counted[plan, year][status] = count
    return [
        YearCounts(version, year, [(style, counts[style.key]) for style in STYLES if counts[style.key]])
        for version in versions
        for (plan, year), counts in sorted(counted.items(), key=lambda item: -item[0][1])
        if plan == version.plan_id
    ]


def trend(account: Account) -> Trend | None:
    """Compare the twelve months that end with the newest known incident with the twelve before.

    Rows whose change is more than chance come first, then the most frequent ones. A category counts as
    reported in a window when anyone in the provinces of the account reported one; else its figure is
    unknown. Categories about victims are left out: they are only shown per commune and year.
    """
    mine = restrict(Incident.objects.all(), account)
    newest = mine.aggregate(day=Max("occurred_on"))["day"]
    if newest is None:
        return None
    now = Window.of_months(12, newest)
    before = Window.of_months(12, months_before(newest, 12))
    in_now = Q(occurred_on__gte=now.since, occurred_on__lt=now.until)
    in_before = Q(occurred_on__gte=before.since, occurred_on__lt=before.until)
    totals = {"now": Count("pk", filter=in_now), "before": Count("pk", filter=in_before)}
    both = Q(occurred_on__gte=before.since, occurred_on__lt=now.until)
    counts = {
        row["category_id"]: row
        for row in mine.filter(both).order_by().values("category_id").annotate(**totals)
    }
    reported = {
        row["category_id"]: row
        for row in _of_the_provinces(account).filter(both).order_by().values("category_id").annotate(**totals)
    }
    rows = []
    for category in IncidentCategory.objects.exclude(precision=IncidentCategory.Precision.COMMUNE_YEAR):
        known = reported.get(category.pk)
        if known is None or not (known["now"] or known["before"]):
            continue
        own = counts.get(category.pk, {"now": 0, "before": 0})
        rows.append(
            CategoryTrend(
                category,
                own["now"] if known["now"] else None,
                own["before"] if known["before"] else None,
            )
        )
    rows.sort(key=lambda row: (not (row.change and row.change.direction), -(row.now or 0)))
    return Trend(newest, now, before, rows)


def _of_the_provinces(account: Account) -> QuerySet[Incident]:
    """Return the incidents of the whole provinces of the account, which tell what is reported."""
    provinces = restrict(AdminUnit.objects.communes(), account).order_by().values("province_code").distinct()
    located = IncidentLocation.objects.filter(unit__province_code__in=provinces)
    return Incident.objects.filter(pk__in=located.values("incident_id"))


def last_imports(account: Account, limit: int) -> list[ImportBatch]:
    """Return the newest imports that brought something the account sees."""
    batch = {"batch": OuterRef("pk")}
    units = restrict(AdminUnit.objects.filter(boundary_set__batch=OuterRef("pk")), account)
    return list(
        ImportBatch.objects.filter(
            Exists(restrict(Incident.objects.filter(**batch), account))
            | Exists(restrict(Site.objects.filter(**batch), account))
            | Exists(units)
        ).order_by("-imported_at")[:limit]
    )
