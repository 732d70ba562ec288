"""How an act of the cycle is refused: one sentence that says what is wrong and what to do."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.access.roles import Action, may


class RefusedError(Exception):
    """The rules of the cycle do not allow the act; nothing was changed. `str()` is the sentence to show."""


def require(account: Account | None, action: Action) -> None:
    """Raise PermissionDenied unless the account's role allows the action; None is the server itself."""
    if account is not None and not may(account, action):
        raise PermissionDenied(_("Vai trò của tài khoản này không được làm việc đó."))
