"""What of the key routes waits for an agency: those of its own without a measure."""

from __future__ import annotations

import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.access.roles import Action, may
from gis_app.border.board.agencies import own
from gis_app.border.measures.covering import routes_on
from gis_app.border.models import KeyRoute
from gis_app.transformation.waiting import Waiting


def waiting_for(account: Account, today: datetime.date) -> list[Waiting]:
    """Return the routes and areas of the account's agency on which no measure is applied today."""
    mine = own(account.agency_id)
    if not may(account, Action.WORK_BORDER) or not KeyRoute.objects.filter(agency__in=mine).exists():
        return []
    return [
        Waiting(
            _("Chưa có biện pháp nào đang áp dụng trên %(route)s (%(category)s)")
            % {"route": told.route, "category": told.route.category},
            reverse("border_route", args=[told.route.pk]),
        )
        for told in routes_on(today, account)
        if not told.is_covered and told.route.agency_id in mine
    ]
