"""What a device has to know of its account to work without a line."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.access.roles import Action, may
from gis_app.border.board.handling import WORDS_NEEDED
from gis_app.border.board.steps import STEPS, Act, Who
from gis_app.border.board.syncing import ACTS
from gis_app.border.models import ReportKind, State, Urgency
from layers.models import BoundarySet


def state(account: Account) -> dict[str, Any]:
    """Return who is signed in, the server's clock, and the choices of the form.

    `refused` is why the account cannot report, empty where it can; `sample` says that nothing here is real.
    """
    return {
        "now": timezone.now().timestamp() * 1000,
        "account": {
            "id": account.pk,
            "name": str(account),
            "agency": account.agency_id,
            "agencyName": str(account.agency or ""),
        },
        "refused": _refused(account),
        "sample": BoundarySet.objects.active().sample().exists(),
        "kinds": [{"key": kind.pk, "label": str(kind)} for kind in ReportKind.objects.all()],
        "urgencies": [{"key": key, "label": str(label)} for key, label in reversed(Urgency.choices)],
        "states": {key: str(label) for key, label in State.choices},
        "acts": [_act(act) for act in ACTS.values()],
    }


def _act(act: Act) -> dict[str, Any]:
    step = STEPS[act]
    return {
        "key": act.value,
        "label": str(act.label),
        "before": sorted(state.value for state in step.before),
        "after": step.after.value if step.after else None,
        "byHolder": step.who is Who.HOLDER,
        "needsText": act in WORDS_NEEDED,
    }


def _refused(account: Account) -> str:
    if not may(account, Action.WORK_BORDER):
        return _("Vai trò của tài khoản này không được báo tin: hãy đăng nhập bằng tài khoản của đồn.")
    if account.agency is None:
        return _("Tài khoản này chưa thuộc cơ quan nào: hãy nhờ quản trị ghi cơ quan cho tài khoản.")
    return ""
