"""The three people of every permission test.

* **owner**: planner of the province "Đồng Nai" (code 75) of the small test country;
* **colleague**: viewer of the same province: sees the same, may change nothing;
* **outsider**: planner of the province "Đồng Tháp" (82): must see nothing of 75.

The test country is two provinces of four square communes each (about 11 km a side), see `tests.factories`.
"""

from __future__ import annotations

from dataclasses import dataclass

from gis_app.access.models import Account
from gis_app.access.roles import Role
from layers.models import AdminUnit
from tests.factories import AccountFactory, two_provinces


@dataclass(frozen=True)
class People:
    """Three accounts and the communes of the two provinces, each in the order of their codes."""

    owner: Account
    colleague: Account
    outsider: Account
    home: AdminUnit
    away: AdminUnit
    home_communes: list[AdminUnit]
    away_communes: list[AdminUnit]


def make_people() -> People:
    """Create the two provinces and the three accounts."""
    home, away = two_provinces()
    owner = AccountFactory(username="owner", role=Role.PLANNER)
    colleague = AccountFactory(username="colleague", role=Role.VIEWER)
    outsider = AccountFactory(username="outsider", role=Role.PLANNER)
    owner.units.add(home)
    colleague.units.add(home)
    outsider.units.add(away)
    return People(
        owner,
        colleague,
        outsider,
        home,
        away,
        list(home.children.order_by("code")),
        list(away.children.order_by("code")),
    )
