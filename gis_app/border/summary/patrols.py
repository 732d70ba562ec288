"""Patrols on the sheet: today's, last week's, those nobody marked; and where nobody passed for a week."""

from __future__ import annotations

from dataclasses import dataclass

from gis_app.access.models import Account
from gis_app.border.models import Patrol
from gis_app.border.patrols.gaps import Gap, longest_gaps
from gis_app.border.patrols.reading import DAYS, REACH_M, SectionCoverage, coverage_of, first_day
from gis_app.border.patrols.seeing import visible_to
from gis_app.border.strip.placing import Strip
from gis_app.border.summary.standing import Standing

#: What fits the sheet; the page of patrols has the rest.
MOST = 5


@dataclass(frozen=True, slots=True)
class PatrolWeek:
    """Patrols of the agency, and what of its sections nobody came near in the last 7 days.

    Attributes:
        today: planned for the day, done or not.
        done: how many took place in the last 7 days; `joint` of them with more than one agency.
        overdue: planned for earlier days and not marked.
        sections: the coverage of each section.
        gaps: the longest first.
    """

    today: tuple[Patrol, ...]
    done: int
    joint: int
    overdue: int
    sections: tuple[SectionCoverage, ...]
    gaps: tuple[Gap, ...]

    @property
    def unknown(self) -> tuple[SectionCoverage, ...]:
        """Return the sections of which nobody ever recorded a patrol."""
        return tuple(each for each in self.sections if each.share is None)


def patrol_week(standing: Standing, account: Account, strip: Strip) -> PatrolWeek:
    """Return the patrols of the sheet, as far as the account sees them."""
    parties = Patrol.agencies.through.objects.filter(agency__in=standing.agencies).values("patrol")
    patrols = visible_to(account).filter(pk__in=parties).with_parties()
    today = patrols.filter(planned_on=strip.day).exclude(state=Patrol.State.CANCELLED)
    done = list(patrols.done_between(first_day(strip.day, DAYS), strip.day))
    mine = {section.pk for section in standing.sections}
    covered = [each for each in coverage_of(strip, account) if each.section.pk in mine]
    return PatrolWeek(
        today=tuple(today.order_by("pk")),
        done=len(done),
        joint=sum(len(patrol.agencies.all()) > 1 for patrol in done),
        overdue=patrols.overdue(strip.day).count(),
        sections=tuple(covered),
        gaps=tuple(longest_gaps(strip, covered, days=DAYS, reach_m=REACH_M, most=MOST)),
    )
