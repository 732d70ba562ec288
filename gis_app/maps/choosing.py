"""Which plan, year, day and screening a map shows: what was asked for, or the best there is."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.maps import parameters
from gis_app.plans.models import PlanVersion
from gis_app.plans.territory import communes_of
from gis_app.screening.models import Finding, Screening
from gis_app.transformation.models import PlanYear


@dataclass(frozen=True, slots=True)
class Choice:
    """One plan on one day, in one year of its cycle or (None) over all its years.

    The plan is None where the jurisdiction has none. Over all years each commune shows its newest status.
    """

    version: PlanVersion | None
    year: int | None
    on: datetime.date


def years_of(version: PlanVersion) -> list[int]:
    """Return the years of the plan's cycle, newest first."""
    return list(
        PlanYear.objects.filter(plan_id=version.plan_id).order_by("-year").values_list("year", flat=True)
    )


def year_to_hand_over(years: list[int]) -> int | None:
    """Return the year that the one-file map shows when none is chosen: the running one, else the newest."""
    this_year = timezone.localdate().year
    return this_year if this_year in years else next(iter(years), None)


def usual_day(year: int | None) -> datetime.date:
    """Return the day on which a year is looked at: today, or its last day once it is over."""
    today = timezone.localdate()
    return today if year is None or year >= today.year else datetime.date(year, 12, 31)


def choose(query: QueryDict, versions: list[PlanVersion]) -> Choice:
    """Return what `plan`, `year` and `date` ask for; without a year, all years as they stand today.

    Raises BadParameterError for a value that cannot be read and for a plan that is not the account's.
    """
    asked = query.get("plan", "")
    version = next((v for v in versions if v.plan_id == asked), None) if asked else next(iter(versions), None)
    if asked and version is None:
        raise parameters.BadParameterError(
            _("Kế hoạch “%(plan)s” không có ở địa bàn phụ trách của bạn.") % {"plan": asked[:60]}
        )
    year = parameters.whole_number(query, "year", 2000, 2100)
    return Choice(version, year, parameters.day(query, "date") or usual_day(year))


def screenings(account: Account) -> QuerySet[Screening]:
    """Return the screenings that found something about a commune of the account, newest first."""
    seen = restrict(Finding.objects.filter(screening=OuterRef("pk")), account)
    return Screening.objects.filter(Exists(seen)).select_related("plan_version__plan")


def chosen_screening(query: QueryDict, account: Account) -> Screening | None:
    """Return the screening that `screening` names, None where it is absent.

    Raises BadParameterError for what is not a number and Http404 for a screening of another jurisdiction.
    """
    number = parameters.whole_number(query, "screening", 1, 2**62)
    if number is None:
        return None
    found = screenings(account).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def territory_on(choice: Choice) -> list[str]:
    """Return the codes of the provinces that the choice's plan covers on its day, as communes bear them."""
    if choice.version is None:
        return []
    communes = communes_of(choice.version, choice.on).order_by()
    return list(communes.values_list("province_code", flat=True).distinct())
