"""Words for what was recorded: names of tables, acts, columns and rows in place of their codes."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.dateparse import parse_datetime
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from pghistory.models import Events

from gis_app.access.models import Account, Agency
from gis_app.formats import numbers
from gis_app.plans.models import Plan, PlanDraft, PlanVersion
from gis_app.screening.models import Screening
from gis_app.screening.wording import page_language
from gis_app.transformation.models import Decision, KeyArea, PlanYear
from layers.models import AdminUnit, BoundarySet, ImportBatch, IncidentCategory, Indicator, SiteKind

_ACTS = {
    "insert": gettext_lazy("thêm"),
    "update": gettext_lazy("sửa"),
    "delete": gettext_lazy("xóa"),
    "later": gettext_lazy("đã sửa sau thời điểm này"),
}
_DETAILS = {
    "plan": gettext_lazy("kế hoạch"),
    "year": gettext_lazy("năm"),
    "paper": gettext_lazy("khổ giấy"),
    "on": gettext_lazy("ngày"),
    "scale": gettext_lazy("tỷ lệ 1:"),
    "communes": gettext_lazy("số xã, phường"),
    "key_areas": gettext_lazy("số địa bàn"),
    "list": gettext_lazy("danh sách"),
    "filter": gettext_lazy("bộ lọc"),
    "format": gettext_lazy("định dạng"),
    "system": gettext_lazy("hệ tọa độ"),
    "crs": gettext_lazy("hệ tọa độ"),
    "rows": gettext_lazy("số dòng"),
    "period": gettext_lazy("kỳ"),
    "decision": gettext_lazy("quyết định"),
    "template": gettext_lazy("mẫu"),
    "seal": gettext_lazy("niêm phong"),
    "sealed": gettext_lazy("số quyết định đã niêm phong"),
}
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Change:
    """One column of a changed row: its name, and its values before and after."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Told:
    """One event as the page shows it."""

    at: datetime.datetime
    table: str
    row: str
    act: str
    changes: list[Change]
    account: str


def plan_labels(ids: Iterable[str]) -> dict[str, str]:
    """Return the number under which each plan was published, by its id; ids of no plan are left out."""
    versions = PlanVersion.objects.filter(plan_id__in=set(ids)).order_by("plan_id", "number")
    return {version.plan_id: version.label for version in versions}


def detail_label(key: str) -> str:
    """Return what a choice of a print or export is called."""
    return str(_DETAILS.get(key, key))


def told(events: Iterable[Events]) -> list[Told]:
    """Put the events of one page into words; rows that others point to are looked up together."""
    events = list(events)
    names = _Names(events)
    return [
        Told(
            at=event.pgh_created_at,
            table=_table(event.pgh_obj_model),
            row=names.row(event),
            act=str(_ACTS.get(event.pgh_label, event.pgh_label)),
            changes=[
                _change(field, values, names)
                for name, values in (event.pgh_diff or {}).items()
                if (field := _field(event.pgh_obj_model, name)) is not None
            ],
            account=names.account(event),
        )
        for event in events
    ]


class _Names:
    """Names of the rows to which the changes of a page point."""

    def __init__(self, events: list[Events]) -> None:
        wanted: dict[type[models.Model], set[Any]] = defaultdict(set)
        for event in events:
            wanted[Account].add(_account_id(event))
            model = apps.get_model(event.pgh_obj_model)
            if model in _NAMES:
                wanted[model].add(_row_key(event))
            for name, values in (event.pgh_diff or {}).items():
                field = _field(event.pgh_obj_model, name)
                if field is not None and field.related_model in _NAMES:
                    wanted[field.related_model].update(values)
        self._names = {model: _NAMES[model](keys - {None}) for model, keys in wanted.items()}

    def of(self, model: type[models.Model], key: Any) -> str:
        """Return the name of a row, or its key where there is none."""
        return self._names.get(model, {}).get(key, _("số %(key)s") % {"key": key})

    def row(self, event: Events) -> str:
        """Return the name of the changed row, or its number."""
        names = self._names.get(apps.get_model(event.pgh_obj_model), {})
        return names.get(_row_key(event), str(event.pgh_obj_id))

    def account(self, event: Events) -> str:
        """Return who made a change."""
        key = _account_id(event)
        return _("trực tiếp hoặc bằng dòng lệnh") if key is None else self.of(Account, key)


def _row_key(event: Events) -> Any:
    return apps.get_model(event.pgh_obj_model)._meta.pk.to_python(event.pgh_obj_id)


