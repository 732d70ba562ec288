"""The forms of the programme pages: a day to look at, and the paper that says who is judged."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gis_app.formats.days import DayField
from gis_app.formats.numbers import date as write_date
from gis_app.formats.numbers import percent
from gis_app.transformation.programme.judging import Successor


class DayForm(forms.Form):
    """The day at whose end everything is counted, and the list that the groups are told for."""

    on = DayField(label=_("Tính đến ngày"), required=False)
    year = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_on(self) -> datetime.date | None:
        """Refuse a day of the future: nothing has been decided by then."""
        day: datetime.date | None = self.cleaned_data["on"]
        if day is not None and day > timezone.localdate():
            raise forms.ValidationError(
                _now("Ngày %(day)s ở tương lai: hãy chọn hôm nay hoặc một ngày đã qua.")
                % {"day": write_date(day)}
            )
        return day


class JudgedForm(forms.Form):
    """Which commune is judged, by which paper and why.

    `seen_choice` carries the newest choice that the page showed, so that the second of two people is told.
    """

    unit = forms.TypedChoiceField(
        label=_("Đơn vị được đánh giá"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Chưa chọn đơn vị."),
            "invalid_choice": _("Đơn vị này không kế thừa địa bàn: hãy chọn một đơn vị trong danh sách."),
        },
    )
    number = forms.CharField(
        label=_("Số văn bản"), max_length=60, error_messages={"required": _("Chưa ghi số văn bản.")}
    )
    decided_on = DayField(label=_("Ngày văn bản"), error_messages={"required": _("Chưa ghi ngày văn bản.")})
    body = forms.CharField(
        label=_("Cơ quan quyết định"),
        max_length=200,
        error_messages={"required": _("Chưa ghi cơ quan quyết định.")},
    )
    reason = forms.CharField(
        label=_("Lý do"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Chưa ghi lý do chọn đơn vị này.")},
    )
    seen_choice = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, offered: tuple[Successor, ...], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].choices = [
            (
                each.unit.pk,
                _("%(unit)s (%(code)s): %(share)s diện tích địa bàn cũ")
                % {"unit": each.unit.name, "code": each.unit.code, "share": percent(each.share)},
            )
            for each in offered
        ]

    def clean(self) -> dict[str, Any]:
        """Say in one sentence that the hidden field is not that of a page of ours."""
        if "seen_choice" not in self.cleaned_data:
            raise forms.ValidationError(_("Biểu mẫu không còn đúng: hãy tải lại trang rồi ghi lại."))
        return self.cleaned_data
