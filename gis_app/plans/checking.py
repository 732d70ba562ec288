"""Is this a record of a plan? A broken one is refused with one sentence: which, where, what, what to do.

The form is `record.schema.json`. What a schema cannot say stands in `_CHECKS`: names that occur once, days
that exist, times that follow one another. What jsonb cannot hold is refused before either.
"""

from __future__ import annotations

import datetime
import json
import math
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match

from gis_app.plans.faults import Place, name_of, shown, worded

SCHEMA = Path(__file__).parent / "record.schema.json"
_COMMON_YEAR = 2001
_UNIQUE = (("kpis", "id"), ("kpis", "key"), ("targets", "id"), ("criteria", "id"), ("criteria", "key"))

Problem = tuple[Place, str]


class BrokenRecord(ValueError):  # noqa: N818
    """A record that is not published; its text is one sentence for whoever wrote the record."""


def check_record(record: Any, name: str) -> None:
    """Refuse a record that is not of the form, or that contradicts itself.

    Args:
        record: what a YAML file or a page gave; rules taken over from another plan are not filled in yet.
        name: how the record is called in the sentence: its file, or the plan's id.

    Raises:
        BrokenRecord: with the first thing that is wrong.
    """
    try:
        problem = next(_problems(record), None)
    except RecursionError:
        problem = ([], _("lồng nhau quá sâu; hãy viết lại theo các bản ghi có sẵn"))
    if problem is not None:
        place, what = problem
        raise BrokenRecord(
            _("Bản ghi kế hoạch %(name)s sai ở %(place)s: %(what)s.")
            % {"name": name, "place": name_of(record, place), "what": what}
        )


def _problems(record: Any) -> Iterator[Problem]:
    yield from not_storable(record, [])
    error = best_match(form_errors(record))
    if error is not None:
        yield list(error.absolute_path), worded(error)
        return
    yield from contradictions(record)


def form_errors(record: Any) -> Iterator[ValidationError]:
    """Find every place where a record is not of the form."""
    yield from _validator().iter_errors(record)


def contradictions(record: dict[str, Any]) -> Iterator[Problem]:
    """Find what a record of the right form says against itself."""
    for check in _CHECKS:
        yield from check(record)


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def not_storable(value: Any, place: list[str | int]) -> Iterator[Problem]:
    """Find what jsonb cannot hold: other types, NaN, NUL, halves of letters, keys that are no text."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str):
                yield place, _("tên mục “%(key)s” không phải là chữ; hãy đặt trong dấu nháy") % {"key": key}
            else:
                yield from not_storable(inner, [*place, key])
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from not_storable(inner, [*place, number])
    elif isinstance(value, str):
        if "\0" in value or any(0xD800 <= ord(letter) <= 0xDFFF for letter in value):
            yield place, _("có ký tự không lưu được; hãy gõ lại đoạn chữ này")
    elif isinstance(value, float) and not math.isfinite(value):
        yield place, _("không phải là một số; hãy ghi con số của văn bản")
    elif value is not None and not isinstance(value, bool | int | float):
        yield place, _("giá trị không phải chữ, số hoặc danh sách; hãy đặt trong dấu nháy")


def _occur_once(record: dict[str, Any]) -> Iterator[Problem]:
    for part, name in _UNIQUE:
        entries = record.get(part, [])
        seen = Counter(entry[name] for entry in entries)
        for number, entry in enumerate(entries):
            if seen[entry[name]] > 1:
                yield (
                    [part, number, name],
                    _("“%(value)s” có hai lần; mỗi mục cần một mã riêng") % {"value": entry[name]},
                )


def _stand_in_their_group(record: dict[str, Any]) -> Iterator[Problem]:
    for number, entry in enumerate(record.get("criteria", [])):
        if not entry["id"].startswith(entry["group"]) or not entry["key"].startswith(entry["group"] + "."):
            yield (
                ["criteria", number],
                _("mã không thuộc nhóm “%(group)s”; hãy sửa nhóm hoặc mã") % {"group": entry["group"]},
            )


def _days_exist(record: dict[str, Any]) -> Iterator[Problem]:
    places: list[Place] = [["period", "start"], ["period", "end"], ["cover_letter", "date"]]
    grouping = record.get("selection", {}).get("cap_grouping", [])
    places += [
        ["selection", "cap_grouping", n, end] for n in range(len(grouping)) for end in ("from", "until")
    ]
    days = [(place, _at(record, place)) for place in places]
    if record["date"] is not None:
        days.append((["date"], record["date"] if len(record["date"]) == 10 else record["date"] + "-01"))
    for number, entry in enumerate(record["reporting"]):
        if "before" in entry:
            days.append((["reporting", number, "before"], f"{_COMMON_YEAR}{entry['before'][1:]}"))
    for place, day in days:
        if day is not None and not _is_day(day):
            yield (
                place,
                _("“%(day)s” không phải là một ngày có trong mọi năm; hãy xem lại văn bản")
                % {"day": _as_people_write(shown(_at(record, place)))},
            )


def _times_follow(record: dict[str, Any]) -> Iterator[Problem]:
    period = record["period"]
    if period.get("start", "") > period.get("end", "9999"):
        yield ["period"], _("ngày kết thúc trước ngày bắt đầu; hãy xem lại hai ngày")
    for number, entry in enumerate(record["tasks"]):
        first, _dots, last = (entry["due"] or "").partition("..")
        if last and last < first:
            yield ["tasks", number, "due"], _("năm cuối trước năm đầu; hãy xem lại thời hạn")
    for number, entry in enumerate(record["targets"]):
        if entry["comparator"] == "between" and entry["threshold"][0] >= entry["threshold"][1]:
            yield ["targets", number, "threshold"], _("mức dưới không nhỏ hơn mức trên; hãy xem lại hai mức")


def _grouping_has_no_gap(record: dict[str, Any]) -> Iterator[Problem]:
    """Every day must have one way of grouping: the first has no beginning, the last no end."""
    grouping = record.get("selection", {}).get("cap_grouping", [])
    for number, entry in enumerate(grouping):
        begins = entry.get("from")
        if number == 0:
            fits = begins is None
        else:
            ended = grouping[number - 1].get("until")
            fits = None not in (begins, ended) and _next_day(ended) == begins
        if number == len(grouping) - 1:
            fits = fits and "until" not in entry
        if not fits:
            yield (
                ["selection", "cap_grouping", number],
                _(
                    "các giai đoạn tính trần không nối tiếp nhau; mỗi giai đoạn phải bắt đầu "
                    "ngay sau giai đoạn trước"
                ),
            )


def _something_is_counted(record: dict[str, Any]) -> Iterator[Problem]:
    if record["success"] and not any(entry["counts_in_80pct_rule"] for entry in record["targets"]):
        yield ["success"], _("không có chỉ tiêu nào được tính vào tỷ lệ; hãy đánh dấu các chỉ tiêu được tính")


_CHECKS = (
    _occur_once,
    _stand_in_their_group,
    _days_exist,
    _times_follow,
    _grouping_has_no_gap,
    _something_is_counted,
)


def _at(record: Any, place: Place) -> Any:
    for step in place:
        record = record.get(step) if isinstance(record, dict) else record[step] if record else None
    return record


def _is_day(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _as_people_write(day: str) -> str:
    """Return a day of a year or of every year with its day first: `--02-31` is 31/02."""
    return "/".join(part for part in reversed(day.split("-")) if part)


def _next_day(text: str) -> str:
    return (datetime.date.fromisoformat(text) + datetime.timedelta(days=1)).isoformat()
