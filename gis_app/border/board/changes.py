"""What a page has not seen yet: the lines of the list that changed since a step number.

Every page of one agency and jurisdiction gets the same answer, so it is made once per process and number.
The number that goes with an answer is read before the rows: what commits in between comes twice, never not
at all.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language

from gis_app.access.models import Account
from gis_app.border.board import locating, marks
from gis_app.border.board.agencies import own
from gis_app.border.board.choosing import MOST, Choice, in_order, seconds_to_next
from gis_app.border.board.recording import newest_number
from gis_app.border.board.seeing import place_shown, visible_to
from gis_app.border.models import BorderReport

#: Answers kept by one process: more than there are agencies with open pages, times a few choices.
_KEPT = 256
_answers: OrderedDict[tuple[Any, ...], dict[str, Any]] = OrderedDict()
#: Lines, which most readers of a report share; a new step makes a new line.
_lines: OrderedDict[tuple[Any, ...], str] = OrderedDict()


def board(account: Account, choice: Choice) -> dict[str, Any]:
    """Return the whole list and the number up to which it is complete."""
    number = newest_number()
    mine = own(account.agency_id)
    reports = list(in_order(choice.narrow(visible_to(account), mine)))
    return {
        "number": number,
        "rows": [row(report, mine) for report in reports],
        "full": len(reports) == MOST,
        "next_in": seconds_to_next(choice, visible_to(account), mine),
    }


def changes(account: Account, since: int, choice: Choice) -> dict[str, Any]:
    """Return the lines that changed after the step `since`; those that were not chosen are named in `gone`.

    `again` says that too much happened to tell it piece by piece: the page asks for the whole list. `next_in`
    is told of a list of what is overdue.
    """
    number = newest_number()
    key = (_group(account), since, number, choice, timezone.localdate(), get_language())
    known = _answers.get(key)
    if known is None:
        known = _keep(_answers, key, _changes(account, since, number, choice))
    if choice.standing == "overdue":
        # What the clock changes is not kept with what steps change.
        return {**known, "next_in": seconds_to_next(choice, visible_to(account), own(account.agency_id))}
    return known


def row(report: BorderReport, mine: frozenset[int]) -> dict[str, Any]:
    """Return one line of the list and what the map draws of it."""
    shown = place_shown(report, mine)
    must_act = report.holder_id in mine and report.state != "closed" and report.same_as_id is None
    return {
        "id": str(report.pk),
        "html": _line(report, shown, must_act),
        "mine": must_act,
        "due": report.due_at.timestamp() if report.due_at else None,
        "received": report.received_at.timestamp(),
        "at": [round(report.point.x, 6), round(report.point.y, 6)] if shown else None,
        "urgency": report.urgency,
        "state": report.state,
        "label": f"{report.kind}, {timezone.localtime(report.occurred_at):%d/%m/%Y %H:%M}",
    }


def _line(report: BorderReport, shown: bool, must_act: bool) -> str:
    key = (report.pk, report.last_number, shown, must_act, get_language())
    line = _lines.get(key)
    if line is None:
        context = {
            "report": report,
            "place": locating.sentence(report) if shown else "",
            "doubts": marks.sentences(report),
            "must_act": must_act,
        }
        line = _keep(_lines, key, render_to_string("border/row.html", context))
    return line


def _keep(kept: OrderedDict[tuple[Any, ...], Any], key: tuple[Any, ...], value: Any) -> Any:
    kept[key] = value
    while len(kept) > _KEPT:
        kept.popitem(last=False)
    return value


def _changes(account: Account, since: int, number: int, choice: Choice) -> dict[str, Any]:
    if since >= number:
        return {"number": number, "rows": [], "gone": [], "again": since > number}
    mine = own(account.agency_id)
    changed = visible_to(account).filter(last_number__gt=since)
    ids = list(changed.order_by("last_number").values_list("pk", flat=True)[: MOST + 1])
    if len(ids) > MOST:
        return {"number": number, "rows": [], "gone": [], "again": True}
    chosen = list(in_order(choice.narrow(changed, mine)))
    kept = {report.pk for report in chosen}
    return {
        "number": number,
        "rows": [row(report, mine) for report in chosen],
        "gone": [str(pk) for pk in ids if pk not in kept],
        "again": False,
    }


def _group(account: Account) -> tuple[Any, ...]:
    """Return what decides what an account sees: who has the same sees the same."""
    units = tuple(sorted(account.units.values_list("pk", flat=True)))
    return (account.agency_id, account.role, account.whole_country, units)
