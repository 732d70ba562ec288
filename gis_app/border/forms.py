"""The forms of the board."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gis_app.access.models import Agency
from gis_app.border.board.reporting import Told
from gis_app.border.models import ReportKind, Urgency
from gis_app.border.models.reports import LONGEST_TEXT

_MOMENTS = ["%d/%m/%Y %H:%M", "%Y-%m-%dT%H:%M", "%H:%M %d/%m/%Y"]
_PLACE = gettext_lazy("Vị trí không đúng: hãy bấm lên bản đồ hoặc ghi lại tọa độ.")


class DecimalCommaField(forms.CharField):
    """A figure with a decimal comma or point."""

    def __init__(self, **options: Any) -> None:
        self.sentence = options.pop("sentence")
        attributes = {"inputmode": "decimal", "autocomplete": "off", "maxlength": 24}
        super().__init__(max_length=24, widget=forms.TextInput(attrs=attributes), **options)

    def prepare_value(self, value: Any) -> Any:
        """Write a stored figure as people write it."""
        return f"{value:.6f}".replace(".", ",") if isinstance(value, float) else value

    def clean(self, value: Any) -> float | None:
        """Return the figure, None where there is none."""
        text = str(super().clean(value) or "").strip()
        if not text:
            return None
        try:
            return float(text.replace(",", "."))
        except ValueError:
            raise forms.ValidationError(self.sentence) from None


def _text_field(label: Any, **options: Any) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": options.pop("rows", 2)})
    return forms.CharField(label=label, widget=area, max_length=LONGEST_TEXT, strip=True, **options)


class NewReportForm(forms.Form):
    """What somebody saw."""

    kind = forms.ModelChoiceField(
        label=gettext_lazy("Loại tin"),
        queryset=ReportKind.objects.all(),
        empty_label=gettext_lazy("chọn một loại"),
    )
    urgency = forms.ChoiceField(
        label=gettext_lazy("Độ khẩn"), choices=list(reversed(Urgency.choices)), initial=Urgency.ROUTINE
    )
    occurred_at = forms.DateTimeField(
        label=gettext_lazy("Xảy ra lúc"),
        input_formats=_MOMENTS,
        widget=forms.DateTimeInput(format=_MOMENTS[0], attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("ví dụ 31/12/2026 08:30"),
        error_messages={"invalid": gettext_lazy("Thời gian không đúng: hãy ghi như 31/12/2026 08:30.")},
    )
    text = _text_field(
        gettext_lazy("Nội dung"),
        rows=4,
        help_text=gettext_lazy(
            "Bao nhiêu người, xe, hướng đi; không ghi tên, số giấy tờ, điện thoại, biển số."
        ),
        error_messages={"required": gettext_lazy("Chưa có nội dung: hãy ghi điều đã thấy.")},
    )
    lat = DecimalCommaField(label=gettext_lazy("Vĩ độ"), sentence=_PLACE)
    lon = DecimalCommaField(label=gettext_lazy("Kinh độ"), sentence=_PLACE)
    accuracy_m = DecimalCommaField(
        label=gettext_lazy("Sai số vị trí (m)"),
        required=False,
        help_text=gettext_lazy("trống: không rõ"),
        sentence=gettext_lazy("Sai số vị trí không đúng: hãy để trống hoặc ghi số mét."),
    )
    report_id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    @classmethod
    def fresh(cls) -> NewReportForm:
        """Return an empty form with an id of its own: sent twice, it is stored once."""
        return cls(initial={"report_id": uuid.uuid4(), "occurred_at": timezone.localtime()})

    def told(self) -> Told:
        """Return what was typed; the form must be valid."""
        data = self.cleaned_data
        now: datetime.datetime = timezone.now()
        return Told(
            kind=data["kind"].pk,
            urgency=data["urgency"],
            text=data["text"],
            lon=data["lon"],
            lat=data["lat"],
            accuracy_m=data["accuracy_m"],
            occurred_at=data["occurred_at"],
            sent_at=now,
            report_id=data["report_id"] or uuid.uuid4(),
        )


class StepForm(forms.Form):
    """Words to an act; an id of its own makes it one step however often it is sent."""

    text = _text_field(gettext_lazy("Ghi chú"), required=False)
    step_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    to_agency = forms.ModelChoiceField(
        label=gettext_lazy("Cơ quan"), queryset=Agency.objects.all(), required=False
    )
    lat = DecimalCommaField(label=gettext_lazy("Vĩ độ"), sentence=_PLACE, required=False)
    lon = DecimalCommaField(label=gettext_lazy("Kinh độ"), sentence=_PLACE, required=False)
    source = forms.CharField(label=gettext_lazy("Nguồn"), max_length=80, required=False)
    ref = forms.CharField(label=gettext_lazy("Mã vụ việc"), max_length=80, required=False)
    other = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse half a place."""
        data = super().clean() or {}
        if (data.get("lat") is None) != (data.get("lon") is None):
            self.add_error("lat", _("Vị trí không đúng: hãy bấm lên bản đồ hoặc ghi lại tọa độ."))
        return data
