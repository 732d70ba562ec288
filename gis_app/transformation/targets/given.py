"""What somebody says about a target, before it is stored, and everything that can be wrong with it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from gis_app.formats.numbers import date as write_date
from gis_app.plans.promises import Target
from gis_app.transformation.models import KeyArea, TargetResult
from gis_app.transformation.targets.answers import Answer, answer_of, has_base
from gis_app.transformation.targets.problems import Problem, problem
from gis_app.transformation.targets.writing import plain
from layers.reading.persons import person_text

State = TargetResult.State
Review = TargetResult.Review

_LONGEST = {
    name: TargetResult._meta.get_field(name).max_length or 0 for name in ("source", "document_number")
}


@dataclass(frozen=True, slots=True)
class Given:
    """One thing said about one target; figures as `TargetResult` keeps them."""

    target: Target
    state: TargetResult.State
    numerator: Decimal | None
    denominator: Decimal | None
    as_of: datetime.date
    source: str
    document_number: str = ""
    document_date: datetime.date | None = None

    def says_the_same(self, result: TargetResult | None) -> bool:
        """Say whether a result says exactly this already."""
        return result is not None and all(
            getattr(self, name) == getattr(result, name)
            for name in (
                *("state", "numerator", "denominator", "as_of"),
                *("source", "document_number", "document_date"),
            )
        )


def problems_of(
    given: Given, area: KeyArea, newest_confirmed: TargetResult | None, today: datetime.date
) -> list[Problem]:
    """Return everything that is wrong with what was given, in the order of the fields."""
    return [
        *_figures(given),
        *_day(given, area, newest_confirmed, today),
        *_words(given, today),
    ]


def _figures(given: Given) -> Iterator[Problem]:
    answer = answer_of(given.target)
    part, whole = given.numerator, given.denominator
    if given.state == State.NOTHING_AROSE:
        if not has_base(given.target):
            yield problem("state", "nothing_arose_not_asked")
        if part is not None or whole is not None:
            yield problem("state", "nothing_arose_with_figures")
        return
    if answer is Answer.ASSESSMENT:
        if not given.document_number or given.document_date is None:
            yield problem("document_number", "document_missing")
        return
    if part is None:
        yield problem("numerator", "numerator_missing")
    if answer is Answer.COUNT:
        if whole is not None:
            yield problem("denominator", "denominator_not_asked")
        if part is not None and part % 1:
            yield problem("numerator", "whole_number", value=plain(part))
        return
    if whole is None:
        yield problem("denominator", "denominator_missing")
    elif whole == 0:
        yield problem("denominator", "denominator_zero")
    elif answer is Answer.RATIO and part is not None and part > whole:
        yield problem("numerator", "above_whole", part=plain(part), whole=plain(whole))


def _day(
    given: Given, area: KeyArea, newest_confirmed: TargetResult | None, today: datetime.date
) -> Iterator[Problem]:
    day = given.as_of
    if day > today:
        yield problem("as_of", "day_in_future", day=write_date(day))
    elif area.starts_on is not None and day < area.starts_on:
        yield problem("as_of", "day_before_start", day=write_date(day), start=write_date(area.starts_on))
    elif area.ends_on is not None and day > area.ends_on:
        yield problem("as_of", "day_after_end", day=write_date(day), end=write_date(area.ends_on))
    elif newest_confirmed is not None and day < newest_confirmed.as_of:
        yield problem("as_of", "day_before_confirmed", newest=write_date(newest_confirmed.as_of))


def _words(given: Given, today: datetime.date) -> Iterator[Problem]:
    if not given.source:
        yield problem("source", "source_missing")
    for field, longest in _LONGEST.items():
        text = getattr(given, field)
        if len(text) > longest:
            yield problem(field, "too_long", longest=longest)
        elif (found := person_text(text)) is not None and (field, found) != (
            "document_number",
            "person_plate",
        ):
            # "12-KH 2024" is a document as well as it could be a plate.
            yield problem(field, "person")
    if given.document_date is not None and given.document_date > today:
        yield problem("document_date", "day_in_future", day=write_date(given.document_date))
