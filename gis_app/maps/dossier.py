"""All that the program knows about one commune, for the panel of the map and the commune's own page."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import F, Prefetch, QuerySet
from django.db.models.functions import Least
from django.http import Http404
from django.utils import timezone
from django.utils.translation import get_language

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.maps import choosing
from gis_app.maps.incident_years import YearTable, year_table
from gis_app.screening.criteria import criterion_for
from gis_app.screening.models import Finding, Screening
from gis_app.transformation.models import KeyArea, StatusChange
from gis_app.transformation.same_ground import same_ground
from layers.models import AdminUnit, BoundarySet, Succession
from layers.models.boundaries import AdminUnitQuerySet


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding with the short name of its criterion in the language of the page."""

    finding: Finding
    label: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """A commune with its years in the programme, its findings, its incidents and where it comes from."""

    unit: AdminUnit
    areas: list[KeyArea]
    screening: Screening | None
    findings: list[FindingLine]
    incidents: YearTable
    made_of: list[Succession]
    became: list[Succession]

    @property
    def area_km2(self) -> float:
        """Return the geodesic area of the drawn boundary in km²."""
        return self.unit.area_m2 / 1_000_000


def communes_of_the_account(account: Account) -> AdminUnitQuerySet:
    """Return the communes of the sets in use, of any time, with set and province."""
    return restrict(
        AdminUnit.objects.communes().filter(boundary_set__status=BoundarySet.Status.ACTIVE), account
    ).select_related("boundary_set", "parent")


def commune_by_code(code: str, on: datetime.date, account: Account) -> AdminUnit:
    """Return the commune that bore the code on a day, or else the newest that ever did.

    Raises Http404 where the account sees none.
    """
    units = communes_of_the_account(account).filter(code=code).defer("geometry", "display_geometry")
    in_force = units.on(on).first()
    found = in_force or units.order_by("-valid_from", "-pk").first()
    if found is None:
        raise Http404
    return found


def dossier_of(unit: AdminUnit, screening: Screening | None, account: Account) -> Dossier:
    """Gather everything about a commune; without a screening, the newest that looked at it is taken."""
    language = get_language() or "vi"
    screening = screening or _newest_screening(unit, account)
    findings = []
    if screening is not None:
        rows = restrict(Finding.objects.filter(screening=screening, unit=unit), account)
        findings = [FindingLine(f, criterion_label(f.criterion, language)) for f in rows]
        order = {Finding.Outcome.MET: 0, Finding.Outcome.NO_DATA: 1, Finding.Outcome.NOT_MET: 2}
        findings.sort(key=lambda line: order[Finding.Outcome(line.finding.outcome)])
    return Dossier(
        unit=unit,
        areas=_areas(unit, account),
        screening=screening,
        findings=findings,
        incidents=year_table(unit, timezone.localdate(), account, language),
        made_of=_successions(Succession.objects.filter(new_unit=unit), "old_unit"),
        became=_successions(Succession.objects.filter(old_unit=unit), "new_unit"),
    )


def criterion_label(key: str, language: str) -> str:
    """Return the short name of a criterion, or its key for one that this version does not know."""
    criterion = criterion_for(key)
    return criterion.label.in_language("en" if language.startswith("en") else "vi") if criterion else key


def _newest_screening(unit: AdminUnit, account: Account) -> Screening | None:
    return choosing.screenings(account).filter(findings__unit=unit).order_by("-run_at", "-pk").first()


def _areas(unit: AdminUnit, account: Account) -> list[KeyArea]:
    """Return the years in the programme of the commune, also under an earlier or later boundary set."""
    changes = StatusChange.objects.select_related("decision").order_by("effective_on", "pk")
    same = same_ground([unit.pk]).get(unit.pk, frozenset({unit.pk}))
    return list(
        restrict(KeyArea.objects.filter(unit__in=same), account)
        .select_related("plan_year__plan", "unit")
        .defer("unit__geometry", "unit__display_geometry")
        .prefetch_related(Prefetch("changes", changes))
        .order_by("-plan_year__year", "plan_year__plan")
    )


def _successions(rows: QuerySet[Succession], other: str) -> list[Succession]:
    """Return successions with their other end, largest share first.

    `part_of_new` is how much of the new unit's ground came from the old one, `ground` that in m²; two
    drawings of one boundary seldom agree, so that the parts of a unit may not add up to 1 exactly.

    Names of the units that a commune came from or went to are public decrees, not data of a jurisdiction.
    """
    return list(
        rows.select_related(other, f"{other}__parent")
        .defer(*(f"{other}__{field}" for field in ("geometry", "display_geometry")))
        .annotate(
            ground=F("area_share") * F("old_unit__area_m2"),
            part_of_new=Least(F("ground") / F("new_unit__area_m2"), 1.0),
        )
        .order_by("-ground", f"{other}__name")
    )
