"""The choices of an export: what narrows the list, the format and the coordinate system."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from gis_app.data.exports.narrowing import NarrowingForm
from gis_app.data.exports.writers import FORMATS
from layers.writing.systems import OFFERED, WGS84


class ExportForm(NarrowingForm):
    """The choices that one list knows, with the format and the coordinate system."""

    format = forms.ChoiceField(
        label=gettext_lazy("Định dạng"),
        choices=[(key, form.label) for key, form in FORMATS.items()],
        widget=forms.RadioSelect,
        initial="gpkg",
    )
    epsg = forms.TypedChoiceField(
        label=gettext_lazy("Hệ tọa độ"),
        choices=[(zone.epsg, f"{zone.label} (EPSG:{zone.epsg})") for zone in OFFERED],
        coerce=int,
        empty_value=WGS84,
        required=False,
        initial=WGS84,
    )

    def clean(self) -> dict[str, Any]:
        """Check that the format is written in the system."""
        data = super().clean()
        fixed = FORMATS[data["format"]].fixed_system if "format" in data else ""
        if fixed and data.get("epsg", WGS84) != WGS84:
            self.add_error("epsg", str(fixed))
        return data
