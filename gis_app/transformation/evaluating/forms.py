"""The forms of the evaluation page."""

from __future__ import annotations

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gis_app.formats.days import DayField
from gis_app.transformation.models import Judgement


class JudgementForm(forms.Form):
    """A condition judged in writing."""

    condition = forms.ChoiceField(
        choices=Judgement.Condition.choices,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": _("Kế hoạch không có điều kiện này: hãy tải lại trang.")},
    )
    holds = forms.ChoiceField(
        label=_("Nhận định"),
        choices=[
            ("yes", _("có")),
            ("no", _("không")),
            ("unknown", _("rút lại nhận định, tính theo số liệu")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Chưa chọn nhận định.")},
    )
    judged_on = DayField(
        label=_("Ngày nhận định"),
        initial=timezone.localdate,
        error_messages={"required": _("Chưa ghi ngày nhận định.")},
    )
    reason = forms.CharField(
        label=_("Lý do"),
        max_length=1000,
        widget=forms.Textarea({"rows": 2}),
        error_messages={
            "required": _("Chưa ghi lý do: nhận định bằng văn bản phải nói rõ căn cứ."),
            "max_length": _("Lý do dài quá 1.000 ký tự: hãy rút ngắn."),
        },
    )
    document_number = forms.CharField(
        label=_("Số văn bản"), required=False, max_length=60, widget=forms.TextInput({"autocomplete": "off"})
    )
    document_date = DayField(label=_("Ngày văn bản"), required=False)

    def holds_value(self) -> bool | None:
        """Return the judgement; None takes an earlier one back."""
        return {"yes": True, "no": False}.get(self.cleaned_data["holds"])
