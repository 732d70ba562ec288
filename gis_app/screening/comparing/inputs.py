"""What two screenings were made from: the inputs that differ, each as one line."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from gis_app.formats.numbers import date, number
from gis_app.screening.criteria import CRITERIA, settings_of
from gis_app.screening.models import Screening
from gis_app.screening.wording import page_language
from layers.models import ImportBatch


@dataclass(frozen=True, slots=True)
class Difference:
    """One input: what it is, and what it was in the earlier and in the later screening."""

    what: str
    before: str
    after: str


def differences(before: Screening, after: Screening) -> list[Difference]:
    """Return the inputs that differ, in the language of the page: plan, day, boundaries, data, parameters."""
    pairs = [
        (_("Kế hoạch"), _plan(before), _plan(after)),
        (_("Năm lựa chọn"), str(before.year), str(after.year)),
        (_("Số liệu đến ngày"), date(before.as_of), date(after.as_of)),
        (_("Phạm vi"), before.territory_text, after.territory_text),
        (_("Bộ ranh giới"), _sets(before), _sets(after)),
        (_("Chương trình"), before.versions.get("diaban", ""), after.versions.get("diaban", "")),
    ]
    return [
        Difference(what, was or "—", is_ or "—")
        for what, was, is_ in [*pairs, *_imports(before, after), *_parameters(before, after)]
        if was != is_
    ]


def _plan(screening: Screening) -> str:
    version = screening.plan_version
    return _("%(plan)s, phiên bản %(number)s") % {"plan": version.label, "number": version.number}


def _sets(screening: Screening) -> str:
    return "; ".join(str(boundary_set) for boundary_set in screening.boundary_sets.order_by("pk"))


def _imports(before: Screening, after: Screening) -> list[tuple[str, str, str]]:
    """Return by layer which imports only one of the two knew."""
    labels = dict(ImportBatch.Layer.choices)
    found = []
    for layer in dict.fromkeys([*before.data_cutoff, *after.data_cutoff]):
        old = {entry["batch"]: entry["file"] for entry in before.data_cutoff.get(layer, [])}
        new = {entry["batch"]: entry["file"] for entry in after.data_cutoff.get(layer, [])}
        gone = ", ".join(file for batch, file in old.items() if batch not in new)
        come = ", ".join(file for batch, file in new.items() if batch not in old)
        what = _("Tệp nhập chỉ có ở một lần: %(layer)s") % {"layer": labels.get(layer, layer)}
        found.append((what, gone, come))
    return found


def _parameters(before: Screening, after: Screening) -> list[tuple[str, str, str]]:
    language = page_language()
    found = []
    for group in settings_of(CRITERIA):
        old, new = before.parameters.get(group.key), after.parameters.get(group.key)
        if old is None or new is None:
            continue
        for parameter in group.parameters:
            label = f"{group.label.in_language(language)}: {parameter.label.in_language(language)}"
            unit = parameter.unit.in_language(language)
            was, is_ = (_written(chosen.get(parameter.key), unit, language) for chosen in (old, new))
            found.append((label, was, is_))
    return found


def _written(chosen: dict[str, float] | None, unit: str, language: str) -> str:
    if chosen is None:
        return ""
    value = float(chosen["value"])
    return f"{number(value, 0 if value.is_integer() else 1, language)} {unit}".strip()
