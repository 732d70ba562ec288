"""A screening measures from the border line in use on its day, however much later it is repeated."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from gis_app.screening import frontiers
from gis_app.screening.models import Frontier, FrontierSurvey
from gis_app.screening.rules.adjoining import RULE
from layers.border_lines import replace_line
from layers.models import BorderLine, SupersededLine
from tests.factories import BoundarySetFactory
from tests.screening.asking import AS_OF, ask, happened, moved
from tests.screening.test_rule_adjoining import NORTH, commune, line

pytestmark = pytest.mark.django_db
TOLERANCE_M = next(p.default for p in RULE.parameters if p.key == "tolerance_m")
BEFORE = AS_OF - datetime.timedelta(days=1)
AFTER = AS_OF + datetime.timedelta(days=1)
OLD_M, NEW_M = 10_917, 5_459  # a tenth of a degree of longitude at 11.3 N, and half of it


@pytest.fixture
def unit(db):
    return commune(BoundarySetFactory(), "75", 0, 2)


@pytest.fixture
def old(unit) -> BorderLine:
    """Drawn along the whole north of the commune."""
    return line((107.0, NORTH), (107.1, NORTH))


@pytest.fixture
def new(old) -> BorderLine:
    """The better drawing leaves the commune at its middle."""
    return line((106.9, NORTH), (107.05, NORTH), (107.1, NORTH + 0.1))


def replaced(old: BorderLine, new: BorderLine, day: datetime.date = AS_OF) -> None:
    replace_line(SupersededLine(line=old, by=new, document="QĐ (thử)", valid_from=day))


def faced(unit, day: datetime.date) -> tuple[list[int], float]:
    """Return the lines that the reasons of d.adjoining rest on, and the metres along them."""
    (result,) = ask(RULE, [unit], day, tolerance_m=1)
    lines = [item["id"] for item in result.evidence if item["layer"] == "border_line"]
    metres = [part["length_m"] for part in result.judgement.details["facing"] if part["faces"] == "border"]
    return lines, sum(metres)


def test_the_day_of_the_screening_decides_which_line_is_measured_from(unit, old, new):
    replaced(old, new)
    told = {day: faced(unit, day) for day in (BEFORE, AS_OF, AFTER)}
    assert [lines for lines, _metres in told.values()] == [[old.pk], [new.pk], [new.pk]]
    assert [metres for _lines, metres in told.values()] == pytest.approx([OLD_M, NEW_M, NEW_M], abs=25)


def test_an_earlier_screening_says_again_what_it_said(unit, old, request):
    for _ in range(3):
        happened(unit, "theft", moved((107.08, NORTH), 180, 500), BEFORE)
    (first,) = ask(RULE, [unit], BEFORE)
    assert first.judgement.outcome == "met"
    replaced(old, request.getfixturevalue("new"))
    (again,) = ask(RULE, [unit], BEFORE)
    assert (again.judgement, again.evidence) == (first.judgement, first.evidence)
    assert again.geometry.equals(first.geometry)
    (later,) = ask(RULE, [unit], AFTER)
    assert later.judgement.details["near"] == 0, "the new line leaves before the place where they gather"


def test_a_survey_belongs_to_the_lines_of_its_day(unit, old, request):
    kept = frontiers.survey(BEFORE, TOLERANCE_M)
    replaced(old, request.getfixturevalue("new"))
    assert frontiers.survey(BEFORE, TOLERANCE_M) == kept
    other = frontiers.survey(AS_OF, TOLERANCE_M)
    assert other != kept
    assert frontiers.survey(AFTER, TOLERANCE_M) == other


def test_edges_are_surveyed_again_once_another_line_counts_today(
    unit, old, new, django_capture_on_commit_callbacks
):
    today = timezone.localdate()
    with django_capture_on_commit_callbacks(execute=True):
        replaced(old, new, today + datetime.timedelta(days=1))
    ahead = FrontierSurvey.objects.count()
    assert set(Frontier.objects.exclude(border_line=None).values_list("border_line", flat=True)) == {old.pk}
    SupersededLine.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        replaced(old, new, today)
    assert FrontierSurvey.objects.count() == ahead + 1
    newest = FrontierSurvey.objects.latest("pk").frontiers.exclude(border_line=None)
    assert [frontier.border_line for frontier in newest] == [new]
