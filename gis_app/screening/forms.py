"""The form that runs a screening: plan, year, day, and every parameter of every rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from gis_app.formats.numbers import number
from gis_app.plans.models import Plan, PlanVersion
from gis_app.screening.criteria import CRITERIA, Settings, criteria_of, settings_of, wording_of
from gis_app.screening.parameters import Overrides, ParameterError, checked
from gis_app.screening.rules.shape import Parameter
from gis_app.screening.running import FIRST_YEAR, LAST_YEAR
from gis_app.screening.wording import Text

_BOUNDS = Text("từ {low} đến {high} {unit}", "{low} to {high} {unit}")


class AmountField(forms.Field):
    """A number typed with a decimal comma or point, within the bounds of one parameter."""

    def __init__(self, settings: Settings, parameter: Parameter, **options: Any) -> None:
        widget = forms.TextInput(
            attrs={"class": "input-number", "inputmode": "decimal", "autocomplete": "off"}
        )
        super().__init__(required=False, widget=widget, **options)
        self.settings, self.parameter = settings, parameter

    def clean(self, value: str | None) -> float | None:
        """Return the number, or None for an empty field (then the plan's value holds)."""
        text = (value or "").strip().replace(",", ".")
        if not text:
            return None
        try:
            return checked(self.parameter, self.settings.key, float(text))
        except ParameterError as error:
            raise forms.ValidationError(str(error)) from error
        except ValueError as error:
            raise forms.ValidationError(_("“%(text)s” không phải là số.") % {"text": value}) from error


@dataclass(frozen=True)
class Group:
    """The fields of one criterion, with the wording of the chosen plan."""

    label: str
    wording: str
    fields: list[tuple[forms.BoundField, str]]


class RunForm(forms.Form):
    """What to run. Parameters left empty keep the value of the plan or of the program."""

    plan = forms.ModelChoiceField(
        Plan.objects.all(), label=gettext_lazy("Kế hoạch"), empty_label=None, to_field_name="id"
    )
    year = forms.IntegerField(label=gettext_lazy("Năm lựa chọn"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    as_of = forms.DateField(
        label=gettext_lazy("Số liệu đến ngày"),
        required=False,
        input_formats=["%d/%m/%Y", "%Y-%m-%d"],
        widget=forms.DateInput(attrs={"class": "input-date", "placeholder": "dd/mm/yyyy"}),
        help_text=gettext_lazy("để trống: hôm nay, không quá 31/12 của năm"),
    )

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["year"].initial = timezone.localdate().year
        language = get_language() or "vi"
        for settings in settings_of(CRITERIA):
            for parameter in settings.parameters:
                default = number(parameter.default, _decimals(parameter.default), language)
                self.fields[_name(settings, parameter)] = AmountField(
                    settings,
                    parameter,
                    label=parameter.label.in_language(language),
                    help_text=_bounds(parameter, language),
                )
                self.fields[_name(settings, parameter)].widget.attrs["placeholder"] = default

    def groups(self) -> list[Group]:
        """Return the parameter fields by criterion, each with the source of its default."""
        language = get_language() or "vi"
        plan = Plan.objects.filter(pk=self["plan"].value()).first() or Plan.objects.first()
        version = plan.current if plan else None
        groups = []
        for settings in _settings(version) if version else []:
            fields = [
                (self[_name(settings, parameter)], parameter.source.in_language(language))
                for parameter in settings.parameters
            ]
            wording = wording_of(version, settings.key) if version else ""
            groups.append(Group(settings.label.in_language(language), wording, fields))
        return groups

    def overrides(self) -> Overrides:
        """Return the parameters that were filled in, by criterion of the chosen plan and key."""
        chosen: dict[str, dict[str, float]] = {}
        day = self.cleaned_data.get("as_of") or timezone.localdate()
        version = self.cleaned_data["plan"].version_for(self.cleaned_data["year"])
        for settings in settings_of(criteria_of(version, day)):
            for parameter in settings.parameters:
                value = self.cleaned_data.get(_name(settings, parameter))
                if value is not None:
                    chosen.setdefault(settings.key, {})[parameter.key] = value
        return chosen


def _settings(version: PlanVersion) -> list[Settings]:
    return settings_of(criteria_of(version, timezone.localdate()))


def _name(settings: Settings, parameter: Parameter) -> str:
    return f"{settings.key}.{parameter.key}"


def _bounds(parameter: Parameter, language: str) -> str:
    return _BOUNDS.in_language(language).format(
        low=number(parameter.minimum, _decimals(parameter.minimum), language),
        high=number(parameter.maximum, _decimals(parameter.maximum), language),
        unit=parameter.unit.in_language(language),
    )


def _decimals(value: float) -> int:
    return 0 if float(value).is_integer() else 1
