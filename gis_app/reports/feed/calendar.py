"""The deadlines of an account as iCalendar (RFC 5545).

Deadlines are days, not hours: events of a whole day (`VALUE=DATE`), which are the same day in every time zone
and so need no VTIMEZONE. A UID names the obligation, year and period and never changes; SEQUENCE is the
number of things that can have changed the event: versions of the plan, revisions of the office's date,
deliveries recorded and withdrawn. Nothing says which communes are concerned.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable

from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from gis_app.access.models import Account
from gis_app.reports.delivered import Standing, standings_of
from gis_app.reports.models import ReportDelivery
from gis_app.reports.presenting import address, day_words, origin
from gis_app.reports.schedule import ReportYear, report_years
from gis_app.transformation.plans_seen import plan_versions

_ONE_DAY = datetime.timedelta(days=1)
_REMINDER = datetime.timedelta(days=-7)
#: How often a calendar program should look again.
_REFRESH = datetime.timedelta(hours=12)

Key = tuple[str, int, str, int]


def calendar_of(account: Account, today: datetime.date, site: str) -> bytes:
    """Return the calendar: last year's deadlines, this year's and the next one's.

    Args:
        account: whose plans are told; reports are those that are owed in the year.
        today: the present day.
        site: scheme and host of the server, for the links.
    """
    years = [today.year - 1, today.year, today.year + 1]
    owed = [one for one in report_years(plan_versions(account), years) if one.is_owed]
    changes = _changes(owed)
    calendar = Calendar()
    calendar.add("prodid", "-//Diaban//Lich bao cao//VI")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", _("Hạn báo cáo chuyển hóa địa bàn"))
    calendar.add("x-wr-timezone", "Asia/Ho_Chi_Minh")
    calendar.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
    for standings in standings_of(owed).values():
        for standing in standings:
            if standing.occurrence.due is not None:
                calendar.add_component(_event(standing, changes[_key(standing)], site))
    for event in _tasks(owed):
        calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written


def _event(standing: Standing, changes: int, site: str) -> Event:
    one = standing.occurrence
    version, own = one.obligation.version, one.office_date
    title = _("%(what)s – %(plan)s") % {"what": one.title, "plan": version.label}
    event = _whole_day(
        f"{version.plan_id}-{one.year}-{one.obligation.key}-{one.position}@diaban",
        one.due,
        version.published_at,
    )
    event.add("summary", _("Đã gửi: %(title)s") % {"title": title} if standing.is_complete else title)
    event.add(
        "description",
        "\n".join(
            [
                _("Chậm nhất %(day)s; %(origin)s.") % {"day": day_words(one.due), "origin": origin(one)},
                _("Ai gửi: %(who)s.") % {"who": one.obligation.who},
                _("Hạn rơi vào ngày nghỉ, ngày lễ không được dời."),
            ]
        ),
    )
    event.add("url", site + address(one))
    event.add("sequence", version.number - 1 + (own.revision if own else 0) + changes)
    if not standing.is_complete:
        event.add_component(_reminder(title))
    return event


def _tasks(owed: Iterable[ReportYear]) -> Iterable[Event]:
    """Yield the tasks of the plans that end on a day of their years; each once."""
    seen: set[str] = set()
    for one in owed:
        for position, task in enumerate(one.version.tasks):
            uid = f"{one.version.plan_id}-v{one.version.number}-task-{position}@diaban"
            if task.ends is None or task.ends.year != one.year or uid in seen:
                continue
            seen.add(uid)
            event = _whole_day(uid, task.ends, one.version.published_at)
            event.add("summary", _("Nhiệm vụ: %(task)s") % {"task": task.text})
            event.add("description", f"{one.version.label}, {task.source.clause}")
            event.add("sequence", 0)
            yield event


def _whole_day(uid: str, day: datetime.date, stamp: datetime.datetime) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", stamp.astimezone(datetime.UTC))
    event.add("dtstart", day)
    event.add("dtend", day + _ONE_DAY)
    event.add("transp", "TRANSPARENT")
    return event


def _reminder(title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", _REMINDER)
    alarm.add("description", title)
    return alarm


def _changes(owed: list[ReportYear]) -> Counter[Key]:
    """Return how often deliveries of each report were recorded or withdrawn; it only ever grows."""
    found: Counter[Key] = Counter()
    rows = ReportDelivery.objects.filter(
        plan__in={one.version.plan_id for one in owed}, year__in={one.year for one in owed}
    )
    for plan, year, rule, position, reason in rows.values_list(
        "plan_id", "year", "rule", "position", "withdrawn_reason"
    ):
        found[plan, year, rule, position] += 2 if reason else 1
    return found


def _key(standing: Standing) -> Key:
    one = standing.occurrence
    return one.obligation.version.plan_id, one.year, one.obligation.key, one.position
