"""What the pages of an overlay show, within the jurisdiction of the reader."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from gis_app.access.models import Account
from gis_app.access.restricting import restrict, scope_of
from gis_app.data.successions.models import OverlayWork
from gis_app.data.successions.results import OverlayResult
from layers.models import AdminUnit, BoundarySet, Succession
from layers.models.boundaries import AdminUnitQuerySet
from layers.succession.comparing import Disagreement, disagreements
from layers.succession.jurisdiction import links_within
from layers.succession.links import Change, Link, classify, links_between


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One link that an overlay found, with the names of its ends and whether a decree already decides it."""

    old: AdminUnit
    new: AdminUnit
    change: Change
    link: Link
    decided: bool


@dataclass(frozen=True, slots=True)
class DisagreementRow:
    """One pair on which decree and overlay differ, with its names."""

    old: AdminUnit
    new: AdminUnit
    told: Disagreement


def works(account: Account) -> QuerySet[OverlayWork]:
    """Return the overlays that the account may see, the newest first."""
    return restrict(OverlayWork.objects.all(), account).select_related("old_set", "new_set", "account")


def found_rows(result: OverlayResult, account: Account) -> list[FoundRow]:
    """Return what an overlay found about the account's jurisdiction, by old unit, largest share first.

    What kind of change a link is depends on all links of the two sets, not only on those shown.
    """
    change_of = dict(zip(result.links, classify(result.links), strict=True))
    links = links_within(result.links, scope_of(account))
    units = _named({unit for link in links for unit in (link.old, link.new)})
    decided = set(
        Succession.objects.filter(
            old_unit__in={link.old for link in links}, known_by=Succession.KnownBy.DECREE
        ).values_list("old_unit_id", flat=True)
    )
    rows = [
        FoundRow(units[link.old], units[link.new], change_of[link], link, link.old in decided)
        for link in links
    ]
    return sorted(rows, key=lambda row: (row.old.name, row.old.code, -row.link.area_share))


def decree_against(
    result: OverlayResult, old_set: BoundarySet, new_set: BoundarySet, account: Account
) -> list[DisagreementRow]:
    """Return where the stored decree and the overlay differ about units of the account's jurisdiction."""
    stored = Succession.objects.filter(
        old_unit__boundary_set=old_set,
        new_unit__boundary_set=new_set,
        known_by=Succession.KnownBy.DECREE,
    ).values_list("old_unit_id", flat=True)
    decided = set(stored)
    decree = [link for link in links_between(old_set, new_set) if link.old in decided]
    differing = disagreements(
        links_within(decree, scope_of(account)), links_within(result.links, scope_of(account))
    )
    units = _named({unit for pair in differing for unit in (pair.old, pair.new)})
    return [DisagreementRow(units[pair.old], units[pair.new], pair) for pair in differing]


def unplaced_units(result: OverlayResult, account: Account) -> AdminUnitQuerySet:
    """Return the old units of the jurisdiction of which nothing lies in the new set."""
    units = AdminUnit.objects.filter(pk__in=result.unplaced).defer("geometry", "display_geometry")
    return restrict(units, account)


def _named(keys: Iterable[int]) -> dict[int, AdminUnit]:
    """Return units by key, without their shapes.

    Names of units that a commune came from or went to are public decrees, not data of a jurisdiction.
    """
    return AdminUnit.objects.only("pk", "code", "name", "full_name").in_bulk(keys)
