"""The form field for a day, as offices write it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

_NOT_A_DAY = gettext_lazy("Ngày không đúng: hãy ghi theo dạng 31/12/2026.")


class DayField(forms.DateField):
    """A day, typed as dd/mm/yyyy."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(
            format="%d/%m/%Y",
            attrs={"class": "input-date", "placeholder": "31/12/2026", "autocomplete": "off"},
        )
        super().__init__(**{"input_formats": ["%d/%m/%Y", "%Y-%m-%d"], **options, "widget": widget})
        self.error_messages["invalid"] = _NOT_A_DAY
