"""The rail on the left of every page: where an account can go, and where it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gis_app.access.models import Account
from gis_app.access.roles import Action, may


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of the rail: the name of its address, its icon in static/img/icons.svg, what opens it."""

    url_name: str
    icon: str
    label: str | Promise
    needs: Action = Action.VIEW


@dataclass(frozen=True, slots=True)
class RailItem:
    """An entry as it stands on one page."""

    url: str
    icon: str
    label: str | Promise
    active: bool


ENTRIES = (
    Entry("overview", "overview", _("Tổng quan")),
    Entry("map", "map", _("Bản đồ")),
    Entry("plans", "plans", _("Kế hoạch")),
    Entry("screenings", "screenings", _("Rà soát")),
    Entry("statistics", "statistics", _("Thống kê điểm nóng")),
    Entry("border", "border", _("Biên giới")),
    Entry("selections", "selections", _("Lựa chọn")),
    Entry("annexes", "annexes", _("Phụ lục")),
    Entry("reports", "reports", _("Báo cáo")),
    Entry("data", "data", _("Dữ liệu")),
    Entry("history", "history", _("Nhật ký")),
    Entry("admin:index", "admin", _("Quản trị"), Action.MANAGE_ACCOUNTS),
)


#: Pages that do not concern every account, each with whom they do; packages enter theirs when they start.
_concerned: dict[str, Callable[[Account], bool]] = {}


def offer_only_to(url_name: str, concerned: Callable[[Account], bool]) -> None:
    """Offer an entry of the rail only to the accounts that it concerns. The page itself asks for rights."""
    _concerned[url_name] = concerned


def rail(request: HttpRequest) -> list[RailItem]:
    """Return the entries that the account may open; the one that holds the present page is active.

    An entry whose address does not exist in this installation (a package left out) is not offered.
    """
    items = []
    for entry in ENTRIES:
        if not may(request.user, entry.needs):
            continue
        concerned = _concerned.get(entry.url_name)
        if concerned is not None and not concerned(request.user):
            continue
        try:
            url = reverse(entry.url_name)
        except NoReverseMatch:
            continue
        active = request.path == url or (url != "/" and request.path.startswith(url))
        items.append(RailItem(url, entry.icon, entry.label, active))
    return items
