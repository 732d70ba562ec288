"""A programme told as a list of events: played through the real acts, and counted again in plain Python.

The counting here shares nothing with the program: it knows events, days, and which communes ended in the
reform without a later self. Whoever changes what a share means has to change it in two places.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from gis_app.plans.models import Plan
from gis_app.transformation.deciding import decide
from gis_app.transformation.models import KeyArea
from gis_app.transformation.programme.choosing import choose_judged
from gis_app.transformation.proposing import propose_by_hand
from layers.models import AdminUnit

Day = datetime.date
ORDER = ("propose", "select", "start", "recognise", "not_transformed", "withdraw", "relapse", "choose")


@dataclass(frozen=True)
class Event:
    """What happened to a commune of one year's list; `heir` is who is judged from then on."""

    day: Day
    act: str
    year: int
    commune: str
    heir: str = ""


def a_year(
    year: int, good: Iterable[str], bad: Iterable[str] = (), withdrawn: Iterable[str] = ()
) -> list[Event]:
    """The events of one list: proposed and selected before the year, worked on, judged at its end."""
    good, bad, withdrawn = list(good), list(bad), list(withdrawn)
    events = []
    for commune in [*good, *bad, *withdrawn]:
        events += [
            Event(Day(year - 1, 11, 20), "propose", year, commune),
            Event(Day(year - 1, 12, 10), "select", year, commune),
            Event(Day(year, 1, 1), "start", year, commune),
        ]
    events += [Event(Day(year, 3, 1), "withdraw", year, commune) for commune in withdrawn]
    events += [Event(Day(year, 12, 15), "recognise", year, commune) for commune in good]
    events += [Event(Day(year, 12, 15), "not_transformed", year, commune) for commune in bad]
    return events


def play(plan: Plan, events: Iterable[Event], units: Mapping[str, AdminUnit], account) -> None:
    """Let it happen: each event by the function that a page would call, papers in the order of their days."""
    ordered = sorted(events, key=lambda e: (e.day, ORDER.index(e.act), e.year, e.commune))
    areas: dict[tuple[int, str], KeyArea] = {}
    for number, ((day, act, year), of_paper) in enumerate(
        groupby(ordered, key=lambda e: (e.day, e.act, e.year)), start=1
    ):
        for_paper = list(of_paper)
        if act == "propose":
            for event in for_paper:
                unit = units[event.commune]
                areas[year, event.commune] = propose_by_hand(
                    plan, year, unit, "phức tạp", account, proposed_on=day
                )
        elif act == "choose":
            for event in for_paper:
                area, heir = areas[year, event.commune], units[event.heir]
                choose_judged(area, heir.pk, f"{number}/TB", day, "BCĐ 138", "phần lớn dân cư", account)
        else:
            chosen = [areas[year, event.commune] for event in for_paper]
            decide(
                chosen[0].plan_year,
                act,
                f"{number}/QĐ-BCĐ",
                day,
                "Ban Chỉ đạo 138",
                chosen,
                account,
                "chương trình mô phỏng",
            )


def count_yearly(events: Iterable[Event], year: int, on: Day) -> tuple[int, int, int]:
    """Return transformed, transformed or still open, and selected of one list at the end of a day."""
    by_act = _communes(event for event in events if event.year == year and event.day <= on)
    selected = by_act["select"] - by_act["withdraw"]
    done = by_act["recognise"] | by_act["not_transformed"]
    return len(by_act["recognise"]), len(by_act["recognise"]) + len(selected - done), len(selected)


def count_to_date(
    events: Iterable[Event], ended: Collection[str], reform: Day, on: Day
) -> tuple[int, int, int]:
    """Return not relapsed for certain, at most, and all successes at the end of a day.

    `ended` are the communes that the reform merged or divided, so that nobody is their later self.
    """
    happened = [event for event in events if event.day <= on]
    succeeded = {(e.year, e.commune) for e in happened if e.act == "recognise"}
    relapsed = {(e.year, e.commune) for e in happened if e.act == "relapse"}
    chosen = {(e.year, e.commune) for e in happened if e.act == "choose"}
    holding = succeeded - relapsed
    unclear = {each for each in holding - chosen if on >= reform and each[1] in ended}
    return len(holding - unclear), len(holding), len(succeeded)


def _communes(events: Iterable[Event]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for event in events:
        found[event.act].add(event.commune)
    return found
