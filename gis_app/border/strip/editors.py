"""Who may change what is recorded of the strip, and which agencies an account may name there."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from gis_app.access.models import Account, Agency
from gis_app.access.restricting import scope_of
from gis_app.access.roles import Action, may
from gis_app.border.board.agencies import below, own
from gis_app.border.models import SharingAgreement

#: Those who are answered for do not say themselves for what they answer.
_ANSWERING = frozenset({Agency.Kind.BORDER_POST, Agency.Kind.POLICE_COMMUNE})


def may_edit(account: Account | AnonymousUser) -> bool:
    """Say whether the account may record sections, duties, lists and agreements.

    Planners of the province and the border command may; a post and a commune police read them.
    """
    if not isinstance(account, Account) or not may(account, Action.COORDINATE):
        return False
    return account.agency is None or account.agency.kind not in _ANSWERING


def require_editor(account: Account | AnonymousUser) -> None:
    """Raise PermissionDenied for an account that may not change the strip."""
    if not may_edit(account):
        raise PermissionDenied(
            _("Chỉ cán bộ tham mưu và chỉ huy biên phòng cấp tỉnh ghi được mục này; đơn vị khác chỉ xem.")
        )


def agencies_with_duty(account: Account) -> QuerySet[Agency]:
    """Return the agencies that answer, or answered, for a commune of the jurisdiction."""
    scope = scope_of(account)
    if scope.everything:
        return Agency.objects.all()
    return Agency.objects.filter(communes__unit_id__in=scope.unit_ids).distinct()


def agencies_to_name(account: Account) -> QuerySet[Agency]:
    """Return the agencies to which the account may give a commune.

    Those of the jurisdiction, the own one, those below it, and those that have no commune anywhere yet: an
    agency of another province cannot be drawn into this one.
    """
    if scope_of(account).everything:
        return Agency.objects.all()
    mine = own(account.agency_id)
    chosen = Q(pk__in=agencies_with_duty(account).values("pk")) | Q(communes=None)
    return Agency.objects.filter(chosen | Q(pk__in=mine | below(mine))).distinct()


def agreements_of(account: Account) -> Q:
    """Return the condition of the agreements to which the account's agency or one below it is a party."""
    mine = own(account.agency_id)
    parties = mine | below(mine)
    return Q(giver__in=parties) | Q(receiver__in=parties)


def may_give(account: Account, agency: Agency) -> bool:
    """Say whether the account may share what this agency reports: it speaks for it."""
    if scope_of(account).everything:
        return True
    mine = own(account.agency_id)
    return agency.pk in mine | below(mine) or agencies_with_duty(account).filter(pk=agency.pk).exists()


def visible_agreements(account: Account) -> QuerySet[SharingAgreement]:
    """Return the agreements that the account may read."""
    scope = scope_of(account)
    agreements = SharingAgreement.objects.select_related("giver", "receiver").prefetch_related("kinds")
    if scope.everything:
        return agreements
    inside = SharingAgreement.objects.in_scope(scope).values("pk")
    return agreements.filter(Q(pk__in=inside) | agreements_of(account)).distinct()
