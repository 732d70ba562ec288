"""Who changed what in the records of the yearly cycle, and how they stood at a moment of the past.

Records with changes keep an event for each, written by the database's triggers; records that never change
tell themselves when and by whom they were written. Both are read as one list here. A moment is when
something was
**recorded**; the day from which a status counts is another thing, and is the slider of the map.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import F, Q, QuerySet, Value

from gis_app.access.models import Account
from gis_app.access.restricting import restrict, scope_of
from gis_app.transformation.models import Decision, KeyArea, PlanYear
from gis_app.transformation.plans_seen import plan_versions

APP = "transformation"
#: When and by whom a record was written, in the records that say so themselves.
_WRITTEN = (("recorded_at", "recorded_by"), ("entered_at", "entered_by"), ("computed_at", "computed_by"))


@dataclass(frozen=True, slots=True)
class Seen:
    """One change, with the names that `history_labels.told` reads."""

    pgh_created_at: datetime.datetime
    pgh_obj_model: str
    pgh_obj_id: Any
    pgh_label: str
    pgh_diff: dict[str, list[Any]]
    pgh_context: dict[str, Any] = field(default_factory=dict)


def cycle_models() -> list[type[models.Model]]:
    """Return the kinds of records of the cycle, without the events about them."""
    return [
        model for model in apps.get_app_config(APP).get_models() if not hasattr(model, "pgh_tracked_model")
    ]


def changes(account: Account, plan_year: PlanYear | None = None) -> QuerySet[Any, tuple[Any, str, int]]:
    """Return moment, kind and key of every change that the account may see, newest first.

    The kind is the label of a model of events, or of records that never change; `seen` reads the rows of a
    page.
    """
    parts = []
    for model in cycle_models():
        visible = _visible(model, account, plan_year)
        if visible is None:
            continue
        if (events := getattr(model, "pgh_event_model", None)) is not None:
            about = events.objects.filter(visible)
            parts.append(_part(about, events, F("pgh_created_at")))
        if (moment := _written(model)) and not _keeps_inserts(model):
            parts.append(_part(model._default_manager.filter(visible), model, F(moment[0])))
    first, *rest = parts
    return first.union(*rest, all=True).order_by("-at", "-key")


def seen(page: Iterable[tuple[datetime.datetime, str, int]]) -> list[Seen]:
    """Read the changes of one page, each with what it changed."""
    page = list(page)
    found: dict[tuple[str, int], Seen] = {}
    for label in {label for _at, label, _key in page}:
        model = apps.get_model(label)
        keys = [key for _at, of, key in page if of == label]
        told = _events(model, keys) if hasattr(model, "pgh_tracked_model") else _written_rows(model, keys)
        found.update({(label, key): change for key, change in told})
    return [found[label, key] for _at, label, key in page if (label, key) in found]


def records_at(plan_year: PlanYear, at: datetime.datetime, account: Account) -> list[Seen]:
    """Return every record of a year as it stood at a moment, kind by kind; `pgh_diff` holds its columns."""
    found: list[Seen] = []
    for model in cycle_models():
        visible = _visible(model, account, plan_year)
        if visible is None:
            continue
        if _keeps_inserts(model):
            events = (
                model.pgh_event_model.objects.filter(visible, pgh_created_at__lte=at)  # type: ignore[attr-defined]
                .select_related("pgh_context")
                .order_by("pgh_obj_id", "-pgh_id")
                .distinct("pgh_obj_id")
            )
            found += [_whole(event) for event in events if event.pgh_label != "delete"]
        elif moment := _written(model):
            rows = model._default_manager.filter(visible, **{f"{moment[0]}__lte": at}).order_by("pk")
            found += _with_later_events(model, [change for _key, change in _rows(model, rows)], at)
    return found


def _with_later_events(model: type[models.Model], found: list[Seen], at: datetime.datetime) -> Iterator[Seen]:
    """Yield rows whose first writing left no event, as the newest event until the moment says.

    One that was changed only afterwards is labelled `later`: what it said before is not kept.
    """
    events = getattr(model, "pgh_event_model", None)
    if events is None:
        yield from found
        return
    about = events.objects.filter(pgh_obj_id__in=[one.pgh_obj_id for one in found])
    newest = {
        event.pgh_obj_id: event
        for event in about.filter(pgh_created_at__lte=at).select_related("pgh_context").order_by("pgh_id")
    }
    later = set(about.filter(pgh_created_at__gt=at).values_list("pgh_obj_id", flat=True))
    for one in found:
        if (event := newest.get(one.pgh_obj_id)) is not None:
            if event.pgh_label != "delete":
                yield _whole(event)
        else:
            yield replace(one, pgh_label="later") if one.pgh_obj_id in later else one


def _part(rows: Any, model: type[models.Model], moment: F) -> Any:
    return (
        rows.order_by()
        .annotate(at=moment, kind=Value(model._meta.label, models.TextField()), key=F("pk"))
        .values_list("at", "kind", "key")
    )


def _visible(model: type[models.Model], account: Account, plan_year: PlanYear | None) -> Q | None:
    """Return which rows of a model and of its events the account may see, None where it may see none."""
    areas = restrict(KeyArea.objects.all(), account)
    decisions = restrict(Decision.objects.all(), account)
    if plan_year is not None:
        areas, decisions = areas.filter(plan_year=plan_year), decisions.filter(plan_year=plan_year)
    if scope_of(account).everything and plan_year is None:
        return Q()
    fields = {one.name for one in model._meta.get_fields()}
    if model is KeyArea:
        return Q(id__in=areas.values("pk"))
    if model is Decision:
        return Q(id__in=decisions.values("pk"))
    if model is PlanYear:
        plans = [version.plan_id for version in plan_versions(account)]
        return Q(plan__in=plans) if plan_year is None else Q(id=plan_year.pk, plan__in=plans)
    if "area" in fields:
        return Q(area__in=areas.values("pk"))
    if "decision" in fields:
        return Q(decision__in=decisions.values("pk"))
    return None


def _written(model: type[models.Model]) -> tuple[str, str] | None:
    names = {one.name for one in model._meta.get_fields()}
    return next(((at, by) for at, by in _WRITTEN if at in names), None)


def _keeps_inserts(model: type[models.Model]) -> bool:
    """Say whether the triggers keep an event of the first writing, too."""
    events = getattr(model, "pgh_event_model", None)
    return events is not None and any(
        getattr(tracker, "label", "") == "insert" for tracker in events.pgh_trackers or ()
    )


def _events(model: Any, keys: list[int]) -> Iterator[tuple[int, Seen]]:
    """Yield each event with what it changed against the event before about the same row."""
    wanted = {
        event.pgh_id: event for event in model.objects.filter(pk__in=keys).select_related("pgh_context")
    }
    objects = {event.pgh_obj_id for event in wanted.values()}
    before: dict[Any, Any] = {}
    for event in model.objects.filter(pgh_obj_id__in=objects).order_by("pgh_id"):
        previous = before.get(event.pgh_obj_id)
        before[event.pgh_obj_id] = event
        if event.pgh_id not in wanted:
            continue
        values, old = _columns(event), _columns(previous) if previous is not None else {}
        diff = {
            name: [old.get(name), value]
            for name, value in values.items()
            if old.get(name) != value and not (previous is None and value in (None, ""))
        }
        yield event.pgh_id, _seen(wanted[event.pgh_id], {} if event.pgh_label == "delete" else diff)


def _whole(event: Any) -> Seen:
    return _seen(event, {name: [None, value] for name, value in _columns(event).items()})


def _seen(event: Any, diff: dict[str, list[Any]]) -> Seen:
    context = event.pgh_context.metadata if event.pgh_context else {}
    label = type(event).pgh_tracked_model._meta.label
    return Seen(event.pgh_created_at, label, event.pgh_obj_id, event.pgh_label, diff, context)


def _written_rows(model: type[models.Model], keys: list[int]) -> Iterator[tuple[int, Seen]]:
    yield from _rows(model, model._default_manager.filter(pk__in=keys))


def _rows(model: type[models.Model], rows: Iterable[Any]) -> Iterator[tuple[int, Seen]]:
    """Yield each row as it was first written, by whom it says itself."""
    moment = _written(model)
    if moment is None:
        return
    at, by = moment
    for row in rows:
        diff = {name: [None, value] for name, value in _columns(row).items() if value not in (None, "")}
        user = getattr(row, f"{by}_id")
        yield row.pk, Seen(getattr(row, at), model._meta.label, row.pk, "insert", diff, {"user": user})


def _columns(row: models.Model) -> dict[str, Any]:
    """Return the columns of a row that can be read: not its key, nor when and by whom it was written.

    Structured values (the caps of a decision, the steps of an evaluation, the text of a seal) are read on the
    page of the record itself.
    """
    left_out = {"id", "content", *(name for at, by in _WRITTEN for name in (at, f"{by}_id"))}
    return {
        one.attname: getattr(row, one.attname)
        for one in row._meta.concrete_fields
        if one.attname not in left_out
        and not one.name.startswith("pgh_")
        and not isinstance(one, models.JSONField)
    }
