"""Who has to do with packs: coordinators whose jurisdiction holds the whole province of the pack."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.access.roles import Action, may
from gis_app.border.exchange.refusing import gone
from gis_app.border.models import ExchangePack
from gis_app.border.models.exchange import ExchangePackQuerySet
from layers.models import AdminUnit


def provinces_of(account: Account) -> QuerySet[AdminUnit]:
    """Return the provinces of today for which the account may write or review packs."""
    provinces = AdminUnit.objects.provinces().on(timezone.localdate())
    if not may(account, Action.COORDINATE):
        return provinces.none()
    return restrict(provinces, account).defer("geometry", "display_geometry").order_by("name")


def packs_of(account: Account) -> ExchangePackQuerySet:
    """Return the packs that the account may see: those of its whole provinces."""
    packs = ExchangePack.objects.all()
    return restrict(packs, account) if may(account, Action.COORDINATE) else packs.none()


def lock(code: str, version: int, account: Account) -> ExchangePack:
    """Return a pack that the account may see, locked until the transaction ends.

    Raises PermissionDenied for a role without a part in packs, RefusedError where the pack is not there for
    the account or is no longer what the account's page showed.
    """
    if not may(account, Action.COORDINATE):
        raise PermissionDenied(_("Vai trò của tài khoản này không được làm việc đó."))
    seen = packs_of(account).filter(code=code).values("pk")
    found = ExchangePack.objects.select_for_update(of=("self",)).select_related(
        "author", "agency", "counterpart", "province"
    )
    pack = found.filter(pk__in=seen).first()
    if pack is None or pack.version != version:
        raise gone()
    return pack
