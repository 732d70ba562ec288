"""Values that an address carries after the question mark, checked before anything is asked of the data."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Collection
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.gis.geos import Polygon
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from layers.models.fields import SRID

View = ParamSpec("View")

# What the first maps of the program could hold; a year beyond is a slip of the keyboard.
EARLIEST, LATEST = datetime.date(1990, 1, 1), datetime.date(2100, 12, 31)


class BadParameterError(ValueError):
    """A value that cannot be read; the message is a sentence for the reader."""


def day(query: QueryDict, name: str) -> datetime.date | None:
    """Return a day written dd/mm/yyyy or yyyy-mm-dd, None where it is absent or empty."""
    text = query.get(name, "").strip()
    if not text:
        return None
    for pattern in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            found = datetime.datetime.strptime(text, pattern).date()  # noqa: DTZ007, a calendar day
        except ValueError:
            continue
        if EARLIEST <= found <= LATEST:
            return found
    raise BadParameterError(
        _("“%(text)s” không phải là ngày: hãy viết ngày/tháng/năm, ví dụ 30/06/2026.") % {"text": text[:40]}
    )


def whole_number(query: QueryDict, name: str, low: int, high: int) -> int | None:
    """Return a whole number from `low` to `high`, None where it is absent or empty."""
    text = query.get(name, "").strip()
    if not text:
        return None
    # isdecimal() also takes digits of other scripts, which int() reads as well.
    if text.isdecimal() and len(text) <= 18 and low <= int(text) <= high:
        return int(text)
    raise BadParameterError(
        _("“%(text)s” không dùng được: cần một số nguyên từ %(low)s đến %(high)s.")
        % {"text": text[:40], "low": low, "high": high}
    )


def box(query: QueryDict, name: str = "bbox") -> Polygon | None:
    """Return the rectangle west,south,east,north (degrees, WGS 84), None where it is absent."""
    text = query.get(name, "").strip()
    if not text:
        return None
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        west = south = east = north = math.nan
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise BadParameterError(
            _(
                "Khung bản đồ không đúng: cần bốn số tây,nam,đông,bắc tính bằng độ, "
                "ví dụ 106.5,10.5,107.5,11.5."
            )
        )
    rectangle = Polygon.from_bbox((west, south, east, north))
    rectangle.srid = SRID
    return rectangle


def place(query: QueryDict, name: str) -> tuple[float, float] | None:
    """Return the place lat,lon (degrees, WGS 84), None where it is absent."""
    text = query.get(name, "").strip()
    if not text:
        return None
    try:
        lat, lon = (float(part) for part in text.split(","))
    except ValueError:
        lat = lon = math.nan
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise BadParameterError(
            _("“%(text)s” không phải một vị trí: cần vĩ độ,kinh độ tính bằng độ, ví dụ 10.95,106.82.")
            % {"text": text[:40]}
        )
    return lat, lon


def keys(query: QueryDict, name: str, known: Collection[str]) -> list[str] | None:
    """Return the comma-separated keys, each of them known; None where the parameter is absent."""
    if name not in query:
        return None
    asked = [key for key in query[name].split(",") if key]
    if unknown := next((key for key in asked if key not in known), None):
        raise BadParameterError(_("“%(key)s” không có trong danh mục.") % {"key": unknown[:40]})
    return asked


def _answering(
    view: Callable[Concatenate[HttpRequest, View], HttpResponse],
    refuse: Callable[[HttpRequest, str], HttpResponse],
) -> Callable[Concatenate[HttpRequest, View], HttpResponse]:
    @wraps(view)
    def answer(request: HttpRequest, *args: View.args, **kwargs: View.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except BadParameterError as problem:
            return refuse(request, str(problem))

    return answer


def data_view(
    view: Callable[Concatenate[HttpRequest, View], HttpResponse],
) -> Callable[Concatenate[HttpRequest, View], HttpResponse]:
    """Answer a bad parameter of a data address with 400 and the sentence alone."""
    return _answering(
        view,
        lambda _request, sentence: HttpResponseBadRequest(sentence, content_type="text/plain; charset=utf-8"),
    )


def page_view(
    view: Callable[Concatenate[HttpRequest, View], HttpResponse],
) -> Callable[Concatenate[HttpRequest, View], HttpResponse]:
    """Answer a bad parameter of a page with the page for bad requests, which shows the sentence."""
    return _answering(
        view, lambda request, sentence: render(request, "400.html", {"sentence": sentence}, status=400)
    )
