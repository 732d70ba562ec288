"""A record as pages show it: sections of items with their figures, clauses and quotations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from gis_app.plans.inheriting import origins
from gis_app.plans.items.addressing import Item, items_of
from gis_app.plans.items.changing import changed_words
from gis_app.plans.items.goals import KPIS, REDUCTION, SUCCESS, TARGETS
from gis_app.plans.items.kinds import QUOTE, THRESHOLD
from gis_app.plans.items.parts import PARTS
from gis_app.plans.items.shape import Part
from gis_app.plans.models import Plan

_SIGNS = {">=": "≥", ">": ">", "<": "<", "<=": "≤", "==": "="}
# Fields that the name of an item or its figure shows already.
_IN_NAME = frozenset({"id", "text", "name", "body", "group"})
_IN_FIGURE = frozenset({"comparator", "threshold", "unit", "percent", "min_target_share", "above_range"})
# What is worth a word only where it is otherwise.
_GOES_WITHOUT_SAYING = {"comparator_stated": True, "kind": "numeric"}


@dataclass(frozen=True, slots=True)
class Said:
    """Where the document says something, and its words."""

    clause: str
    quote: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One item in words.

    Attributes:
        code: its id in the document, e.g. `T3`.
        text: what it is, in whole.
        figure: the figure with its sign and unit, e.g. `≥ 80 %`.
        facts: label and words of everything else.
        changed: by which document or for which reason it is not as it was, or empty.
    """

    item: Item
    code: str
    text: str
    figure: str
    facts: list[tuple[str, str]]
    said: list[Said]
    changed: str


@dataclass(frozen=True, slots=True)
class Section:
    """The items of one part; `origin` is the plan that rules it where the document does not."""

    part: Part
    shown: list[Shown]
    origin: str
    removed: list[tuple[str, str]]


def sections(record: Mapping[str, Any]) -> list[Section]:
    """Return the parts of a filled-in record that it has something of, in their order."""
    ruled = origins(record)
    labels = {plan.pk: str(plan) for plan in Plan.objects.filter(pk__in=ruled.values())}
    found = []
    for part in PARTS:
        items = items_of(record, part)
        removed = [
            (Item(part, None, entry["what"]).name, changed_words(entry["changed_by"]))
            for entry in record.get("removed", [])
            if entry["part"] == part.key
        ]
        if items or removed:
            origin = labels.get(ruled.get(part.inherited, ""), ruled.get(part.inherited, ""))
            found.append(Section(part, [show(item) for item in items], origin, removed))
    return found


def show(item: Item) -> Shown:
    """Put one item into words."""
    part, value = item.part, item.value
    figure = figure_of(item)
    hidden = (_IN_NAME if part.many else frozenset()) | (_IN_FIGURE if figure else frozenset())
    facts, said = [], []
    for field in part.fields:
        words = field.shown(value)
        if not words or field.way in hidden or _GOES_WITHOUT_SAYING.get(field.way) == field.value(value):
            continue
        if field.kind is QUOTE:
            clause = next((one for one in part.fields if one.way == _beside(field.way, "clause")), None)
            said.append(Said(clause.shown(value) if clause else "", words))
        elif not field.way.endswith("clause"):
            facts.append((str(field.label), words))
    text = next((str(value[key]) for key in ("text", "name", "body") if part.many and value.get(key)), "")
    return Shown(
        item=item,
        code=str(value.get("id", "")) if part.many else "",
        text=text or (item.name if part.many else ""),
        figure=figure,
        facts=facts,
        said=said,
        changed=changed_words(item.changed_by),
    )


def figure_of(item: Item) -> str:
    """Return the figure of a goal with sign and unit, or an empty text for what has none.

    A draft may hold anything; what is no figure is shown as it was typed.
    """
    value = item.value
    match item.part.key:
        case TARGETS.key | KPIS.key:
            number, unit = value.get("threshold"), value.get("unit") or ""
        case SUCCESS.key:
            number, unit = value.get("min_target_share"), "%"
        case REDUCTION.key:
            number, unit = value.get("percent"), "%"
        case _:
            return ""
    if number is None:
        return ""
    if isinstance(number, list):
        ends = " - ".join(THRESHOLD.text(one) for one in number)
        beyond = _(", vượt khoảng vẫn đạt") if value.get("above_range") == "met" else ""
        return f"{ends} {unit}{beyond}"
    comparator = value.get("comparator")
    return f"{_SIGNS.get(str(comparator), comparator or '')} {THRESHOLD.text(number)} {unit}".strip()


def _beside(way: str, name: str) -> str:
    before, dot, _last = way.rpartition(".")
    return f"{before}{dot}{name}"
