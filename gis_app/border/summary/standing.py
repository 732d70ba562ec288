"""For whom a sheet is made: the agencies it stands for, their communes and their sections."""

from __future__ import annotations

from dataclasses import dataclass

from gis_app.access.models import Account, Agency
from gis_app.access.restricting import restrict
from gis_app.border.board.agencies import below, own
from gis_app.border.models import BorderSection, CommuneDuty
from gis_app.border.patrols.seeing import BORDER_FORCE, agencies_of, sections_for
from gis_app.border.strip.placing import Strip


@dataclass(frozen=True, slots=True)
class Standing:
    """An agency on a day.

    Attributes:
        agencies: itself, those merged into it, and all below it.
        unit_ids: the communes they answer for; of provincial police, who answer for none by name, the border
            communes of the account's jurisdiction.
        sections: their sections; of police those of the posts that answer for the same communes.
    """

    agency: Agency
    agencies: frozenset[int]
    unit_ids: frozenset[int]
    sections: tuple[BorderSection, ...]


def choosable(account: Account, strip: Strip) -> list[Agency]:
    """Return the agencies whose sheet the account may read: its own first, then those below it."""
    found = Agency.objects.filter(pk__in=agencies_of(account))
    alive = [agency for agency in found if agency.existed_on(strip.day)]
    return sorted(alive, key=lambda agency: agency.pk != account.agency_id)


def standing_of(agency: Agency, account: Account, strip: Strip) -> Standing:
    """Return what an agency answers for on the day of the strip, as far as the account is told of it."""
    mine = own(agency.pk)
    agencies = mine | below(mine)
    duties = CommuneDuty.objects.on(strip.day)
    unit_ids = frozenset(duties.filter(agency__in=agencies).values_list("unit_id", flat=True))
    answering = set(agencies)
    if agency.kind not in BORDER_FORCE:
        unit_ids = unit_ids or frozenset(restrict(duties, account).values_list("unit_id", flat=True))
        answering |= set(duties.filter(unit__in=unit_ids).values_list("agency_id", flat=True))
    told = sections_for(account, strip)
    sections = tuple(section for section in told if section.agency_id in answering)
    return Standing(agency, agencies, unit_ids, sections)
