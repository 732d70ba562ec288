"""Packs that wait for somebody: for a second person to review, for their author to mend."""

from __future__ import annotations

import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.border.exchange.rights import packs_of
from gis_app.border.models import ExchangePack
from gis_app.formats.numbers import date
from gis_app.transformation.waiting import Waiting


def waiting_for(account: Account, _today: datetime.date) -> list[Waiting]:
    """Return the packs that the account can review, and its own that were returned."""
    packs = packs_of(account).select_related("counterpart").order_by("pk")
    review = packs.in_review().exclude(author=account)
    returned = packs.filter(state=ExchangePack.State.RETURNED, author=account)
    return [
        *(
            _line(
                pack, _("Gói trao đổi %(code)s cho %(to)s, kỳ %(first)s – %(last)s, chờ người thứ hai duyệt")
            )
            for pack in review
        ),
        *(
            _line(pack, _("Gói trao đổi %(code)s cho %(to)s, kỳ %(first)s – %(last)s, bị trả lại, chờ sửa"))
            for pack in returned
        ),
    ]


def _line(pack: ExchangePack, sentence: str) -> Waiting:
    words = {
        "code": pack.code,
        "to": pack.counterpart,
        "first": date(pack.first_day),
        "last": date(pack.last_day),
    }
    return Waiting(sentence % words, reverse("border_exchange_pack", args=[pack.code]))
