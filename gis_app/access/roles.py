"""What each role may do. One table; views and commands ask `may()` and nothing else.

Where something may be done is a separate question: the jurisdiction (`gis_app.access.restricting`).
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from gis_app.access.models import Account


class Role(TextChoices):
    """The kinds of accounts, as the offices name them."""

    PLANNER = "planner", _("Cán bộ tham mưu")
    COMMUNE_OFFICER = "commune_officer", _("Công an cấp xã")
    BORDER_GUARD = "border_guard", _("Bộ đội Biên phòng")
    SECRETARY = "secretary", _("Thư ký Ban Chỉ đạo")
    VIEWER = "viewer", _("Người xem")
    ADMINISTRATOR = "administrator", _("Quản trị hệ thống")


class Action(StrEnum):
    """What can be allowed or not."""

    VIEW = "view"
    SCREEN = "screen"
    PROPOSE = "propose"
    DECIDE = "decide"
    PRINT = "print"
    EXPORT = "export"
    IMPORT = "import"
    SET_PARAMETERS = "set_parameters"
    ENTER_TARGETS = "enter_targets"
    CONFIRM_TARGETS = "confirm_targets"
    EDIT_PLANS = "edit_plans"
    REPORT = "report"
    PATROL = "patrol"
    COORDINATE = "coordinate"
    WORK_BORDER = "work_border"
    MANAGE_ACCOUNTS = "manage_accounts"


ALLOWED: dict[Role, frozenset[Action]] = {
    Role.PLANNER: frozenset(set(Action) - {Action.MANAGE_ACCOUNTS}),
    Role.SECRETARY: frozenset({Action.VIEW, Action.DECIDE, Action.PRINT, Action.EXPORT, Action.REPORT}),
    Role.COMMUNE_OFFICER: frozenset(
        {Action.VIEW, Action.PRINT, Action.ENTER_TARGETS, Action.PATROL, Action.WORK_BORDER}
    ),
    Role.BORDER_GUARD: frozenset(
        {Action.VIEW, Action.PRINT, Action.PATROL, Action.COORDINATE, Action.WORK_BORDER}
    ),
    Role.VIEWER: frozenset({Action.VIEW}),
    Role.ADMINISTRATOR: frozenset(
        {Action.VIEW, Action.IMPORT, Action.SET_PARAMETERS, Action.MANAGE_ACCOUNTS}
    ),
}


def may(account: Account | AnonymousUser, action: Action) -> bool:
    """Say whether the account's role allows the action; nobody signed in may nothing."""
    if not account.is_authenticated or not account.is_active:
        return False
    return action in ALLOWED.get(Role(account.role), frozenset())
