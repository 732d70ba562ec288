"""Pages of a long list that cost the same at its end as at its beginning.

A page begins after the last row of the one before ("keyset"), so that the database walks along an index and
never counts rows that it then throws away. How many rows there are is counted up to a bound.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

ROWS_PER_PAGE = 50
#: Beyond this a list only says "more than"; counting a million rows would take longer than the page itself.
MOST_COUNTED = 1_000

#: What of a row's place a cursor may hold: names of sites are the longest.
_LONGEST_CURSOR = 2_000


class BadCursorError(ValueError):
    """An address names no place in the list. The text is one sentence for a person."""


@dataclass(frozen=True, slots=True)
class Order:
    """One way to sort a list.

    Attributes:
        fields: of the model, the first with an index, the last one unique.
        descending: all fields run the same way.
        first_is_shortcut: the second field alone sorts alike but has no index. A list of few rows is sorted
            without the first: walking along its index the database would meet one of them in a thousand.
    """

    label: str | Promise
    fields: tuple[str, ...]
    descending: bool = False
    first_is_shortcut: bool = False

    def sorting(self, *, few: bool, downwards: bool) -> list[str]:
        """Return the fields as `order_by` takes them."""
        fields = self.fields[1:] if few and self.first_is_shortcut else self.fields
        return [f"-{field}" for field in fields] if downwards else list(fields)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list.

    Attributes:
        before, after: cursors of the neighbouring pages, empty where there are none.
    """

    rows: list[Any]
    before: str
    after: str


def page_of(rows: QuerySet[Any], order: Order, asked: Mapping[str, str], *, few: bool) -> Page:
    """Return the page that begins after the cursor `after`, or ends before the cursor `before`.

    Args:
        rows: without an order of their own.
        order: how they are sorted.
        asked: the parameters of the address.
        few: the rows are few among all of the table.

    Raises:
        BadCursorError: when a cursor cannot be read.
    """
    back = bool(asked.get("before"))
    cursor = asked.get("before") or asked.get("after") or ""
    downwards = order.descending != back
    if cursor:
        rows = rows.filter(_beyond(order, _read(cursor, order, rows.model), downwards))
    found = list(rows.order_by(*order.sorting(few=few, downwards=downwards))[: ROWS_PER_PAGE + 1])
    more, found = len(found) > ROWS_PER_PAGE, found[:ROWS_PER_PAGE]
    if back:
        found.reverse()
    if not found:
        return Page([], "", "")
    has_before, has_after = (more, True) if back else (bool(cursor), more)
    return Page(
        found,
        _written(found[0], order) if has_before else "",
        _written(found[-1], order) if has_after else "",
    )


def counted(rows: QuerySet[Any], order: Order, *, few: bool) -> int:
    """Return how many rows there are; `MOST_COUNTED` + 1 stands for more than can be told quickly.

    Many rows are counted in their order: what the planner takes for a random part of the table may be all at
    the end of another index.
    """
    rows = rows.order_by() if few else rows.order_by(*order.sorting(few=few, downwards=order.descending))
    return rows[: MOST_COUNTED + 1].count()


def _beyond(order: Order, values: list[Any], downwards: bool) -> Q:
    """Match what follows a row: SQL's comparison of tuples, spelled out."""
    sign = "lt" if downwards else "gt"
    beyond = Q()
    for position, field in enumerate(order.fields):
        same = {name: values[at] for at, name in enumerate(order.fields[:position])}
        beyond |= Q(**same, **{f"{field}__{sign}": values[position]})
    # Follows from the above, but only this the planner turns into a stretch of the index.
    return Q(**{f"{order.fields[0]}__{sign}e": values[0]}) & beyond


def _written(row: Model, order: Order) -> str:
    values = [
        row.pk if name == "pk" else row._meta.get_field(name).value_to_string(row) for name in order.fields
    ]
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def _read(cursor: str, order: Order, model: type[Model]) -> list[Any]:
    try:
        if len(cursor) > _LONGEST_CURSOR:
            raise ValueError
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(values, list) or len(values) != len(order.fields):
            raise ValueError
        return [_value(value, name, model) for value, name in zip(values, order.fields, strict=True)]
    except (ValueError, ValidationError, binascii.Error, RecursionError) as error:
        raise BadCursorError(_("Địa chỉ trang không đọc được; hãy mở lại danh sách từ đầu.")) from error


def _value(value: Any, name: str, model: type[Model]) -> Any:
    field = model._meta.pk if name == "pk" else model._meta.get_field(name)
    if not isinstance(value, str | int) or isinstance(value, bool) or "\0" in str(value):
        raise ValueError
    found = field.to_python(value)
    if found is None or (isinstance(found, int) and abs(found) >= 2**63):
        raise ValueError
    return found
