"""The pages of the border: where an account can go below /border/, and where it is."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gis_app.access.roles import Action, may


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of the border: the name of its address, what opens it."""

    url_name: str
    label: str | Promise
    needs: Action = Action.VIEW


@dataclass(frozen=True, slots=True)
class Tab:
    """An entry as it stands on one page."""

    url: str
    label: str | Promise
    active: bool


ENTRIES = (
    Entry("border", _("Tin báo")),
    Entry("border_strip", _("Đoạn biên giới")),
    Entry("border_patrols", _("Tuần tra")),
    Entry("border_summary", _("Tổng hợp"), Action.WORK_BORDER),
    Entry("border_routes", _("Tuyến trọng điểm")),
    Entry("adjoining", _("Giáp ranh")),
    Entry("border_exchange", _("Trao đổi"), Action.COORDINATE),
    Entry("border_field", _("Máy hiện trường"), Action.WORK_BORDER),
)


def tabs(request: HttpRequest) -> list[Tab]:
    """Return the entries that the account may open; the one that holds the present page is active.

    An entry whose address does not exist in this installation is not offered.
    """
    found = []
    for entry in ENTRIES:
        if not may(request.user, entry.needs):
            continue
        try:
            found.append((reverse(entry.url_name), entry.label))
        except NoReverseMatch:
            continue
    # Every page lies below the board's address: the longest address that fits is the page's own.
    here = max((url for url, _label in found if request.path.startswith(url)), key=len, default="")
    return [Tab(url, label, url == here) for url, label in found]
