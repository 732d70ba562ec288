"""Run the criteria of a plan over communes, and keep the result as a record."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.formats.numbers import date as written
from gis_app.plans.models import Plan, PlanVersion
from gis_app.screening.asking import ask, one_picture
from gis_app.screening.candidacy import Standing, standings
from gis_app.screening.criteria import criteria_of, settings_of
from gis_app.screening.models import Candidacy, Screening
from gis_app.screening.parameters import Chosen, Overrides, choose
from gis_app.screening.provenance import data_cutoff, software_versions
from gis_app.screening.rules.shape import Criterion, Question, Result
from gis_app.screening.storing import store_findings
from gis_app.screening.territory import Territory
from layers.models import AdminUnit, BoundarySet

FIRST_YEAR, LAST_YEAR = 2000, 2100


class ScreeningError(ValueError):
    """A screening that cannot be run as asked; the text is a sentence for the user."""


@dataclass(frozen=True)
class Outcome:
    """What a run found, before it is stored (or instead of being stored)."""

    plan_version: PlanVersion
    year: int
    as_of: datetime.date
    units: list[AdminUnit]
    territory: Territory
    parameters: dict[str, dict[str, Chosen]]
    results: dict[str, list[Result]]
    standings: list[Standing]

    @property
    def boundary_sets(self) -> list[BoundarySet]:
        """Return the sets that the communes belong to, newest first."""
        return list(BoundarySet.objects.filter(pk__in={unit.boundary_set_id for unit in self.units}))


def screen(
    plan: Plan | str,
    year: int,
    as_of: datetime.date | None = None,
    account: Account | None = None,
    parameters: Overrides | None = None,
    units: Collection[AdminUnit] | None = None,
    province: str = "",
) -> Screening:
    """Run all criteria of the plan and of the regulations in force, and store the findings.

    Args:
        plan: the plan or its id; its newest version is used.
        year: year for which areas are to be selected.
        as_of: last day of the data; the last day of the year, or today if that is earlier, if not given.
        account: who runs it; only communes of the account's jurisdiction are screened. None is the command
            line on the server.
        parameters: values that differ from the plan's, by criterion and key.
        units: only these communes (still within force, jurisdiction and territory).
        province: code of another province than the plan's own.

    Returns:
        The stored screening; all of it is written in one transaction.

    Raises:
        ScreeningError: no such plan, a year or day out of range, or no commune to screen.
        ParameterError: a parameter that is unknown or out of bounds.
    """
    with one_picture():
        outcome = preview(plan, year, as_of, account, parameters, units, province)
        screening = Screening.objects.create(
            plan_version=outcome.plan_version,
            year=outcome.year,
            as_of=outcome.as_of,
            territory=outcome.territory.as_json(),
            parameters={
                criterion: {key: chosen.as_json() for key, chosen in values.items()}
                for criterion, values in outcome.parameters.items()
            },
            data_cutoff=data_cutoff(),
            versions=software_versions(),
            run_by=account,
        )
        screening.boundary_sets.set(outcome.boundary_sets)
        store_findings(screening, outcome.results)
        Candidacy.objects.bulk_create(
            (_candidacy(screening, standing) for standing in outcome.standings), batch_size=1000
        )
    return screening


def preview(
    plan: Plan | str,
    year: int,
    as_of: datetime.date | None = None,
    account: Account | None = None,
    parameters: Overrides | None = None,
    units: Collection[AdminUnit] | None = None,
    province: str = "",
) -> Outcome:
    """Answer what `screen` would find, without storing it; arguments and errors are the same."""
    plan = find_plan(plan)
    version = plan.version_for(year)
    check_year(year)
    day = check_day(as_of, year)
    criteria = criteria_of(version, day)
    chosen = choose(plan, settings_of(criteria), parameters)
    communes, territory = communes_to_screen(plan, day, account, units, province)
    ids = tuple(sorted(unit.pk for unit in communes))
    results = answers(version, criteria, ids, day, chosen)
    return Outcome(
        version, year, day, communes, territory, chosen, results, standings(version, ids, day, results)
    )


def answers(
    version: PlanVersion,
    criteria: Iterable[Criterion],
    unit_ids: tuple[int, ...],
    day: datetime.date,
    chosen: Mapping[str, Mapping[str, Chosen]],
) -> dict[str, list[Result]]:
    """Ask the criteria about communes (primary keys), with the plan's wording and the chosen parameters."""
    criteria = list(criteria)
    results = ask(
        [
            (
                criterion,
                Question(
                    unit_ids,
                    day,
                    {key: setting.value for key, setting in chosen[criterion.settings_key].items()},
                    (version.criterion(criterion.key) or {}).get("covers", {}),
                ),
            )
            for criterion in criteria
        ]
    )
    return {criterion.key: results[criterion.key] for criterion in criteria}


