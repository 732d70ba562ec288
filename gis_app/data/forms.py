"""The forms of the import steps; none of them changes a job by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gis_app.data.kinds import UPLOADED
from gis_app.data.wording import field_label
from gis_app.plans.models import Plan
from layers.models import DuplicateRule, ImportBatch
from layers.reading.columns import FieldSet, match_columns

Layer = ImportBatch.Layer

#: Encodings that a person may choose, besides what the text itself tells.
ENCODINGS = ("utf-8", "tcvn3", "vni", "viscii", "cp1258")


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
        self.fields["layer"].choices = [(key, Layer(key).label.capitalize()) for key in UPLOADED]
        limit = settings.MAX_UPLOAD_BYTES // (1024 * 1024)
        self.fields["file"].help_text = _(
            "Shapefile và MapInfo: nén các tệp thành phần vào một tệp zip. Cỡ tối đa %(limit)s MB."
        ) % {"limit": limit}
        if too_large:
            self.fields["file"].error_messages["required"] = _(
                "Tệp lớn hơn %(limit)s MB cho phép; hãy chia nhỏ tệp hoặc nhập bằng lệnh trên máy chủ."
            ) % {"limit": limit}


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
                label=field_label(name),
                choices=options,
                required=False,
                initial=proposed.get(name, ""),
                help_text=self._needed(name),
            )

    def _needed(self, name: str) -> str:
        """Return whether a field must have a column, or which others will do instead."""
        for group in self._set.required:
            if tuple(group) == (name,):
                return _("bắt buộc")
            if name in group:
                others = ", ".join(field_label(other) for other in group if other != name)
                return _("bắt buộc, hoặc thay bằng: %(others)s") % {"others": others}
        return ""

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


class TemplateForm(forms.Form):
    """For which plan and period a workbook of figures is made."""

    plan = forms.ModelChoiceField(
        Plan.objects.order_by("pk"), label=gettext_lazy("Kế hoạch"), empty_label=None
    )
    year = forms.IntegerField(
        label=gettext_lazy("Năm"),
        min_value=1990,
        max_value=2099,
        initial=lambda: timezone.localdate().year,
        widget=forms.TextInput(attrs={"class": "input-number", "inputmode": "numeric"}),
    )
    part = forms.ChoiceField(label=gettext_lazy("Kỳ"), required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["part"].choices = [
            ("", _("cả năm")),
            *((f"-Q{n}", _("quý %(n)s") % {"n": n}) for n in range(1, 5)),
            *((f"-{n:02d}", _("tháng %(n)s") % {"n": n}) for n in range(1, 13)),
        ]

    @property
    def period(self) -> str:
        """Return the period as figures carry it: 2026, 2026-Q3 or 2026-07."""
        return f"{self.cleaned_data['year']}{self.cleaned_data['part']}"


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
