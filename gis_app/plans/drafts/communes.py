"""Whether there are communes of the codes that a draft names."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from gis_app.plans.checking import Problem
from gis_app.plans.territory import communes_in
from layers.models import AdminUnit

_SHOWN = 5


def strange_communes(record: dict[str, Any]) -> Iterator[Problem]:
    """Find a territory without communes, and codes in named groups that are none of its communes.

    The record is of the right form. A group is looked up on the day from which it counts, or on its last day
    where it counts from the beginning, or today.
    """
    territory = record["territory"]
    place: list[str | int]
    today = timezone.localdate()
    if not AdminUnit.objects.communes().on(today).exists():
        return  # an installation without boundaries yet: nothing can be looked up
    if not communes_in(territory, today).exists():
        place = ["territory", "province_code"]
        yield (
            place,
            _("không có xã, phường nào của tỉnh mã “%(code)s” trong ranh giới hiện hành; hãy xem lại mã tỉnh")
            % {"code": territory["province_code"]},
        )
    for number, grouping in enumerate(record.get("selection", {}).get("cap_grouping", [])):
        if grouping["by"] != "named":
            continue
        place = ["selection", "cap_grouping", number, "groups"]
        codes = [code for group in grouping["groups"] for code in group["communes"]]
        twice = sorted(code for code, times in Counter(codes).items() if times > 1)
        if twice:
            yield place, _("mã %(codes)s có trong hai nhóm; mỗi xã, phường thuộc một nhóm") % _named(twice)
        day = datetime.date.fromisoformat(grouping.get("from") or grouping.get("until") or today.isoformat())
        known = set(communes_in(territory, day).filter(code__in=codes).values_list("code", flat=True))
        if unknown := sorted(set(codes) - known):
            yield (
                place,
                _("không có xã, phường mã %(codes)s trong địa bàn của kế hoạch ngày %(day)s; hãy sửa mã")
                % {**_named(unknown), "day": f"{day:%d/%m/%Y}"},
            )


def _named(codes: list[str]) -> dict[str, str]:
    return {"codes": ", ".join(codes[:_SHOWN]) + (", …" if len(codes) > _SHOWN else "")}