def find_plan(plan: Plan | str) -> Plan:
    """Return the plan with an id.

    Raises:
        ScreeningError: there is none; the sentence lists the ids that exist.
    """
    if isinstance(plan, Plan):
        return plan
    found = Plan.objects.filter(pk=plan).first()
    if found is None:
        raise ScreeningError(
            _("Không có kế hoạch “%(id)s”; các kế hoạch hiện có: %(ids)s.")
            % {"id": plan, "ids": ", ".join(Plan.objects.order_by("id").values_list("id", flat=True))}
        )
    return found


def check_day(as_of: datetime.date | None, year: int) -> datetime.date:
    """Return the last day of the data: as given, or the end of the year if that is not in the future.

    Raises:
        ScreeningError: the day has not come yet.
    """
    today = timezone.localdate()
    if as_of is None:
        return min(today, datetime.date(year, 12, 31))
    if as_of > today:
        raise ScreeningError(
            _("Ngày số liệu %(day)s ở tương lai; hãy chọn từ hôm nay (%(today)s) trở về trước.")
            % {"day": written(as_of), "today": written(today)}
        )
    return as_of


def check_year(year: int) -> None:
    """Make sure that the year is one that areas can be selected for.

    Raises:
        ScreeningError: it is out of range.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ScreeningError(
            _("Năm %(year)s ngoài khoảng %(first)s–%(last)s; hãy chọn lại.")
            % {"year": year, "first": FIRST_YEAR, "last": LAST_YEAR}
        )


def communes_to_screen(
    plan: Plan,
    day: datetime.date,
    account: Account | None,
    units: Collection[AdminUnit] | None = None,
    province: str = "",
) -> tuple[list[AdminUnit], Territory]:
    """Return the communes to screen and which they are; arguments as for `screen`.

    Raises:
        ScreeningError: there is none.
    """
    code = province or plan.province_code
    in_force = AdminUnit.objects.communes().on(day).defer("geometry", "display_geometry")
    visible = restrict(in_force, account)
    if units is not None:
        visible = visible.filter(pk__in=[unit.pk for unit in units])
    communes = list(visible.of_province(code))
    if communes:
        return communes, Territory(code, _province_name(code, day), len(communes))
    if not province and not in_force.of_province(code).exists():
        communes = list(visible)
    if communes:
        return communes, Territory(code, "", len(communes), whole=False)
    raise ScreeningError(
        _(
            "Không có xã, phường nào của tỉnh mã %(code)s có hiệu lực ngày %(day)s trong phạm vi của bạn; "
            "hãy nạp ranh giới hoặc chọn ngày khác."
        )
        % {"code": code, "day": written(day)}
    )


def _province_name(code: str, day: datetime.date) -> str:
    province = AdminUnit.objects.provinces().on(day).filter(code=code).first()
    return province.full_name if province else ""


def _candidacy(screening: Screening, standing: Standing) -> Candidacy:
    return Candidacy(
        screening=screening,
        unit_id=standing.unit_id,
        status=standing.status,
        met=standing.met,
        reason_vi=standing.reason.vi,
        reason_en=standing.reason.en,
        evidence=standing.evidence,
    )
