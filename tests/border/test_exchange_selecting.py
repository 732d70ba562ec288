"""Which reports leave: every report of the period is in, or named once with the first reason."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError

from gis_app.access.models import Agency
from gis_app.border.board import handling
from gis_app.border.board.steps import Act
from gis_app.border.exchange.grid import cell_of
from gis_app.border.exchange.selecting import select
from gis_app.border.models import BorderReport, LeavingRule, LeftOut, ReportKind
from layers.models import BorderLine
from tests.border.force import WEST
from tests.border.packs import NEAR, draft, noon, told

pytestmark = pytest.mark.django_db


def reasons(pack) -> dict:
    """Return why each report is not in a pack; None for what is in."""
    return {entry.report: entry.left_out for entry in select(pack).entries}


def test_a_confirmed_report_leaves_by_kind_day_and_cell(force):
    report = told(force)
    (entry,) = select(draft(force)).leaving
    assert (entry.report, entry.kind) == (report.pk, "smuggling")
    assert entry.day == noon().date()
    assert entry.cell == cell_of(*NEAR)


def test_every_report_of_the_period_is_in_or_named_once(force):
    """One report for each reason that a report itself can have, all in one pack."""
    inside = told(force)
    closed = told(force)
    handling.move(closed.pk, Act.CLOSE, force.east, "xong")
    refuted = force.report(at=NEAR, occurred_at=noon())
    handling.move(refuted.pk, Act.VERIFY, force.east)
    handling.move(refuted.pk, Act.REFUTE, force.east, "không có gì")
    refuted_and_closed = force.report(at=NEAR, occurred_at=noon())
    for act, text in ((Act.VERIFY, ""), (Act.REFUTE, "không có gì"), (Act.CLOSE, "thôi")):
        handling.move(refuted_and_closed.pk, act, force.east, text)
    fresh = force.report(at=NEAR, occurred_at=noon())
    given_on = told(force)
    handling.hand_over(given_on.pk, force.police.agency, force.east)
    elsewhere = told(force, at=WEST)
    handling.share(elsewhere.pk, force.command.agency, force.east)
    foreign = told(force, account=force.police, text="Việc của công an xã")
    handling.share(foreign.pk, force.command.agency, force.police)
    victims = told(force, kind="human_trafficking")
    barred = told(force, kind="suspicious")
    unchosen = told(force, kind="fire")
    deep = told(force, at=(107.05, 11.11))
    beyond = told(force, at=(107.05, 11.203))
    coarse = told(force, accuracy_m=900.0)
    outside = told(force, days_ago=30)
    twice = told(force)
    BorderReport.objects.filter(pk=twice.pk).update(same_as=inside)

    pack = draft(force)
    preview = select(pack)
    found = reasons(pack)
    assert found == {
        inside.pk: None,
        closed.pk: None,
        refuted.pk: LeftOut.UNCONFIRMED,
        refuted_and_closed.pk: LeftOut.UNCONFIRMED,
        fresh.pk: LeftOut.UNCONFIRMED,
        given_on.pk: LeftOut.STATE,
        elsewhere.pk: LeftOut.OTHER_PROVINCE,
        foreign.pk: LeftOut.OTHER_AGENCY,
        victims.pk: LeftOut.SENSITIVE,
        barred.pk: LeftOut.BARRED,
        unchosen.pk: LeftOut.KIND,
        deep.pk: LeftOut.TOO_DEEP,
        beyond.pk: LeftOut.BEYOND,
        coarse.pk: LeftOut.COARSE,
        twice.pk: LeftOut.DOUBLE,
    }
    assert outside.pk not in found
    assert preview.total == len(preview.entries) == 15
    assert sum(count for _reason, count in preview.left_out()) + len(preview.leaving) == preview.total


def test_a_section_that_was_not_chosen_stays(force):
    report = told(force)
    section = report.section
    assert section is not None
    west = section.line.sections.exclude(pk=section.pk).get()
    assert reasons(draft(force, sections=[section])) == {report.pk: None}
    assert reasons(draft(force, sections=[west])) == {report.pk: LeftOut.SECTION}


def test_a_report_without_a_known_line_stays(force):
    report = told(force)
    BorderReport.objects.filter(pk=report.pk).update(distance_m=None, line_name="")
    assert reasons(draft(force)) == {report.pk: LeftOut.PLACE_UNKNOWN}


def test_a_line_with_another_country_is_another_matter(force):
    report = told(force)
    BorderLine.objects.update(country="Lào")
    assert reasons(draft(force)) == {report.pk: LeftOut.OTHER_LINE}


@pytest.mark.parametrize(("hour", "fast", "left_out"), [(23, 3, None), (1, 3, LeftOut.DAY_DOUBTFUL)])
def test_a_clock_that_leaves_the_day_open_keeps_a_report_in(force, hour, fast, left_out):
    """A clock three hours fast: 23 h was 20 h of the same day, 1 h was 22 h of the day before."""
    report = told(force)
    at = noon().replace(hour=hour)
    BorderReport.objects.filter(pk=report.pk).update(
        occurred_at=at, sent_at=report.received_at + datetime.timedelta(hours=fast), marks=["clock"]
    )
    assert reasons(draft(force)) == {report.pk: left_out}


def test_the_day_is_that_of_vietnam(force):
    """Half past midnight in Vietnam is still the day before in UTC."""
    told(force, occurred_at=noon().replace(hour=0, minute=30))
    (entry,) = select(draft(force)).leaving
    assert entry.day == noon().date()


def test_a_cell_with_too_few_of_a_kind_is_not_told(force):
    LeavingRule.objects.filter(kind="smuggling").update(least_in_cell=2)
    one, other = told(force), told(force, days_ago=4)
    alone = told(force, at=(107.08, 11.19))
    assert reasons(draft(force)) == {one.pk: None, other.pk: None, alone.pk: LeftOut.TOO_FEW}


def test_the_depth_is_asked_of_the_cell_not_of_the_place(force):
    """Two places of one cell, on both sides of the depth: both leave or neither, so that nothing is told."""
    cell = cell_of(107.05, 11.17)
    shape = cell.outline.bounds
    near, far = (107.0501, shape[3] - 0.0005), (107.0501, shape[1] + 0.0005)
    assert cell_of(*near) == cell_of(*far) == cell
    one, other = told(force, at=near), told(force, at=far)
    assert one.distance_m + 700 < other.distance_m
    for depth in range(int(one.distance_m) - 600, int(other.distance_m) + 600, 150):
        found = reasons(draft(force, depth_m=depth))
        assert found[one.pk] == found[other.pk], depth


def test_a_cell_of_which_hardly_anything_is_ours_would_tell_the_place(force):
    """The line runs at 11.2; the cell that ends just beyond it from the south is the one that is told."""
    tops = {}
    for step in range(20):
        at = (107.01 + 0.004 * step, 11.1995)
        cell = cell_of(*at)
        tops[at] = cell.outline.bounds[1]
    slim = min(tops, key=lambda at: 11.2 - tops[at])
    report = told(force, at=slim)
    share = (11.2 - tops[slim]) * 111_000 / 1000
    expected = LeftOut.SLIVER if share < 0.25 else None
    assert reasons(draft(force)) == {report.pk: expected}


def test_rules_are_data_but_victims_never_leave(force):
    report = told(force, kind="human_trafficking")
    rule = LeavingRule.objects.get(kind="human_trafficking")
    rule.may_leave = True
    with pytest.raises(ValidationError):
        rule.full_clean()
    rule.save()
    pack = draft(force, kinds=("human_trafficking", "smuggling"))
    assert reasons(pack) == {report.pk: LeftOut.SENSITIVE}


def test_what_is_shown_by_commune_only_leaves_when_an_office_decided_it(force):
    report = told(force, kind="drug")
    pack = draft(force, kinds=("drug",))
    assert reasons(pack) == {report.pk: LeftOut.BARRED}
    LeavingRule.objects.filter(kind="drug").update(may_leave=True, source="Quyết định 12/QĐ")
    assert reasons(pack) == {report.pk: None}


def test_a_kind_without_a_rule_or_an_english_name_does_not_leave(force):
    for key, label_en in (("added", "Added"), ("unnamed", "")):
        ReportKind.objects.create(key=key, label="Loại mới", label_en=label_en)
    LeavingRule.objects.create(kind_id="unnamed", may_leave=True, source="thử")
    added, unnamed = told(force, kind="added"), told(force, kind="unnamed")
    pack = draft(force, kinds=("added", "unnamed"))
    assert reasons(pack) == {added.pk: LeftOut.BARRED, unnamed.pk: LeftOut.BARRED}
    with pytest.raises(ValidationError):
        LeavingRule.objects.get(kind="unnamed").full_clean()


def test_a_report_moved_by_an_answer_leaves_from_its_new_place(force):
    report = told(force, accuracy_m=900.0)
    handling.settle_place(report.pk, force.east, "đã xem lại", 107.06, 11.19)
    (entry,) = select(draft(force)).leaving
    assert entry.cell == cell_of(107.06, 11.19)


def test_two_packs_tell_a_report_alike(force):
    """Differencing packs of overlapping periods finds the same cell and the same day."""
    report = told(force)
    today = noon(0).date()
    packs = [
        draft(force, first_day=today - datetime.timedelta(days=days), depth_m=depth)
        for days, depth in ((10, 5_000), (4, 3_000), (3, 20_000))
    ]
    told_of = {(entry.kind, entry.day, entry.cell) for pack in packs for entry in select(pack).leaving}
    assert len(told_of) == 1
    assert all(reasons(pack) == {report.pk: None} for pack in packs)


def test_a_superior_of_another_force_sends_nothing_that_is_not_its_own(force):
    """A planner sees what was shared with its office, and may not send it abroad."""
    office = Agency.objects.create(name="Công an tỉnh thử", kind=Agency.Kind.POLICE_PROVINCE)
    force.people.owner.agency = office
    force.people.owner.save()
    report = told(force)
    handling.share(report.pk, office, force.east)
    assert reasons(draft(force, force.people.owner)) == {report.pk: LeftOut.OTHER_AGENCY}


def test_seven_reports_cost_no_more_queries_than_one(force, django_assert_max_num_queries):
    for days in range(1, 8):
        told(force, days_ago=days, at=(107.02 + days * 0.008, 11.19))
    pack = draft(force)
    with django_assert_max_num_queries(25):
        assert len(select(pack).leaving) == 7
