"""What waits for somebody here: signals without an answer, and areas that the board has to look at."""

from __future__ import annotations

import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.access.roles import Action, may
from gis_app.transformation.reading import plans_for
from gis_app.transformation.relapse.watching import watch_of_plan
from gis_app.transformation.waiting import Waiting


def waiting_for(account: Account, today: datetime.date) -> list[Waiting]:
    """Return up to two lines for each plan: what planners have to answer, what has to go to the board."""
    answers, decides = may(account, Action.PROPOSE), may(account, Action.DECIDE)
    if not (answers or decides):
        return []
    lines = []
    for plan in plans_for(account):
        watched = watch_of_plan(plan, account, today)
        url = reverse("relapse_watch", args=[plan.pk])
        values = {"plan": plan.current.label}
        if answers and (waiting := sum(each.waits for each in watched)):
            sentence = _("%(plan)s: %(n)s dấu hiệu tái phức tạp chưa được trả lời.")
            lines.append(Waiting(sentence % {**values, "n": waiting}, url))
        if decides and (asked := sum(each.before_the_board for each in watched)):
            sentence = _("%(plan)s: %(n)s địa bàn đã trình Ban Chỉ đạo về tái phức tạp, chưa có quyết định.")
            lines.append(Waiting(sentence % {**values, "n": asked}, url))
    return lines
