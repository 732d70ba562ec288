"""The forms of one incident and one site."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from gis_app.data.editing.incidents import IncidentValues
from gis_app.data.editing.sites import SiteValues
from gis_app.formats.days import DayField
from gis_app.formats.fields import DegreesField, MomentField, ShapeField
from layers import site_attributes
from layers.models import IncidentCategory, Site, SiteKind
from layers.site_attributes import Attribute, DoesNotFitError

_MOST_CASUALTIES = 10_000
_ATTRIBUTE = "attribute_"


#: Incidents and sites allow the same.
_LONGEST_SOURCE = Site._meta.get_field("source").max_length
_LONGEST_REF = Site._meta.get_field("ref").max_length
_LONGEST_NAME = Site._meta.get_field("name").max_length


class _CategoryField(forms.ModelChoiceField):
    def label_from_instance(self, row: IncidentCategory) -> str:
        """Return the label in the language of the page."""
        return row.label_en if (get_language() or "").startswith("en") and row.label_en else row.label


class ReasonForm(forms.Form):
    """Why something is changed, and the state of it that the person saw."""

    reason = forms.CharField(
        label=gettext_lazy("Lý do"),
        max_length=300,
        help_text=gettext_lazy("Vì sao sửa, theo văn bản nào; không ghi tên người."),
        error_messages={"required": gettext_lazy("Chưa có lý do; hãy ghi vì sao sửa.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class _OriginForm(forms.Form):
    """Who keeps the row and under which reference."""

    source = forms.CharField(
        label=gettext_lazy("Nguồn"),
        max_length=_LONGEST_SOURCE,
        help_text=gettext_lazy("cơ quan hoặc sổ theo dõi"),
    )
    ref = forms.CharField(
        label=gettext_lazy("Mã"),
        required=False,
        max_length=_LONGEST_REF,
        help_text=gettext_lazy("trống: phần mềm tự đặt"),
    )

    def clean_ref(self) -> str:
        """Return the reference, or a new one."""
        return self.cleaned_data["ref"] or f"tay-{uuid.uuid4().hex[:12]}"


class IncidentForm(forms.Form):
    """What is known about an incident."""

    category = _CategoryField(
        label=gettext_lazy("Loại vụ việc"),
        queryset=IncidentCategory.objects.shown_as_points(),
        empty_label=gettext_lazy("chọn một loại"),
    )
    occurred_at = MomentField(
        label=gettext_lazy("Xảy ra lúc"), help_text=gettext_lazy("ví dụ 31/12/2026 08:30")
    )
    lat = DegreesField(90, label=gettext_lazy("Vĩ độ"))
    lon = DegreesField(180, label=gettext_lazy("Kinh độ"))
    deaths = forms.IntegerField(
        label=gettext_lazy("Số người chết"),
        required=False,
        min_value=0,
        max_value=_MOST_CASUALTIES,
        help_text=gettext_lazy("trống: không rõ"),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    injuries = forms.IntegerField(
        label=gettext_lazy("Số người bị thương"),
        required=False,
        min_value=0,
        max_value=_MOST_CASUALTIES,
        help_text=gettext_lazy("trống: không rõ"),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def values(self) -> IncidentValues:
        """Return what was typed; the form must be valid."""
        names = ("category", "occurred_at", "lon", "lat", "deaths", "injuries")
        return IncidentValues(**{name: self.cleaned_data[name] for name in names})


class NewIncidentForm(_OriginForm, IncidentForm):
    """A new incident."""

    field_order = ("category", "occurred_at", "lat", "lon", "deaths", "injuries", "source", "ref")


class CorrectIncidentForm(ReasonForm, IncidentForm):
    """A correction of an incident."""

    field_order = ("category", "occurred_at", "lat", "lon", "deaths", "injuries", "reason", "version")


class SiteForm(forms.Form):
    """What is known about a site of one kind."""

    name = forms.CharField(label=gettext_lazy("Tên"), max_length=_LONGEST_NAME)
    valid_from = DayField(label=gettext_lazy("Có từ ngày"), required=False)
    valid_to = DayField(
        label=gettext_lazy("Đến trước ngày"),
        required=False,
        help_text=gettext_lazy("điền để đóng: từ ngày này không còn"),
    )
    shape = ShapeField(
        label=gettext_lazy("Hình trên bản đồ"),
        error_messages={"required": gettext_lazy("Chưa có hình; hãy vẽ điểm, đường hoặc vùng trên bản đồ.")},
    )

    def __init__(
        self, kind: SiteKind, *args: Any, kept: dict[str, Any] | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.kind, self.kept = kind, dict(kept or {})
        for attribute in site_attributes.attributes_of(kind.pk):
            self.fields[_ATTRIBUTE + attribute.key] = _attribute_field(attribute)
            if attribute.key in self.kept:
                self.initial.setdefault(
                    _ATTRIBUTE + attribute.key, _written(attribute, self.kept[attribute.key])
                )
        # The hidden shape and what explains a change come last.
        last = [name for name in ("source", "ref", "reason", "shape", "version") if name in self.fields]
        self.order_fields([name for name in self.fields if name not in last] + last)

    def clean(self) -> dict[str, Any]:
        """Check the attributes as an import does."""
        data = super().clean() or {}
        said = dict(self.kept)
        for attribute in site_attributes.attributes_of(self.kind.pk):
            field = _ATTRIBUTE + attribute.key
            said.pop(attribute.key, None)
            text = data.get(field) or ""
            if not text:
                continue
            try:
                said[attribute.key] = site_attributes.fitting(attribute, text)
            except DoesNotFitError as error:
                self.add_error(field, str(error))
        data["attributes"] = said
        return data

    def values(self) -> SiteValues:
        """Return what was typed; the form must be valid."""
        names = ("name", "shape", "valid_from", "valid_to", "attributes")
        return SiteValues(**{name: self.cleaned_data[name] for name in names})


class NewSiteForm(_OriginForm, SiteForm):
    """A new site."""


class CorrectSiteForm(ReasonForm, SiteForm):
    """A correction of a site."""


def _attribute_field(attribute: Attribute) -> forms.Field:
    if attribute.type == "choice":
        english = (get_language() or "").startswith("en")
        choices = [(c.key, c.label_en if english else c.label) for c in attribute.choices]
        return forms.ChoiceField(
            label=attribute.shown, required=False, choices=[("", _("chưa có thông tin")), *choices]
        )
    return forms.CharField(label=attribute.shown, required=False, max_length=200)


def _written(attribute: Attribute, value: Any) -> Any:
    return value if attribute.type == "choice" else site_attributes.value_text(attribute, value)
