"""The form field for a day, as offices write it."""

from __future__ import annotations

import datetime
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_NOT_A_DAY = _("Ngày không đúng: hãy ghi theo dạng 31/12/2026.")
_NO_SUCH_LEAP_DAY = _("Năm %(year)s không có ngày 29/02: hãy xem lại ngày.")
_LEAP_DAY = re.compile(r"\s*29/0?2/(\d{4})\s*|\s*(\d{4})-02-29\s*")


class DayField(forms.DateField):
    """A day in a plain text box, so that it is typed as offices write it, whatever the browser's language."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(
            format="%d/%m/%Y",
            attrs={
                "class": "input-date",
                "placeholder": "31/12/2026",
                "inputmode": "numeric",
                "autocomplete": "off",
            },
        )
        super().__init__(**{**options, "widget": widget})
        self.error_messages["invalid"] = _NOT_A_DAY

    def to_python(self, value: Any) -> datetime.date | None:
        """Return the day; 29 February of a common year is refused by name."""
        try:
            return super().to_python(value)
        except ValidationError:
            if isinstance(value, str) and (leap := _LEAP_DAY.fullmatch(value)):
                raise ValidationError(_NO_SUCH_LEAP_DAY % {"year": leap[1] or leap[2]}) from None
            raise
