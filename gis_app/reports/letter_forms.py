"""The forms of the periodic report: its period and head, and an office's own template."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.formats.days import DayField
from gis_app.plans.territory import communes_of
from gis_app.reports.figures.spans import usual
from gis_app.reports.letter.context import Choices
from gis_app.reports.letter.head import head_for
from gis_app.reports.schedule import Occurrence
from gis_app.screening.window import Window
from layers.models import Incident

_ONE_DAY = datetime.timedelta(days=1)
_MOST_RECIPIENTS = 40


class PeriodForm(forms.Form):
    """Which days the figures are about."""

    since = DayField(
        label=gettext_lazy("Số liệu từ ngày"),
        error_messages={"required": gettext_lazy("Chưa ghi ngày đầu kỳ.")},
    )
    until = DayField(
        label=gettext_lazy("Chốt số liệu hết ngày"),
        error_messages={"required": gettext_lazy("Chưa ghi ngày chốt số liệu.")},
    )

    @property
    def period(self) -> Window:
        """Return the days; the form must be valid."""
        return Window(self.cleaned_data["since"], self.cleaned_data["until"] + _ONE_DAY)


class LetterForm(PeriodForm):
    """What the office writes on the letter; empty lines of the head are those of the day of the letter."""

    on = DayField(
        label=gettext_lazy("Ngày văn bản"),
        error_messages={"required": gettext_lazy("Chưa ghi ngày văn bản.")},
    )
    number = forms.CharField(label=gettext_lazy("Số, ký hiệu"), max_length=60, required=False)
    subject = forms.CharField(
        label=gettext_lazy("Trích yếu"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Chưa ghi trích yếu.")},
    )
    addressee = forms.CharField(label=gettext_lazy("Báo cáo gửi"), max_length=300, required=False)
    authority = forms.CharField(label=gettext_lazy("Quyền hạn ký"), max_length=120, required=False)
    signer = forms.CharField(label=gettext_lazy("Chức vụ người ký"), max_length=120, required=False)
    recipients = forms.CharField(
        label=gettext_lazy("Nơi nhận, mỗi dòng một nơi"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    superior = forms.CharField(
        label=gettext_lazy("Cơ quan chủ quản"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Để trống ba ô này: theo ranh giới có hiệu lực vào ngày văn bản."),
    )
    agency = forms.CharField(label=gettext_lazy("Cơ quan ban hành"), max_length=200, required=False)
    place = forms.CharField(label=gettext_lazy("Địa danh"), max_length=100, required=False)

    def __init__(self, *args: Any, occurrence: Occurrence, account: Account, **options: Any) -> None:
        self.occurrence, self.account = occurrence, account
        if not args or args[0] is None:
            options["initial"] = {**_initial(occurrence, account), **options.get("initial", {})}
        super().__init__(*args, **options)

    def clean_on(self) -> datetime.date:
        """Refuse a date that no letter of this program can have."""
        day: datetime.date = self.cleaned_data["on"]
        if not 2000 <= day.year <= 2100:
            raise forms.ValidationError(_("Ngày văn bản không hợp lý: hãy ghi một năm từ 2000 đến 2100."))
        return day

    def clean_recipients(self) -> tuple[str, ...]:
        """Return the recipients, without empty lines and marks at their beginning."""
        lines = [line.strip(" -;.\t") for line in self.cleaned_data["recipients"].splitlines()]
        found = tuple(line for line in lines if line)
        if len(found) > _MOST_RECIPIENTS:
            raise forms.ValidationError(_("Nơi nhận có quá 40 dòng: hãy gộp lại."))
        return found

    def choices(self) -> Choices:
        """Return what stands on the letter; the form must be valid."""
        data = self.cleaned_data
        head = head_for(self.occurrence.obligation.version, self.account, data["on"])
        return Choices(
            on=data["on"],
            superior=data["superior"] or head.superior,
            agency=data["agency"] or head.agency,
            place=data["place"] or head.place,
            number=_with_room(data["number"] or head.symbol),
            subject=" ".join(data["subject"].split()),
            addressee=data["addressee"],
            authority=data["authority"],
            signer=data["signer"],
            recipients=data["recipients"],
        )


class TemplateForm(forms.Form):
    """A Word file to be the office's template."""

    file = forms.FileField(
        label=gettext_lazy("Tệp mẫu (.docx, tối đa 1 MB)"),
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        error_messages={
            "required": gettext_lazy("Chưa chọn tệp mẫu."),
            "empty": gettext_lazy("Tệp mẫu trống: hãy chọn tệp khác."),
        },
    )


def usual_period(one: Occurrence, account: Account) -> Window:
    """Return the days that a report is usually about.

    They end with the last incident known where that is within the period: a comparison with days of which
    nothing was brought in would show a fall that is none.
    """
    today = timezone.localdate()
    months = one.period.months if one.period else 12
    end = one.period.last_day(one.year) if one.period else datetime.date(one.year, 12, 31)
    window = usual(months, end, one.due, today)
    communes = restrict(communes_of(one.obligation.version, window.last_day), account)
    newest = Incident.objects.filter(
        locations__unit__in=communes.values("pk"), occurred_on__lt=window.until
    ).aggregate(day=Max("occurred_on"))["day"]
    if newest is not None and window.since <= newest < window.last_day:
        return Window.of_months(months, newest)
    return window


def _with_room(number: str) -> str:
    """Leave room to write the number by hand before a symbol alone."""
    return "\u00a0" * 8 + number if number.startswith("/") else number


def _initial(one: Occurrence, account: Account) -> dict[str, Any]:
    period = usual_period(one, account)
    head = head_for(one.obligation.version, account, timezone.localdate())
    addressee = one.obligation.rule.to
    return {
        "since": period.since,
        "until": period.last_day,
        "on": timezone.localdate(),
        "number": head.symbol,
        "subject": _("Tình hình, kết quả công tác chuyển hóa địa bàn trọng điểm, phức tạp %(period)s")
        % {"period": one.label},
        "addressee": addressee,
        "authority": head.authority,
        "signer": head.signer,
        "recipients": "\n".join([*([addressee] if addressee else []), "Lưu: VT"]),
    }
