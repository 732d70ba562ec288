"""Which reports of a period leave with a pack, and why each other one does not.

Every report of the period that the pack's author sees is either in or named once, with the first reason that
applies. Read as the author sees them, whoever looks at the pack: a reviewer is shown cells and counts, not
reports.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from gis_app.border.board.agencies import below, own
from gis_app.border.board.marks import COARSE_M
from gis_app.border.board.seeing import visible_to
from gis_app.border.exchange.cells import without_telling_cells
from gis_app.border.exchange.grid import cell_of
from gis_app.border.exchange.preview import Entry, Preview
from gis_app.border.models import BorderReport, ExchangePack, LeavingRule, LeftOut, ReportStep, State
from gis_app.border.models.reports import BorderReportQuerySet
from layers.models import BorderLine

#: States that can only follow a confirmation; `closed` may also follow a refutation, which is asked apart.
CHOOSABLE = (State.CONFIRMED, State.HANDED_OVER, State.ACKNOWLEDGED, State.CLOSED)
USUAL_STATES = (State.CONFIRMED, State.CLOSED)
#: How deep the strip is that concerns the other side, unless the author sets it otherwise. Ours.
USUAL_DEPTH_M = 5_000
DEEPEST_M = 30_000

_Mark = BorderReport.Mark


@dataclass(frozen=True, slots=True)
class _Choice:
    """What a pack asks for, read once for all its reports."""

    province: str
    agencies: frozenset[int]
    kinds: frozenset[str]
    may_leave: dict[str, int]
    states: frozenset[str]
    sections: frozenset[int]
    lines: frozenset[str]


def select(pack: ExchangePack) -> Preview:
    """Return what would leave with the pack now, and what would not, from the reports as they are now."""
    choice = _choice_of(pack)
    entries = [_entry(report, choice) for report in _reports(pack)]
    told = without_telling_cells(entries, pack.last_day, pack.depth_m, choice.may_leave)
    return Preview.of(pack, told)


def reports_of(pack: ExchangePack) -> BorderReportQuerySet:
    """Return the reports of the period (days of Vietnam, both included) that the author sees."""
    zone = timezone.get_current_timezone()
    day_after = pack.last_day + datetime.timedelta(days=1)
    since, until = (
        datetime.datetime.combine(day, datetime.time(), zone) for day in (pack.first_day, day_after)
    )
    return visible_to(pack.author).filter(occurred_at__gte=since, occurred_at__lt=until)


def _reports(pack: ExchangePack) -> Iterable[BorderReport]:
    confirmed = ReportStep.objects.filter(report=OuterRef("pk"), act=ReportStep.Act.CONFIRM)
    found = reports_of(pack).select_related("kind__category", "unit").annotate(confirmed=Exists(confirmed))
    return found.defer("text", "unit__geometry", "unit__display_geometry").order_by("pk")


def _choice_of(pack: ExchangePack) -> _Choice:
    agencies = own(pack.agency_id)
    return _Choice(
        province=pack.province.code,
        agencies=agencies | below(agencies),
        kinds=frozenset(pack.kinds.values_list("pk", flat=True)),
        may_leave=dict(
            LeavingRule.objects.filter(may_leave=True)
            .exclude(kind__label_en="")
            .values_list("kind", "least_in_cell")
        ),
        states=frozenset(pack.states) & frozenset(CHOOSABLE),
        sections=frozenset(pack.sections.values_list("pk", flat=True)),
        # Replaced drawings too: a report names the one along which it was placed on its day.
        lines=frozenset(
            BorderLine.objects.filter(country=pack.counterpart.country).values_list("name", flat=True)
        ),
    )


def _entry(report: BorderReport, choice: _Choice) -> Entry:
    reason = _reason(report, choice)
    if reason is not None:
        return Entry(report.pk, reason)
    return Entry(
        report.pk,
        kind=report.kind_id,
        day=timezone.localdate(report.occurred_at),
        cell=cell_of(report.point.x, report.point.y),
    )


def _reason(report: BorderReport, choice: _Choice) -> LeftOut | None:
    """Return the first reason about the report itself, in the order of `LeftOut`; then its cell is asked."""
    asked: dict[LeftOut, Any] = {
        LeftOut.OTHER_PROVINCE: report.unit is None or report.unit.province_code != choice.province,
        LeftOut.OTHER_AGENCY: {report.author_agency_id, report.holder_id}.isdisjoint(choice.agencies),
        LeftOut.SENSITIVE: report.kind.is_sensitive,
        LeftOut.BARRED: report.kind_id not in choice.may_leave,
        LeftOut.KIND: report.kind_id not in choice.kinds,
        LeftOut.DOUBLE: report.same_as_id is not None,
        LeftOut.UNCONFIRMED: not report.confirmed,
        LeftOut.STATE: report.state not in choice.states,
        LeftOut.SECTION: bool(choice.sections) and report.section_id not in choice.sections,
        LeftOut.PLACE_UNKNOWN: report.distance_m is None or report.inside is None,
        LeftOut.OTHER_LINE: report.line_name not in choice.lines,
        LeftOut.BEYOND: report.inside is False,
        LeftOut.COARSE: (report.accuracy_m or 0.0) > COARSE_M,
        LeftOut.DAY_DOUBTFUL: _day_is_doubtful(report),
    }
    return next((reason for reason, applies in asked.items() if applies), None)


def _day_is_doubtful(report: BorderReport) -> bool:
    """Say whether the sender's clock leaves the day open."""
    if _Mark.FUTURE in report.marks:
        return True
    if _Mark.CLOCK not in report.marks:
        return False
    likely = report.occurred_at - (report.sent_at - report.received_at)
    return timezone.localdate(likely) != timezone.localdate(report.occurred_at)
