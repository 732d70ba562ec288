"""Which coordinate systems the numbers of a file fit; the account's own area is the measure."""

from __future__ import annotations

import numpy as np
from django.contrib.gis.db.models import Extent
from numpy.typing import NDArray

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.data.looking.seen import SystemChoice
from layers.models import AdminUnit
from layers.reading.crs import ZONES, operation
from layers.reading.extent import MAINLAND
from layers.reading.proposal import CrsProposal, propose_crs
from layers.saying import told_in_both

Numbers = NDArray[np.float64]


def fitting_systems(x: Numbers, y: Numbers, account: Account, *, may_swap: bool) -> list[SystemChoice]:
    """Return the systems that put the numbers into the account's area, else into the country, best first.

    Args:
        x: (n,) first numbers of the places, as the file has them; NaN where missing.
        y: (n,) second numbers.
        account: whose area it is.
        may_swap: whether the two may have changed places, as in tables of surveyors.
    """
    names = list(restrict(AdminUnit.objects.provinces(), account).values_list("name", flat=True).distinct())
    units = restrict(AdminUnit.objects.communes(), account)
    area = units.aggregate(box=Extent("geometry"))["box"] if names else None
    found = propose_crs(x, y, area or MAINLAND, names) or propose_crs(x, y, MAINLAND, names)
    return [_choice(proposal) for proposal in found if may_swap or not proposal.swapped]


def all_systems() -> list[SystemChoice]:
    """Return every supported system, for a person who knows better than the numbers."""
    return [SystemChoice(epsg, zone.label, "", operation(epsg)) for epsg, zone in ZONES.items()]


def _choice(proposal: CrsProposal) -> SystemChoice:
    return SystemChoice(
        proposal.epsg,
        ZONES[proposal.epsg].label,
        told_in_both(proposal.sentence("vi"), proposal.sentence("en")),
        operation(proposal.epsg),
        proposal.swapped,
    )
