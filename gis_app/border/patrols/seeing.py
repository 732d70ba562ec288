"""Who sees which patrol, who records it, and of which sections somebody is told how they are covered.

A patrol is seen by the agencies that take part, and by those above them within their jurisdiction. Whoever
else is concerned sees counts at most: where a patrol will go must not be read by everybody.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from gis_app.access.models import Account, Agency
from gis_app.access.restricting import restrict
from gis_app.access.roles import Action, may
from gis_app.border.board.agencies import below, own
from gis_app.border.models import BorderSection, CommuneDuty, Patrol
from gis_app.border.models.patrols import PatrolQuerySet
from gis_app.border.strip.placing import Strip

BORDER_FORCE = frozenset({Agency.Kind.BORDER_COMMAND, Agency.Kind.BORDER_POST})


def visible_to(account: Account | AnonymousUser | None) -> PatrolQuerySet:
    """Return the patrols that an account sees; None is the server itself, which sees all."""
    patrols = Patrol.objects.all()
    if account is None:
        return patrols
    if not isinstance(account, Account) or not may(account, Action.PATROL):
        return patrols.none()
    mine = own(account.agency_id)
    seen = Q(pk__in=_of(mine))
    subordinate = below(mine) - mine
    if subordinate:
        inside = restrict(Patrol.objects.filter(pk__in=_of(subordinate)), account)
        seen |= Q(pk__in=inside.order_by().values("pk"))
    return patrols.filter(seen)


def may_record(account: Account | None, agencies: Collection[Agency]) -> bool:
    """Say whether an account may record a patrol of these agencies: its own, or those below its own."""
    if account is None:
        return True
    if not may(account, Action.PATROL) or account.agency_id is None:
        return False
    return not agencies_of(account).isdisjoint(agency.pk for agency in agencies)


def agencies_of(account: Account) -> frozenset[int]:
    """Return the agency of an account with those merged into it, and all below."""
    mine = own(account.agency_id)
    return mine | below(mine)


def leads_for(account: Account, day: datetime.date) -> list[Agency]:
    """Return the agencies of which the account may plan a patrol; its own first."""
    found = Agency.objects.filter(pk__in=agencies_of(account))
    alive = [agency for agency in found if agency.existed_on(day)]
    return sorted(alive, key=lambda agency: agency.pk != account.agency_id)


def partners_for(account: Account, day: datetime.date) -> list[Agency]:
    """Return the agencies that may take part: those that work on the border, and the account's own."""
    at_work = (
        Q(pk__in=CommuneDuty.objects.on(day).values("agency"))
        | Q(pk__in=BorderSection.objects.on(day).values("agency"))
        | Q(kind__in=[*BORDER_FORCE, Agency.Kind.OTHER])
        | Q(pk__in=agencies_of(account))
    )
    near = set(restrict(CommuneDuty.objects.on(day), account).values_list("agency_id", flat=True))
    alive = [agency for agency in Agency.objects.filter(at_work) if agency.existed_on(day)]
    return sorted(alive, key=lambda agency: agency.pk not in near)


def sections_for(account: Account | None, strip: Strip) -> list[BorderSection]:
    """Return the sections of the day of whose coverage the account is told, in the order of the lines.

    A border force is told of its own sections and of those below it, never of its neighbour's; police and
    planners are told of those whose agency answers for a commune of their jurisdiction.
    """
    if account is None:
        return _along(strip.sections)
    if not may(account, Action.PATROL):
        return []
    mine = agencies_of(account)
    told = {section.pk for section in strip.sections if section.agency_id in mine}
    if account.agency is None or account.agency.kind not in BORDER_FORCE:
        sections = restrict(BorderSection.objects.on(strip.day), account)
        told |= set(sections.order_by().values_list("pk", flat=True))
    return _along(section for section in strip.sections if section.pk in told)


def _along(sections: Iterable[BorderSection]) -> list[BorderSection]:
    return sorted(sections, key=lambda section: (section.line_id, section.from_m, section.pk))


def _of(agencies: Collection[int]) -> object:
    return Patrol.agencies.through.objects.filter(agency__in=agencies).values("patrol")