def _account_id(event: Events) -> Any:
    return (event.pgh_context or {}).get("user")


def _table(label: str) -> str:
    name = str(apps.get_model(label)._meta.verbose_name)
    return name[:1].upper() + name[1:]


def _field(label: str, column: str) -> Any:
    """Return the field of a column; None for one that an earlier version had."""
    fields = apps.get_model(label)._meta.concrete_fields
    return next((field for field in fields if field.attname == column), None)


def _change(field: Any, values: list[Any], names: _Names) -> Change:
    before, after = (_value(field, value, names) for value in values)
    return Change(_column(field), before, after)


def _column(field: Any) -> str:
    """Return the name of a column; a reference without a name of its own is called as what it points to."""
    unnamed = field.verbose_name == field.name.replace("_", " ")
    if unnamed and field.related_model is not None:
        return str(field.related_model._meta.verbose_name)
    return str(field.verbose_name)


def _value(field: Any, value: Any, names: _Names) -> str:
    if value is None or value == "":
        return "—"
    if field.related_model is not None:
        return names.of(field.related_model, value)
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return pgettext("giá trị", "có") if value else pgettext("giá trị", "không")
    if isinstance(field, models.DateTimeField):
        moment = parse_datetime(str(value))
        return str(value) if moment is None else f"{localtime(moment):%H:%M %d/%m/%Y}"
    if isinstance(field, models.DateField):
        return numbers.date(datetime.date.fromisoformat(str(value)))
    if isinstance(value, float):
        return str(value).replace(".", ",") if page_language() == "vi" else str(value)
    text = str(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _by_text(model: type[models.Model]) -> Callable[[set[Any]], Mapping[Any, str]]:
    return lambda keys: {row.pk: str(row) for row in model._default_manager.filter(pk__in=keys)}


def _plan_years(keys: set[Any]) -> dict[Any, str]:
    rows = list(PlanYear.objects.filter(pk__in=keys))
    labels = plan_labels(row.plan_id for row in rows)
    return {row.pk: f"{labels.get(row.plan_id, row.plan_id)}, {row.year}" for row in rows}


def _areas(keys: set[Any]) -> dict[Any, str]:
    rows = KeyArea.objects.filter(pk__in=keys).values_list("pk", "unit__full_name", "plan_year__year")
    return {pk: f"{name} ({year})" for pk, name, year in rows}


def _plan_drafts(keys: set[Any]) -> dict[Any, str]:
    drafts = PlanDraft.objects.filter(pk__in=keys)
    return {draft.pk: draft.content.get("doc_no") or draft.content.get("id", "") for draft in drafts}


def _decisions(keys: set[Any]) -> dict[Any, str]:
    rows = Decision.objects.filter(pk__in=keys).values_list("pk", "number", "decided_on")
    return {pk: f"{number} ({numbers.date(day)})" for pk, number, day in rows}


def _by_area(model: type[models.Model]) -> Callable[[set[Any]], Mapping[Any, str]]:
    """Name the records about an area by its commune and year."""

    def named(keys: set[Any]) -> dict[Any, str]:
        rows = model._default_manager.filter(pk__in=keys)
        told = rows.values_list("pk", "area__unit__full_name", "area__plan_year__year")
        return {pk: f"{unit} ({year})" for pk, unit, year in told}

    return named


_NAMES: dict[type[models.Model], Callable[[set[Any]], Mapping[Any, str]]] = {
    **{m: _by_text(m) for m in (Account, Agency, BoundarySet, ImportBatch)},
    **{m: _by_text(m) for m in (IncidentCategory, Indicator, SiteKind)},
    AdminUnit: lambda keys: dict(AdminUnit.objects.filter(pk__in=keys).values_list("pk", "full_name")),
    Plan: lambda keys: plan_labels(keys),
    PlanYear: _plan_years,
    PlanDraft: _plan_drafts,
    **{
        model: _by_area(model)
        for model in apps.get_app_config("transformation").get_models()
        if any(one.name == "area" for one in model._meta.fields)
    },
    KeyArea: _areas,
    Decision: _decisions,
    PlanVersion: lambda keys: {
        row.pk: _("%(label)s, phiên bản %(number)s") % {"label": row.label, "number": row.number}
        for row in PlanVersion.objects.filter(pk__in=keys)
    },
    Screening: lambda keys: {
        row.pk: _("rà soát cho năm %(year)s, số liệu đến %(day)s")
        % {"year": row.year, "day": numbers.date(row.as_of)}
        for row in Screening.objects.filter(pk__in=keys)
    },
}
