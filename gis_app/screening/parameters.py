"""The parameters of one screening: the program's defaults, what the plan sets, what this run sets."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gis_app.formats.numbers import number
from gis_app.plans.models import Plan
from gis_app.screening.criteria import Settings
from gis_app.screening.rules.shape import Parameter

# By criterion key and parameter key.
Overrides = Mapping[str, Mapping[str, float]]


class ParameterError(ValueError):
    """A parameter that does not exist or is out of bounds; the text is a sentence for the user."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The value of one parameter and where it comes from: `default`, `plan` or `run`."""

    value: float
    origin: str
    source: str

    def as_json(self) -> dict[str, Any]:
        """Return what a screening stores."""
        return {"value": self.value, "origin": self.origin, "source": self.source}


def choose(
    plan: Plan, settings: Iterable[Settings], overrides: Overrides | None = None
) -> dict[str, dict[str, Chosen]]:
    """Return the value of every parameter, by the key of its settings (a criterion, mostly) and its own.

    Raises:
        ParameterError: an override names none of these parameters, or is out of its bounds.
    """
    settings = list(settings)
    by_plan = {(p.criterion, p.key): p for p in plan.parameters.all()}
    overrides = overrides or {}
    _refuse_unknown(settings, overrides)
    chosen: dict[str, dict[str, Chosen]] = {}
    for group in settings:
        chosen[group.key] = {}
        for parameter in group.parameters:
            value, origin, source = parameter.default, "default", parameter.source.vi
            if set_by_plan := by_plan.get((group.key, parameter.key)):
                value, origin, source = set_by_plan.value, "plan", set_by_plan.source
            if parameter.key in overrides.get(group.key, {}):
                value, origin, source = overrides[group.key][parameter.key], "run", ""
            chosen[group.key][parameter.key] = Chosen(checked(parameter, group.key, value), origin, source)
    return chosen


def checked(parameter: Parameter, settings_key: str, value: float) -> float:
    """Return the value if the parameter may have it.

    Raises:
        ParameterError: it is out of bounds, or has a fraction where only whole numbers make sense.
    """
    language = get_language() or "vi"
    names = {
        "name": f"{settings_key}.{parameter.key}",
        "label": parameter.label.in_language(language),
        "unit": parameter.unit.in_language(language),
        "low": number(parameter.minimum, _decimals(parameter.minimum), language),
        "high": number(parameter.maximum, _decimals(parameter.maximum), language),
    }
    if not math.isfinite(value) or not parameter.minimum <= value <= parameter.maximum:
        raise ParameterError(
            _("Tham số “%(label)s” (%(name)s) phải từ %(low)s đến %(high)s %(unit)s.") % names
        )
    if parameter.whole and not float(value).is_integer():
        raise ParameterError(_("Tham số “%(label)s” (%(name)s) phải là số nguyên.") % names)
    return int(value) if parameter.whole else value


def parse_setting(text: str) -> tuple[str, str, float]:
    """Read `criterion.key=value`, as in `d.mining.min_sites=3`; the decimal sign is a comma or a point.

    Raises:
        ParameterError: the text has another form.
    """
    name, equals, value = text.partition("=")
    criterion, dot, key = name.strip().rpartition(".")
    try:
        amount = float(value.strip().replace(",", "."))
    except ValueError:
        amount = math.nan
    if not (equals and dot and criterion and key) or math.isnan(amount):
        raise ParameterError(
            _(
                "“%(text)s” không phải là tham số: hãy ghi tiêu chí.tham_số=giá_trị, "
                "ví dụ d.mining.min_sites=3."
            )
            % {"text": text}
        )
    return criterion, key, amount


def _refuse_unknown(settings: list[Settings], overrides: Overrides) -> None:
    known = {group.key: {parameter.key for parameter in group.parameters} for group in settings}
    for criterion, values in overrides.items():
        for key in values:
            if key not in known.get(criterion, set()):
                names = ", ".join(f"{group}.{k}" for group in known for k in sorted(known[group]))
                raise ParameterError(
                    _("Không có tham số %(name)s; các tham số của kế hoạch này: %(names)s.")
                    % {"name": f"{criterion}.{key}", "names": names}
                )


def _decimals(value: float) -> int:
    return 0 if float(value).is_integer() else 1
