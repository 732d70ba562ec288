"""Form fields that read what offices write: decimal commas, times, shapes drawn on the map."""

from __future__ import annotations

import datetime
import json
from typing import Any

import numpy as np
import pandas as pd
from django import forms
from django.contrib.gis.geos import GEOSGeometry
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from layers.models.fields import SRID
from layers.reading.dates import VIETNAM, parse_times
from layers.reading.numbers import parse_numbers

#: A drawing by hand has tens of vertices; more comes as a file.
_MOST_VERTICES = 5_000
#: Of a number or a time as people type them.
_LONGEST_TEXT = 40
_TYPES = {"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"}


class DegreesField(forms.Field):
    """A longitude or latitude in decimal degrees, with comma or point."""

    def __init__(self, limit: float, **options: Any) -> None:
        self.limit = limit
        super().__init__(
            widget=forms.TextInput(
                attrs={"inputmode": "decimal", "autocomplete": "off", "maxlength": _LONGEST_TEXT}
            ),
            **options,
        )

    def prepare_value(self, value: Any) -> Any:
        """Write a number with six decimals, a tenth of a metre."""
        return f"{value:.6f}".replace(".", ",") if isinstance(value, float) else value

    def to_python(self, value: Any) -> float | None:
        """Return degrees."""
        text = str(value or "").strip()
        if not text:
            return None
        number = float(parse_numbers(pd.Series([text], dtype=object)).values[0])
        if not abs(number) <= self.limit:
            raise ValidationError(
                _("“%(text)s” không phải độ thập phân; hãy viết như 106,951234.") % {"text": text[:40]}
            )
        return number


class MomentField(forms.Field):
    """A Vietnamese time, typed as 31/12/2026 08:30."""

    def prepare_value(self, value: Any) -> Any:
        """Write the local time."""
        if isinstance(value, datetime.datetime):
            return value.astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M")
        return value

    def to_python(self, value: Any) -> datetime.datetime | None:
        """Return an aware time."""
        text = str(value or "").strip()
        if not text:
            return None
        far = datetime.datetime(2200, 1, 1, tzinfo=VIETNAM)
        times = parse_times(pd.Series([text], dtype=object), far)
        if times.refused or pd.isna(times.values.iloc[0]):
            raise ValidationError(
                _("“%(text)s” không phải thời gian; hãy viết như 31/12/2026 08:30.") % {"text": text[:40]}
            )
        return times.values.iloc[0].to_pydatetime()


class ShapeField(forms.Field):
    """A shape as GeoJSON in WGS 84, as the map writes it."""

    widget = forms.HiddenInput

    def prepare_value(self, value: Any) -> Any:
        """Write a stored shape as GeoJSON."""
        return value.geojson if isinstance(value, GEOSGeometry) else value

    def to_python(self, value: Any) -> GEOSGeometry | None:
        """Return a valid shape."""
        text = str(value or "").strip()
        if not text:
            return None
        unreadable = ValidationError(_("Không đọc được hình vẽ; hãy vẽ lại trên bản đồ."))
        try:
            drawn = json.loads(text)
            if not isinstance(drawn, dict) or drawn.get("type") not in _TYPES:
                raise unreadable
            shape = GEOSGeometry(json.dumps(drawn), srid=SRID)
        except ValidationError:
            raise
        except Exception as error:  # GDAL and GEOS each raise their own kinds for text they cannot read.
            raise unreadable from error
        if shape.empty or not np.isfinite(shape.extent).all():
            raise unreadable
        if shape.num_coords > _MOST_VERTICES:
            raise ValidationError(_("Hình có quá nhiều đỉnh; hãy nhập bằng tệp."))
        if not shape.valid:
            raise ValidationError(_("Đường viền tự cắt chính nó; hãy kéo lại các đỉnh cho khỏi cắt nhau."))
        return shape
