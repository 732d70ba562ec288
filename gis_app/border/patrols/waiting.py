"""What of the patrols waits for an agency: those whose day has passed without a word of what became of them.

Gaps in coverage wait for nobody: they are suggestions.
"""

from __future__ import annotations

import datetime

from django.urls import reverse
from django.utils.translation import ngettext

from gis_app.access.models import Account
from gis_app.access.roles import Action, may
from gis_app.border.board.agencies import own
from gis_app.border.models import Patrol
from gis_app.transformation.waiting import Waiting


def waiting_for(account: Account, today: datetime.date) -> list[Waiting]:
    """Return one line for the patrols that the account's agency leads and has to mark."""
    mine = own(account.agency_id)
    if not mine or not may(account, Action.PATROL):
        return []
    count = Patrol.objects.overdue(today).filter(lead__in=mine).count()
    if not count:
        return []
    sentence = ngettext(
        "%(count)s lần tuần tra đã qua ngày dự kiến, chưa ghi kết quả",
        "%(count)s lần tuần tra đã qua ngày dự kiến, chưa ghi kết quả",
        count,
    )
    return [Waiting(sentence % {"count": count}, f"{reverse('border_patrols')}?standing=overdue")]
