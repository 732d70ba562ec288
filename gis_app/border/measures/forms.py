"""The forms of a key route or area, and of a measure on it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import shapely
from django import forms
from django.contrib.gis.geos import GEOSGeometry
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gis_app.access.models import Account, Agency
from gis_app.access.restricting import restrict
from gis_app.border.models import KeyRoute, RouteMeasure
from gis_app.border.patrols.wording import fault_sentence
from gis_app.border.strip.editors import agencies_to_name, may_edit
from gis_app.border.strip.forms import RecordForm
from gis_app.formats.days import DayField
from gis_app.formats.fields import ShapeField
from layers.models import AdminUnit
from layers.models.fields import SRID
from layers.reading.gpx import LARGEST_BYTES, UnreadableTrackError, read_track
from layers.reading.names import nfc

_FILES = (".gpx", ".geojson", ".json")


class RouteForm(RecordForm):
    """A key route or area: drawn on the map, or taken from a file with one line or area."""

    agency_fields = ("agency",)

    geometry = ShapeField(
        label=gettext_lazy("Hình trên bản đồ"),
        required=False,
    )
    file = forms.FileField(
        label=gettext_lazy("Hoặc tệp GPX, GeoJSON"),
        required=False,
        help_text=gettext_lazy("một đường hoặc một vùng, WGS 84; thay hình đang vẽ"),
        widget=forms.FileInput(attrs={"accept": ",".join(_FILES)}),
    )

    class Meta:
        model = KeyRoute
        fields = ("name", "category", "agency", "document", "valid_from", "valid_to", "file", "geometry")
        field_classes = {"valid_from": DayField, "valid_to": DayField}

    def __init__(self, account: Account, *args: Any, **kwargs: Any) -> None:
        super().__init__(account, *args, **kwargs)
        self.offer_agencies("agency", agencies_to_name(account))
        self.fields["category"].empty_label = _("chọn loại vụ việc")
        self.order_fields([name for name in self.fields if name != "geometry"] + ["geometry"])

    def clean_file(self) -> GEOSGeometry | None:
        """Return the shape in the file."""
        file = self.cleaned_data["file"]
        return None if not file else shape_in(file)

    def clean(self) -> dict[str, Any]:
        """Take the file's shape or the drawn one; it must be a line or an area of the jurisdiction."""
        data = super().clean()
        shape = data.get("file") or data.get("geometry")
        if {"file", "geometry"} & set(self.errors):
            return data
        if shape is None:
            self.add_error("file", _("Chưa có hình: hãy vẽ đường hoặc vùng trên bản đồ, hoặc chọn tệp."))
        elif shape.geom_type not in {"LineString", "MultiLineString", "Polygon", "MultiPolygon"}:
            self.add_error("file", _("Tuyến, địa bàn phải là đường hoặc vùng, không phải điểm: hãy vẽ lại."))
        elif not restrict(
            AdminUnit.objects.communes().filter(geometry__intersects=shape), self.account
        ).exists():
            self.add_error("file", _("Hình này nằm ngoài địa bàn của bạn: hãy xem lại vị trí."))
        else:
            data["geometry"] = shape
        return data


class MeasureForm(RecordForm):
    """A measure on a route; who may only speak for one agency names no other."""

    agency_fields = ("agency",)

    class Meta:
        model = RouteMeasure
        fields = ("what", "agency", "document", "valid_from", "valid_to", "done_on", "result")
        field_classes = {"valid_from": DayField, "valid_to": DayField, "done_on": DayField}
        widgets = {"what": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, account: Account, *args: Any, **kwargs: Any) -> None:
        super().__init__(account, *args, **kwargs)
        speaks_for = agencies_to_name(account)
        if not may_edit(account):
            kept = Q(pk=self.instance.agency_id)
            speaks_for = Agency.objects.filter(Q(pk=account.agency_id) | kept)
            self.initial.setdefault("agency", account.agency_id)
        self.offer_agencies("agency", speaks_for)


def shape_in(file: UploadedFile) -> GEOSGeometry:
    """Return the line or area in an uploaded file.

    Raises:
        ValidationError: another kind of file, too large, unreadable, or far from Việt Nam.
    """
    suffix = Path(nfc(file.name or "")).suffix.lower()
    if suffix not in _FILES:
        raise ValidationError(_("Tệp này không phải GPX hay GeoJSON: hãy chọn tệp khác hoặc vẽ trên bản đồ."))
    if (file.size or 0) > LARGEST_BYTES:
        raise ValidationError(_("Tệp lớn hơn 20 MB: hãy chọn tệp nhỏ hơn."))
    if suffix == ".gpx":
        return _gpx(file)
    try:
        text = file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValidationError(_("Không đọc được tệp: hãy xuất lại dưới dạng GeoJSON, UTF-8.")) from None
    return _shape(_only_geometry(text))


def _shape(text: str) -> GEOSGeometry:
    shape: GEOSGeometry = ShapeField().clean(text)
    return shape


def _gpx(file: UploadedFile) -> GEOSGeometry:
    try:
        track = read_track(file)
    except UnreadableTrackError as error:
        raise ValidationError(fault_sentence(error)) from error
    return GEOSGeometry(memoryview(shapely.to_wkb(track.route)), srid=SRID)


def _only_geometry(text: str) -> str:
    """Return the geometry of a GeoJSON text: bare, of a feature, or of a collection of one feature."""
    try:
        told = json.loads(text)
    except ValueError:
        raise ValidationError(_("Không đọc được tệp: hãy xuất lại dưới dạng GeoJSON, UTF-8.")) from None
    if isinstance(told, dict) and told.get("type") == "FeatureCollection":
        features = told.get("features")
        if not isinstance(features, list) or len(features) != 1:
            raise ValidationError(_("Tệp phải có đúng một đường hoặc một vùng: hãy tách từng tệp."))
        told = features[0]
    if isinstance(told, dict) and told.get("type") == "Feature":
        told = told.get("geometry")
    return json.dumps(told)
