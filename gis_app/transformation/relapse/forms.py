"""The form of an answer to a signal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gis_app.transformation.models import SignalAnswer


class AnswerForm(forms.Form):
    """The answer and its reason; the hidden fields say which signal and which answer the page showed."""

    answer = forms.ChoiceField(
        label=_("Trả lời"),
        choices=SignalAnswer.Answer.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Chưa chọn trả lời."),
            "invalid_choice": _("Không có trả lời này: hãy chọn một trong hai."),
        },
    )
    reason = forms.CharField(
        label=_("Lý do"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Chưa ghi lý do.")},
    )
    screening = forms.IntegerField(widget=forms.HiddenInput)
    seen_answer = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        """Say in one sentence that the hidden fields are not those of a page of ours."""
        if not {"screening", "seen_answer"} <= self.cleaned_data.keys():
            raise forms.ValidationError(_("Biểu mẫu không còn đúng: hãy tải lại trang rồi trả lời."))
        return self.cleaned_data
