"""The forms of the import steps; none of them changes a job by itself."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gis_app.data.wording import field_label
from layers.importing.sites import KIND_IN_FILE
from layers.models import AdminUnit, DuplicateRule, ImportBatch, SiteKind
from layers.reading.columns import FieldSet, match_columns

Layer = ImportBatch.Layer

_NOT_A_DAY = gettext_lazy("Ngày không đúng: hãy ghi theo dạng 31/12/2026.")

#: Encodings that a person may choose, besides what the text itself tells.
ENCODINGS = ("utf-8", "tcvn3", "vni", "viscii", "cp1258")


class DayField(forms.DateField):
    """A day, typed as dd/mm/yyyy."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(
            format="%d/%m/%Y",
            attrs={"class": "input-date", "placeholder": "31/12/2026", "autocomplete": "off"},
        )
        super().__init__(input_formats=["%d/%m/%Y", "%Y-%m-%d"], widget=widget, **options)
        self.error_messages["invalid"] = _NOT_A_DAY


class UploadForm(forms.Form):
    """The file, and what it is about."""

    layer = forms.ChoiceField(label=gettext_lazy("Tệp này là"))
    file = forms.FileField(
        label=gettext_lazy("Tệp"),
        allow_empty_file=False,
        max_length=255,
        error_messages={
            "required": gettext_lazy("Chưa có tệp; hãy chọn một tệp."),
            "empty": gettext_lazy("Tệp rỗng (0 byte); hãy kiểm tra lại tệp rồi chọn lại."),
            "max_length": gettext_lazy("Tên tệp quá dài; hãy đổi tên ngắn hơn rồi chọn lại."),
        },
    )

    def __init__(self, *args: Any, too_large: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["layer"].choices = [(key, Layer(key).label.capitalize()) for key in DETAILS]
        limit = settings.MAX_UPLOAD_BYTES // (1024 * 1024)
        self.fields["file"].help_text = _(
            "Shapefile và MapInfo: nén các tệp thành phần vào một tệp zip. Cỡ tối đa %(limit)s MB."
        ) % {"limit": limit}
        if too_large:
            self.fields["file"].error_messages["required"] = _(
                "Tệp lớn hơn %(limit)s MB cho phép; hãy chia nhỏ tệp hoặc nhập bằng lệnh trên máy chủ."
            ) % {"limit": limit}


class DetailsForm(forms.Form):
    """What only the person knows about the rows; one subclass for each kind."""

    def details(self) -> dict[str, Any]:
        """Return the answers as JSON knows them."""
        return {
            name: value.isoformat() if isinstance(value, datetime.date) else value
            for name, value in self.cleaned_data.items()
        }


class BoundaryDetails(DetailsForm):
    """Level, validity and decree of a boundary set."""

    level = forms.ChoiceField(
        label=gettext_lazy("Cấp"), choices=AdminUnit.Level.choices, initial=AdminUnit.Level.COMMUNE
    )
    valid_from = DayField(label=gettext_lazy("Có hiệu lực từ"))
    valid_to = DayField(
        label=gettext_lazy("Hết hiệu lực từ"), required=False, help_text=gettext_lazy("ngày đầu tiên hết")
    )
    decree = forms.CharField(label=gettext_lazy("Văn bản quy định"), max_length=200, required=False)
    province = forms.CharField(
        label=gettext_lazy("Mã tỉnh"),
        max_length=10,
        required=False,
        help_text=gettext_lazy("chỉ cần khi tệp không có cột mã tỉnh"),
    )
    name = forms.CharField(
        label=gettext_lazy("Tên bộ ranh giới"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("để trống: đặt theo cấp, ngày và văn bản"),
    )
    source = forms.CharField(label=gettext_lazy("Nguồn của tệp"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning."""
        cleaned = super().clean()
        since, until = cleaned.get("valid_from"), cleaned.get("valid_to")
        if since and until and until <= since:
            self.add_error("valid_to", _("Ngày hết hiệu lực phải sau ngày có hiệu lực."))
        return cleaned


class IncidentDetails(DetailsForm):
    """Whose incidents they are."""

    source = forms.CharField(
        label=gettext_lazy("Nguồn số liệu"),
        max_length=80,
        help_text=gettext_lazy(
            "đơn vị hoặc sổ theo dõi, ví dụ “Phòng CSGT”; số hiệu vụ việc là duy nhất trong một nguồn"
        ),
    )


class SiteDetails(DetailsForm):
    """Which kind of sites, and who keeps the list."""

    kind = forms.ChoiceField(label=gettext_lazy("Loại địa điểm"))
    source = forms.CharField(label=gettext_lazy("Nguồn của danh sách"), max_length=80, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = SiteKind.objects.values_list("key", "label")
        self.fields["kind"].choices = [*kinds, (KIND_IN_FILE, _("nhiều loại, theo một cột của tệp"))]


class BorderDetails(DetailsForm):
    """Which border, and how well it is known."""

    country = forms.CharField(
        label=gettext_lazy("Nước láng giềng"), max_length=60, initial=gettext_lazy("Campuchia")
    )
    approximate = forms.BooleanField(label=gettext_lazy("Đường gần đúng, chưa đo đạc"), required=False)
    source = forms.CharField(label=gettext_lazy("Nguồn của tệp"), max_length=200, required=False)


class RoadDetails(DetailsForm):
    """Who keeps the roads."""

    source = forms.CharField(label=gettext_lazy("Nguồn của tệp"), max_length=200, required=False)


class IndicatorDetails(DetailsForm):
    """Which communes the codes mean."""

    communes_on = DayField(
        label=gettext_lazy("Mã xã theo ngày"),
        required=False,
        help_text=gettext_lazy("để trống: theo ngày chốt số liệu của từng dòng"),
    )


DETAILS: Mapping[str, type[DetailsForm]] = {
    Layer.BOUNDARIES: BoundaryDetails,
    Layer.INCIDENTS: IncidentDetails,
    Layer.SITES: SiteDetails,
    Layer.BORDER_LINE: BorderDetails,
    Layer.ROADS: RoadDetails,
    Layer.INDICATORS: IndicatorDetails,
}


class ColumnsForm(forms.Form):
    """Which column of the file holds which field; proposed from the headings, decided by the person.

    Args:
        fields: what the kind of rows knows.
        headings: the columns of the file.
        chosen: column to field, as decided before; the headings propose where it is empty.
    """

    def __init__(
        self,
        fields: FieldSet,
        headings: Sequence[str],
        chosen: Mapping[str, str],
        data: Any = None,
    ) -> None:
        super().__init__(data)
        self._set = fields
        proposed = {name: column for column, name in chosen.items() if column in headings}
        if not chosen:
            proposed = dict(match_columns(headings, fields).columns)
        needed = {name for group in fields.required for name in group}
        options = [("", _("(không có)")), *((heading, heading) for heading in headings)]
        for name in sorted(fields.aliases, key=lambda name: name not in needed):
            self.fields[name] = forms.ChoiceField(
                label=field_label(name), choices=options, required=False, initial=proposed.get(name, "")
            )

    @property
    def missing(self) -> list[str]:
        """Return the required fields that have no column, as people call them."""
        chosen = {name for name in self.fields if self._value(name)}
        return [
            " / ".join(field_label(name) for name in group)
            for group in self._set.required
            if not chosen.intersection(group)
        ]

    def clean(self) -> dict[str, Any]:
        """Refuse a column that is given to two fields, and required fields without one."""
        cleaned = super().clean()
        taken: dict[str, str] = {}
        for name, column in list(cleaned.items()):
            if not column:
                continue
            if column in taken:
                self.add_error(
                    name,
                    _("Cột “%(column)s” đã dùng cho “%(other)s”; mỗi cột chỉ dùng cho một mục.")
                    % {"column": column, "other": field_label(taken[column])},
                )
            taken[column] = name
        if self.missing:
            raise forms.ValidationError(
                _("Chưa có cột cho: %(fields)s; hãy chọn cột của tệp cho từng mục.")
                % {"fields": "; ".join(self.missing)}
            )
        return cleaned

    def mapping(self) -> dict[str, str]:
        """Return column to field."""
        return {column: name for name, column in self.cleaned_data.items() if column}

    def _value(self, name: str) -> str:
        if self.is_bound:
            return self.data.get(name, "")
        return self.fields[name].initial


class SetAsideForm(forms.Form):
    """What is decided about rows that lie outside."""

    class Choice(TextChoices):
        DROP = "drop", gettext_lazy("Bỏ")
        WAIT = "wait", gettext_lazy("Giữ lại chờ ranh giới")

    decision = forms.ChoiceField(choices=Choice.choices)
    problems = forms.TypedMultipleChoiceField(
        coerce=int,
        error_messages={"required": gettext_lazy("Chưa đánh dấu dòng nào; hãy đánh dấu ít nhất một dòng.")},
    )


class DuplicateRuleForm(forms.ModelForm):
    """How near two cases must be to be asked about."""

    class Meta:
        model = DuplicateRule
        fields = ("metres", "minutes")
        widgets = {
            name: forms.TextInput(attrs={"class": "input-number", "inputmode": "numeric"})
            for name in ("metres", "minutes")
        }
