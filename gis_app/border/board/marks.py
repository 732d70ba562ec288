"""What is doubtful about a report. It is kept as it came, marked, and asked about; nothing is corrected."""

from __future__ import annotations

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gis_app.border.models import BorderReport
from gis_app.formats.numbers import number

Mark = BorderReport.Mark

#: A sender's clock this far off is told; the time between typing and arriving is within it. Ours.
CLOCK_OFF = datetime.timedelta(minutes=10)
#: What happens "later" than this after it was received cannot have happened yet. Ours.
AHEAD = datetime.timedelta(minutes=5)
#: A position that may be so far off says the commune, hardly the place. Ours.
COARSE_M = 500.0


def marks_of(report: BorderReport) -> list[str]:
    """Return the marks of a report whose times and place are filled in, in the order of `Mark`."""
    doubts = {
        Mark.CLOCK: abs(report.sent_at - report.received_at) > CLOCK_OFF,
        Mark.FUTURE: report.occurred_at > report.received_at + AHEAD,
        Mark.COARSE: (report.accuracy_m or 0) > COARSE_M,
        Mark.BEYOND: report.inside is False,
    }
    return [mark for mark in Mark if doubts[mark]]


def sentences(report: BorderReport) -> list[str]:
    """Say each mark in the language of the page, with its figures."""
    said = {
        Mark.CLOCK: _clock,
        Mark.FUTURE: lambda _report: _("Giờ xảy ra muộn hơn lúc máy chủ nhận được tin: hãy hỏi lại giờ."),
        Mark.COARSE: _coarse,
        Mark.BEYOND: _beyond,
    }
    return [said[Mark(mark)](report) for mark in report.marks]


def _clock(report: BorderReport) -> str:
    off = report.sent_at - report.received_at
    minutes = round(abs(off).total_seconds() / 60)
    if minutes >= 120:
        amount = _("%(hours)s giờ") % {"hours": number(minutes / 60, 1)}
    else:
        amount = ngettext("%(minutes)s phút", "%(minutes)s phút", minutes) % {"minutes": number(minutes)}
    words = {
        "amount": amount,
        "likely": f"{timezone.localtime(report.occurred_at - off):%d/%m/%Y %H:%M}",
    }
    if off > datetime.timedelta(0):
        return _("Đồng hồ máy gửi nhanh %(amount)s: giờ xảy ra có thể là %(likely)s.") % words
    return _("Đồng hồ máy gửi chậm %(amount)s: giờ xảy ra có thể là %(likely)s.") % words


def _coarse(report: BorderReport) -> str:
    words = {"metres": number(report.accuracy_m or 0)}
    return _("Vị trí chỉ chính xác đến %(metres)s m: hãy hỏi lại vị trí.") % words


def _beyond(report: BorderReport) -> str:
    words = {"metres": number(report.distance_m or 0)}
    if report.place_settled:
        return _("Điểm nằm ngoài đường biên giới %(metres)s m; đã được trả lời.") % words
    return _("Điểm nằm ngoài đường biên giới %(metres)s m: vị trí đúng như vậy hay cần sửa?") % words
