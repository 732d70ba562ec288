"""The calendar as the pages word it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gis_app.formats.numbers import date as write_date
from gis_app.reports.delivered import Standing
from gis_app.reports.schedule import Occurrence

_WEEKDAYS = (
    gettext_lazy("thứ Hai"),
    gettext_lazy("thứ Ba"),
    gettext_lazy("thứ Tư"),
    gettext_lazy("thứ Năm"),
    gettext_lazy("thứ Sáu"),
    gettext_lazy("thứ Bảy"),
    gettext_lazy("Chủ nhật"),
)
_NEAR_DAYS = 30


@dataclass(frozen=True, slots=True)
class State:
    """Where a report stands: one of the badge kinds of components.css and the words."""

    badge: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the calendar."""

    standing: Standing
    url: str
    due: str
    origin: str
    state: State
    is_near: bool

    @property
    def occurrence(self) -> Occurrence:
        """Return the occurrence of the line."""
        return self.standing.occurrence


def row(standing: Standing, today: datetime.date) -> Row:
    """Word one occurrence."""
    one = standing.occurrence
    left = one.days_left(today)
    return Row(
        standing,
        address(one),
        day_words(one.due) if one.due else "",
        origin(one),
        state(standing, today),
        is_near=left is not None and left <= _NEAR_DAYS and not standing.is_complete,
    )


def address(one: Occurrence) -> str:
    """Return the address of an occurrence's page."""
    return reverse(
        "report", args=[one.obligation.version.plan_id, one.year, one.obligation.key, one.position]
    )


def day_words(day: datetime.date) -> str:
    """Write a day with its weekday, so that one that falls on a weekend is seen."""
    return f"{write_date(day)} ({_WEEKDAYS[day.weekday()]})"


def origin(one: Occurrence) -> str:
    """Say where the day comes from: the plan's words, the office's document, or nowhere."""
    before = one.obligation.rule.before
    if before is not None:
        return _("“trước ngày %(day)s”, %(clause)s") % {
            "day": f"{before[1]:02d}/{before[0]}",
            "clause": one.obligation.rule.source.clause,
        }
    if one.due is not None and one.office_date is not None:
        return _("hạn do cơ quan đặt: %(source)s") % {"source": one.office_date.source}
    if one.period is None:
        return _("văn bản chỉ ghi “định kỳ”")
    return _("văn bản không nêu ngày")


def state(standing: Standing, today: datetime.date) -> State:
    """Say what came and what is missing."""
    came, missing = len(standing.deliveries), len(standing.missing)
    if standing.is_complete:
        if late := len(standing.late):
            if came == 1:
                return State(
                    "warning", _("đã gửi, muộn %(days)s ngày") % {"days": standing.late[0].days_late}
                )
            return State("warning", _("đã gửi đủ, %(late)s gửi muộn") % {"late": late})
        return State("notice", _("đã gửi"))
    parts = []
    if came:
        parts.append(
            _("đã nhận %(came)s trong %(all)s đơn vị")
            % {"came": len(standing.parties) - missing, "all": len(standing.parties)}
        )
    left = standing.occurrence.days_left(today)
    if left is None:
        return State("no_data" if not came else "warning", "; ".join([*parts, _("chưa rõ ngày")]))
    if left < 0:
        parts.append(_("quá hạn %(days)s ngày") % {"days": -left})
        return State("error", "; ".join(parts))
    if left == 0:
        parts.append(_("hạn hôm nay"))
    else:
        parts.append(ngettext("còn %(days)s ngày", "còn %(days)s ngày", left) % {"days": left})
    return State("warning" if left <= _NEAR_DAYS else "not_met", "; ".join(parts))
