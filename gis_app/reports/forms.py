"""The forms of the calendar. Days are typed dd/mm/yyyy."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gis_app.formats.days import DayField
from gis_app.reports.delivered import Standing


class DeliveryForm(forms.Form):
    """A report that was sent; where it is known who owes it, the sender is chosen."""

    sender = forms.CharField(
        label=gettext_lazy("Đơn vị gửi"),
        max_length=200,
        error_messages={"required": gettext_lazy("Chưa ghi đơn vị gửi.")},
    )
    number = forms.CharField(
        label=gettext_lazy("Số văn bản"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "125/BC-CAT"}),
        error_messages={"required": gettext_lazy("Chưa ghi số văn bản.")},
    )
    delivered_on = DayField(
        label=gettext_lazy("Ngày gửi"),
        error_messages={"required": gettext_lazy("Chưa ghi ngày gửi.")},
    )

    def __init__(self, *args: Any, standing: Standing, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["delivered_on"].initial = timezone.localdate
        if names := standing.missing or list(standing.parties):
            self.fields["sender"] = forms.ChoiceField(
                label=gettext_lazy("Đơn vị gửi"),
                choices=[(name, name) for name in names],
                error_messages={
                    "invalid_choice": gettext_lazy("Đơn vị này không có trong danh sách phải gửi.")
                },
            )
            self.order_fields(["sender", "number", "delivered_on"])
        else:
            self.fields["sender"].initial = standing.occurrence.obligation.rule.who


class WithdrawalForm(forms.Form):
    """Why a recorded delivery is taken back."""

    reason = forms.CharField(
        label=gettext_lazy("Lý do bỏ"),
        max_length=300,
        error_messages={"required": gettext_lazy("Chưa ghi lý do bỏ văn bản này.")},
    )


class DateForm(forms.Form):
    """The office's own day for a report without one; an empty day takes it back."""

    day = forms.CharField(
        label=gettext_lazy("Chậm nhất ngày"),
        required=False,
        max_length=10,
        help_text=gettext_lazy("Ghi ngày/tháng, ví dụ 10/12; để trống: bỏ hạn đã đặt."),
        widget=forms.TextInput(attrs={"class": "input-date", "placeholder": "10/12", "autocomplete": "off"}),
    )
    following_year = forms.BooleanField(label=gettext_lazy("của năm sau"), required=False)
    source = forms.CharField(
        label=gettext_lazy("Theo văn bản"),
        max_length=300,
        help_text=gettext_lazy("Số, ngày của công văn, quy chế đặt hạn này."),
        error_messages={"required": gettext_lazy("Chưa ghi văn bản đặt hạn.")},
    )

    def clean_day(self) -> tuple[int, int] | None:
        """Return (month, day), None for an empty field."""
        text = self.cleaned_data["day"].strip()
        if not text:
            return None
        parts = text.replace("-", "/").replace(".", "/").split("/")
        if len(parts) == 2 and all(part.strip().isdecimal() for part in parts):
            day, month = (int(part) for part in parts)
            if 1 <= month <= 12 and 1 <= day <= 31:
                return month, day
        raise forms.ValidationError(_("Ngày không đúng: hãy ghi ngày/tháng, ví dụ 10/12."))


class PartiesForm(forms.Form):
    """Who owes a report, one office a line."""

    names = forms.CharField(
        label=gettext_lazy("Đơn vị phải gửi, mỗi dòng một đơn vị"),
        required=False,
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("Ghi tên cơ quan, không ghi tên người. Để trống: bỏ danh sách."),
    )

    def clean_names(self) -> list[str]:
        """Return the names, without empty lines; refuse one that is too long."""
        names = [" ".join(line.split()) for line in self.cleaned_data["names"].splitlines()]
        names = [name for name in names if name]
        if long := next((name for name in names if len(name) > 200), None):
            raise forms.ValidationError(
                _("Dòng “%(name)s…” dài quá 200 ký tự: hãy ghi mỗi đơn vị một dòng.") % {"name": long[:40]}
            )
        return names
