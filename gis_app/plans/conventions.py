"""What a document leaves open, and what the program goes by there, each with the record's reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from gis_app.plans.inheriting import origins
from gis_app.plans.items.addressing import Item, items_of
from gis_app.plans.items.choosing import CRITERIA, GROUPINGS, SELECTION
from gis_app.plans.items.document import HEAD, REPORTING, TASKS
from gis_app.plans.items.goals import KPIS, REDUCTION, SUCCESS, TARGETS, WATCH
from gis_app.plans.items.shape import Part
from gis_app.plans.models import Plan


@dataclass(frozen=True, slots=True)
class Convention:
    """One thing left open: what it is about, what is applied, why; `part` is where it stands on the page."""

    part: Part
    about: str
    applied: str
    why: str


def conventions(record: Mapping[str, Any]) -> list[Convention]:
    """Return everything that a filled-in record says its document leaves open, in the order of its parts."""
    return [
        *_head(record),
        *_taken_over(record),
        *_choosing(record),
        *_goals(record),
        *_success(record),
        *_notes(record),
    ]


def _head(record: Mapping[str, Any]) -> Iterator[Convention]:
    if record["doc_no"] is None:
        yield Convention(HEAD, _("Số, ký hiệu"), _("dự thảo chưa có số"), record.get("doc_no_note", ""))
    if record["date"] is None or len(record["date"]) < len("2024-01-31"):
        yield Convention(HEAD, _("Ngày ban hành"), _("chưa có ngày"), record.get("date_note", ""))


def _taken_over(record: Mapping[str, Any]) -> Iterator[Convention]:
    about = {"criteria": CRITERIA, "selection": SELECTION, "success": SUCCESS}
    ruled = origins(record)
    labels = {plan.pk: str(plan) for plan in Plan.objects.filter(pk__in=ruled.values())}
    for key, origin in ruled.items():
        part = about[key]
        applied = _("theo %(plan)s") % {"plan": labels.get(origin, origin)}
        yield Convention(part, str(part.label), applied, _("Văn bản không tự quy định phần này."))


def _choosing(record: Mapping[str, Any]) -> Iterator[Convention]:
    selection = record.get("selection")
    if not selection:
        return
    for item in items_of(record, GROUPINGS):
        if not item.value.get("clause"):
            by = next(field for field in GROUPINGS.fields if field.way == "by")
            about = _("Mẫu số của trần, %(days)s") % {"days": item.name}
            yield Convention(GROUPINGS, about, by.shown(item.value), item.value.get("source", ""))
    minimums = "; ".join(
        f"{field.label}: {field.shown(selection)}"
        for field in SELECTION.fields
        if field.way.startswith("minimums.") and field.shown(selection)
    )
    for about, applied, note in (
        (_("Số tiêu chí tối thiểu"), minimums, selection.get("minimums_note")),
        (_("Nơi quyết định"), _("ghi trong từng quyết định"), selection.get("deciders_note")),
    ):
        if note:
            yield Convention(SELECTION, about, applied, note)


def _goals(record: Mapping[str, Any]) -> Iterator[Convention]:
    for part in (KPIS, TARGETS):
        for item in items_of(record, part):
            if item.value.get("comparator") and not item.value.get("comparator_stated"):
                yield Convention(
                    part, item.name, _("hiểu là “từ … trở lên” (≥)"), _("Văn bản không có từ so sánh.")
                )
            carried = item.value.get("carried_over")
            if carried and not carried["stated"]:
                applied = _("có tính") if carried["counted"] else _("không tính")
                about = _("%(kpi)s: địa bàn chưa đạt được chọn lại") % {"kpi": item.value.get("id", "")}
                yield Convention(part, about, applied, carried["note"])


def _success(record: Mapping[str, Any]) -> Iterator[Convention]:
    success = record["success"]
    if success is None:
        yield Convention(
            SUCCESS,
            str(SUCCESS.label),
            _("không đánh giá địa bàn theo kế hoạch này"),
            record.get("success_note", ""),
        )
    else:
        fields = {field.way: field for field in SUCCESS.fields}
        for key, way in (("counting", "counting.convention"), ("empty_base", "empty_base.choice")):
            if not success[key]["stated"]:
                field = fields[way]
                yield Convention(SUCCESS, str(field.label), field.shown(success), success[key]["note"])
    watch = record.get("relapse_watch")
    if watch and not watch["stated"]:
        months = _("%(n)s tháng") % {"n": watch["months"]} if watch["months"] else _("không thời hạn")
        yield Convention(WATCH, str(WATCH.label), months, watch["note"])
    reduction = record["basic_reduction"]
    if reduction["percent"] is None:
        yield Convention(
            REDUCTION, str(REDUCTION.label), _("người đánh giá nhận định"), reduction.get("note", "")
        )


def _notes(record: Mapping[str, Any]) -> Iterator[Convention]:
    if record["success"] and record["success"].get("note"):
        yield Convention(SUCCESS, str(SUCCESS.label), "", record["success"]["note"])
    for part in (KPIS, TARGETS, CRITERIA, REPORTING, TASKS):
        if part.inherited in origins(record):
            continue
        for item in items_of(record, part):
            if item.value.get("note"):
                yield Convention(part, _short(item), "", item.value["note"])


def _short(item: Item) -> str:
    return str(item.value.get("id") or item.name)
