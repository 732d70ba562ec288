"""From what a person typed (a plan id, a year, a day) to the things meant, or one sentence why not."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

from gis_app.plans.models import Plan
from gis_app.transformation.reading import day_of_year

_YEARS = range(2000, 2101)


class UnknownChoiceError(Exception):
    """What was typed names nothing; the text says what can be typed."""


def plan_named(text: str) -> Plan:
    """Return the plan with this id."""
    plan = Plan.objects.filter(pk=text).first()
    if plan is None:
        known = ", ".join(Plan.objects.order_by("pk").values_list("pk", flat=True))
        raise UnknownChoiceError(
            _("Không có kế hoạch “%(text)s”; các kế hoạch hiện có: %(known)s.")
            % {"text": text, "known": known}
        )
    return plan


def year_named(text: str) -> int:
    """Return the year of a list."""
    if not (text.isascii() and text.isdigit() and int(text[:5]) in _YEARS):
        raise UnknownChoiceError(
            _("Năm “%(text)s” không hợp lệ; hãy ghi năm từ %(first)s đến %(last)s.")
            % {"text": text, "first": _YEARS.start, "last": _YEARS.stop - 1}
        )
    return int(text)


def day_named(text: str | None, year: int) -> datetime.date:
    """Return the day in ISO form; without one, the day on which a year's list is looked at."""
    if not text:
        return day_of_year(year)
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise UnknownChoiceError(
            _("Ngày “%(text)s” không hợp lệ; hãy ghi dạng năm-tháng-ngày, ví dụ 2026-06-30.") % {"text": text}
        ) from None
