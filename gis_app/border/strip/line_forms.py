"""The forms of what lies along a line: a section, a river. Ends are typed as people name them, or clicked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gis_app.access.models import Account
from gis_app.border.models import BorderSection, RiverStretch
from gis_app.border.strip.editors import agencies_with_duty
from gis_app.border.strip.forms import RecordForm, refuse_twice
from gis_app.border.strip.measures import UnreadablePlaceError, metres_of, words_at
from gis_app.border.strip.placing import Strip
from gis_app.border.strip.within import is_beside
from gis_app.formats.days import DayField
from gis_app.formats.numbers import number
from layers.border_lines import replace_line
from layers.models import BorderLine, SupersededLine

_PLACE_HELP = gettext_lazy("số mét, “mốc 68 + 350”, “đầu”, “cuối”; hoặc bấm chọn trên bản đồ")


def _place_field(label: Any) -> forms.CharField:
    box = forms.TextInput(attrs={"autocomplete": "off", "data-place": ""})
    return forms.CharField(label=label, max_length=80, widget=box, help_text=_PLACE_HELP)


def lines_beside(strip: Strip, account: Account) -> list[int]:
    """Return the drawings of a strip that run beside a commune of the jurisdiction."""
    return [line.pk for line in strip.lines if is_beside(strip, line, 0.0, strip.length_of(line), account)]


class OnLineForm(RecordForm):
    """A stretch of a border line between two places."""

    #: Where the stored ends lie, by the nearest marker.
    from_words = to_words = ""

    from_place = _place_field(gettext_lazy("Từ"))
    to_place = _place_field(gettext_lazy("Đến"))

    def __init__(self, account: Account, *args: Any, **kwargs: Any) -> None:
        super().__init__(account, *args, **kwargs)
        self.strip = Strip(timezone.localdate(), ahead=True)
        stored = self.instance.line_id if self.instance.pk else None
        if stored and stored not in {line.pk for line in self.strip.lines}:
            # Along a drawing that was replaced: it can be ended, not moved.
            for name in ("line", "from_place", "to_place"):
                del self.fields[name]
            return
        self._offer_lines(stored)
        if stored:
            self.initial["from_place"] = number(self.instance.from_m, 1)
            self.initial["to_place"] = number(self.instance.to_m, 1)
            self.from_words = words_at(self.instance.from_m, self.instance.line, self.strip)
            self.to_words = words_at(self.instance.to_m, self.instance.line, self.strip)

    def _offer_lines(self, stored: int | None) -> None:
        lines = lines_beside(self.strip, self.account)
        choice = self.fields["line"]
        choice.queryset = choice.queryset.filter(Q(pk__in=lines) | Q(pk=stored))
        choice.error_messages["invalid_choice"] = _(
            "Đường này đã có đường khác thay, hoặc không nằm cạnh địa bàn của bạn: hãy chọn đường đang dùng."
        )
        choice.empty_label = None if len(lines) == 1 else _("chọn đường biên giới")

    def clean(self) -> dict[str, Any]:
        """Read both ends; the stretch must run forward beside a commune of the jurisdiction."""
        data = super().clean()
        line = data.get("line")
        if line is None:
            return data
        for field, end in (("from_place", "from_m"), ("to_place", "to_m")):
            # An end that nobody touched keeps its decimals.
            if data.get(field) and ({field, "line"} & set(self.changed_data) or self.instance.pk is None):
                try:
                    setattr(self.instance, end, metres_of(data[field], line, self.strip))
                except UnreadablePlaceError as error:
                    self.add_error(field, str(error))
        if {"from_place", "to_place"} & set(self.errors):
            return data
        start, end_m = self.instance.from_m, self.instance.to_m
        if start < end_m and not is_beside(self.strip, line, start, end_m, self.account):
            self.add_error("line", _("Đoạn này không nằm cạnh xã, phường nào trong địa bàn của bạn."))
        return data

    def _update_errors(self, errors: ValidationError) -> None:
        # The row itself refuses to run backwards; it knows its ends by other names.
        if "to_m" in getattr(errors, "error_dict", {}):
            errors.error_dict["to_place"] = errors.error_dict.pop("to_m")
        super()._update_errors(errors)

    def _get_validation_exclusions(self) -> set[str]:
        # The ends are checked here, under the names of their own fields.
        return super()._get_validation_exclusions() | {"from_m", "to_m"}


class SectionForm(OnLineForm):
    """An agency answers for a stretch of the line."""

    agency_fields = ("agency",)

    class Meta:
        model = BorderSection
        fields = (
            "agency", "name", "line", "from_place", "to_place", "published_length_km", "document",
            "valid_from", "valid_to",
        )  # fmt: skip
        field_classes = {"valid_from": DayField, "valid_to": DayField}

    def __init__(self, account: Account, *args: Any, **kwargs: Any) -> None:
        super().__init__(account, *args, **kwargs)
        self.offer_agencies("agency", agencies_with_duty(account))
        self.fields["agency"].help_text = _(
            "Chỉ nêu cơ quan đã có xã, phường phụ trách; chưa thấy thì ghi địa bàn phụ trách trước."
        )
        published = self.fields["published_length_km"]
        published.localize = True
        published.widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        published.widget.is_localized = True
        published.help_text = _("theo văn bản; để trống nếu văn bản không nêu")


class SupersededForm(RecordForm):
    """A better drawing takes the place of another from a day on."""

    class Meta:
        model = SupersededLine
        fields = ("line", "by", "document", "valid_from", "valid_to")
        field_classes = {"valid_from": DayField, "valid_to": DayField}

    def __init__(self, account: Account, *args: Any, **kwargs: Any) -> None:
        super().__init__(account, *args, **kwargs)
        beside = lines_beside(Strip(timezone.localdate(), ahead=True), account)
        for name in ("line", "by"):
            choice = self.fields[name]
            kept = Q(pk=getattr(self.instance, f"{name}_id"))
            choice.queryset = choice.queryset.filter(Q(pk__in=beside) | kept)
            choice.empty_label = _("chọn đường biên giới")

    def clean(self) -> dict[str, Any]:
        """Refuse a drawing in its own place, and one that is replaced already, on either side."""
        data = super().clean()
        if data.get("line") is not None and data.get("line") == data.get("by"):
            self.add_error("by", _("Đường thay thế phải là đường khác: hãy chọn lại."))
        by, start = data.get("by"), data.get("valid_from")
        if by and start and not BorderLine.objects.not_replaced_on(start).filter(pk=by.pk).exists():
            self.add_error("by", _("Đường thay thế khi đó đã có đường khác thay: hãy chọn đường đang dùng."))
        others = SupersededLine.objects.filter(line__in=[each for each in (data.get("line"),) if each])
        refuse_twice(self, data, others, _("Đường này đã có đường khác thay"))
        return data

    def save(self, commit: bool = True) -> SupersededLine:
        """Store it where the lines are kept."""
        row = super().save(commit=False)
        return replace_line(row) if commit else row


class RiverForm(OnLineForm):
    """A line follows a river."""

    class Meta:
        model = RiverStretch
        fields = ("line", "river", "taken", "from_place", "to_place", "document", "valid_from", "valid_to")
        field_classes = {"valid_from": DayField, "valid_to": DayField}
