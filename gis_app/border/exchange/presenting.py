"""What the page of a pack shows: what leaves, on the map and as a table, and what does not and why."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

import shapely
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gis_app.access.models import Account
from gis_app.border.board.seeing import visible_to
from gis_app.border.exchange.grid import Cell
from gis_app.border.exchange.preview import Entry, Preview, frozen
from gis_app.border.exchange.selecting import select
from gis_app.border.models import ExchangePack, PackEntry, PackStep, ReportKind, State

#: A page is for looking through; all lines are in the files, and counted above the list.
_MOST_SHOWN = 500


def page_of(pack: ExchangePack, account: Account) -> dict[str, Any]:
    """Return the context of a pack's page for one account."""
    waits = pack.state == ExchangePack.State.IN_REVIEW
    now = select(pack) if pack.is_open or waits else None
    shown = now if pack.is_open and now is not None else frozen(pack)
    kinds = {kind.pk: kind for kind in ReportKind.objects.all()}
    lines = _lines(pack, shown, kinds, account)
    mine = pack.author_id == account.pk
    reason = pack.steps.filter(act=PackStep.Act.RETURN).last() if pack.state == "returned" else None
    changed = shown.differences(now) if waits and now is not None and now.digest != pack.digest else None
    return {
        "pack": pack,
        "mine": mine,
        "may_review": waits and not mine,
        "stale": _stale(changed) if changed is not None else "",
        "reason": reason,
        "preview": shown,
        "lines": lines,
        "more": max(len(shown.leaving) - _MOST_SHOWN, 0),
        "left_out": [(reason.label, count) for reason, count in shown.left_out()],
        "kept_back": shown.total - len(shown.leaving),
        "kinds": list(pack.kinds.all()),
        "states": [State(state).label for state in pack.states],
        "sections": list(pack.sections.all()),
        "files": list(pack.files.defer("content")) if pack.state == "approved" else [],
        "old_files": list(pack.files.defer("content")) if pack.state == "withdrawn" else [],
        "steps": list(pack.steps.select_related("account__agency")),
        "settings": _settings(shown, kinds),
    }


def _stale(changed: tuple[int, int]) -> str:
    added, gone = changed
    what = [
        ngettext("%(count)s dòng mới", "%(count)s dòng mới", added) % {"count": added} if added else "",
        ngettext("%(count)s dòng không còn", "%(count)s dòng không còn", gone) % {"count": gone}
        if gone
        else "",
    ]
    told = ", ".join(each for each in what if each) or _("tên gọi hoặc quy định đã đổi")
    return _("Dữ liệu đã thay đổi từ lúc trình (%(what)s): phải trình lại rồi mới duyệt được.") % {
        "what": told
    }


def _lines(
    pack: ExchangePack, shown: Preview, kinds: dict[str, ReportKind], account: Account
) -> list[dict[str, Any]]:
    """Return the lines as they leave, each with the way to its report where the account sees that."""
    names = dict(PackEntry.objects.filter(pack=pack, left_out="").values_list("report", "public_id"))
    if pack.is_open:
        names = {}
    order = sorted(
        shown.leaving, key=lambda entry: (entry.day, entry.kind, entry.cell, names.get(entry.report, ""))
    )
    some = order[:_MOST_SHOWN]
    seen = set(
        visible_to(account).filter(pk__in=[entry.report for entry in some]).values_list("pk", flat=True)
    )
    return [
        {
            "name": names.get(entry.report, ""),
            "kind": kinds[entry.kind or ""],
            "day": entry.day,
            "cell": entry.cell.name if entry.cell else "",
            "report": entry.report if entry.report in seen else None,
        }
        for entry in some
    ]


def _settings(shown: Preview, kinds: dict[str, ReportKind]) -> dict[str, Any]:
    """Return what the map of the page needs; corners as [latitude, longitude]."""
    cells: dict[Cell, list[Entry]] = defaultdict(list)
    for entry in shown.leaving:
        if entry.cell is not None:
            cells[entry.cell].append(entry)
    return {
        "communes": reverse("map_communes"),
        "border": reverse("map_border"),
        "ground": reverse("border_ground"),
        "cells": [
            {
                "corners": [[y, x] for x, y in shapely.get_coordinates(cell.outline)[:-1].tolist()],
                "label": _label(cell, entries, kinds),
                "count": len(entries),
            }
            for cell, entries in sorted(cells.items())
        ],
        "words": {
            "zoomIn": _("Phóng to"),
            "zoomOut": _("Thu nhỏ"),
            "failed": _("Máy chủ không trả lời: hãy kiểm tra mạng nội bộ rồi tải lại trang."),
        },
    }


def _label(cell: Cell, entries: list[Entry], kinds: dict[str, ReportKind]) -> str:
    counted = Counter(str(kinds[entry.kind or ""]) for entry in entries)
    return f"{cell.name}: " + "; ".join(f"{kind} {count}" for kind, count in sorted(counted.items()))
