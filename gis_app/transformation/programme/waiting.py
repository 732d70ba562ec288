"""What waits for somebody here: merged areas for which nobody has said which commune is judged."""

from __future__ import annotations

import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.access.roles import Action, may
from gis_app.transformation.programme.kpis import Programme
from gis_app.transformation.reading import plans_for
from gis_app.transformation.waiting import Waiting


def waiting_for(account: Account, today: datetime.date) -> list[Waiting]:
    """Return one line for each plan with transformed areas whose judged commune has to be chosen."""
    if not may(account, Action.DECIDE):
        return []
    lines = []
    for plan in plans_for(account):
        missing = len(Programme(plan, account).without_choice(today))
        if missing:
            sentence = _("%(plan)s: %(n)s địa bàn đã sáp nhập, chia tách chưa chọn đơn vị để đánh giá.") % {
                "plan": plan.current.label,
                "n": missing,
            }
            lines.append(Waiting(sentence, reverse("programme", args=[plan.pk]) + "#choices"))
    return lines
