"""What the share of a cap is taken of on a day: each district, the whole territory, or named groups.

The plans of 2017 take 15 % of the communes of each district; districts ended on 30 June 2025, and a plan says
what counts since (`cap_grouping` of its record). A group is known by a key that stays the same over boundary
sets, because an area selected on the communes of one set is counted on the day of a later decision too.
"""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gis_app.formats.numbers import number
from gis_app.plans.cap import Cap
from gis_app.plans.models import PlanVersion
from gis_app.plans.promises import Grouping
from gis_app.plans.territory import communes_of
from layers.models import AdminUnit

TERRITORY, DISTRICT, NAMED = "province", "district", "named"
#: The key of the one group where the cap is taken of the whole territory.
WHOLE = "territory"
#: The key of the communes that no district, or none of the named groups, holds.
REST = "rest"


@dataclass(frozen=True, slots=True)
class CapGroup:
    """One denominator: its stable key, its proper name if it has one, and the cap over its communes."""

    key: str
    proper_name: str
    cap: Cap

    @property
    def name(self) -> str:
        """Return what the group is called, in the language of the page."""
        return group_name(self.key, self.proper_name)


def group_name(key: str, proper_name: str) -> str:
    """Return what a group is called: its proper name, or in words what it stands for."""
    if key == WHOLE:
        return _("toàn tỉnh")
    if key == REST:
        return _("xã, phường ngoài các nhóm")
    return proper_name or _("đơn vị không còn trong danh mục của ngày này")


@dataclass(frozen=True, slots=True)
class Caps:
    """The caps of a plan on a day.

    Attributes:
        by: what the shares are taken of: `district`, `province` (the whole territory) or `named`.
        stated: the level that the document itself speaks of, whatever has become of it.
        grouping: what the plan says for the day; where it says `district` and no boundary set of the day has
            districts, `by` is `province` all the same.
        groups: in the order of their names; at least one, with no unit where no boundaries are loaded.
    """

    by: str
    stated: str
    grouping: Grouping
    groups: tuple[CapGroup, ...]

    @property
    def allowed(self) -> int:
        """Return how many communes may be selected in all groups together."""
        return sum(group.cap.allowed for group in self.groups)

    @property
    def units(self) -> int:
        """Return how many communes all groups have."""
        return sum(group.cap.units for group in self.groups)

    @property
    def is_grouped(self) -> bool:
        """Say whether there is more than the whole territory to show."""
        return self.by != TERRITORY

    def key_of(self, unit: AdminUnit) -> str:
        """Return the group of a commune of any boundary set; its `parent` should be loaded."""
        district = unit.parent if unit.parent_id and unit.parent.level == AdminUnit.Level.DISTRICT else None
        return _key_of(self.by, self.grouping, unit.code, district.code if district else None)

    def group(self, key: str) -> CapGroup:
        """Return the group of a key; one without units, where nothing may be selected, for an unknown one."""
        stray = CapGroup(key, "", Cap(0, self.groups[0].cap.percent))
        return next((group for group in self.groups if group.key == key), stray)

    def sentence(self) -> str:
        """Write the arithmetic: of the one group, or the sum over all of them."""
        if len(self.groups) == 1:
            return self.groups[0].cap.sentence()
        return _("%(groups)s nhóm tính riêng, cộng lại %(allowed)s trên %(units)s đơn vị") % {
            "groups": number(len(self.groups)),
            "allowed": number(self.allowed),
            "units": number(self.units),
        }

    def note(self) -> str:
        """Say on which units the percentage is taken, and where that departs from the plan's own words."""
        if self.by == DISTRICT:
            return _("Tính theo từng huyện, thị xã, thành phố, như văn bản nêu.")
        if self.by == NAMED:
            return _("Tính theo các nhóm xã, phường mà kế hoạch nêu.")
        if self.grouping.by == DISTRICT:
            return _(
                "Văn bản tính trần theo từng huyện, thị xã, thành phố; bộ ranh giới của ngày này không có "
                "cấp huyện nên tính trên toàn tỉnh: hãy đối chiếu thêm từng huyện."
            )
        if self.stated == DISTRICT:
            return _(
                "Văn bản tính trần theo từng huyện, thị xã, thành phố; từ 01/7/2025 không còn cấp huyện "
                "nên tính trên toàn tỉnh."
            )
        return _("Tính trên toàn tỉnh.")


def caps_for(version: PlanVersion, on: datetime.date) -> Caps:
    """Return the plan's caps over all communes in force in its territory on a day.

    The whole territory counts, whatever part of it a reader may see: the cap is a rule about the province.
    """
    grouping = version.cap_grouping(on)
    rows = list(
        communes_of(version, on)
        .order_by()
        .values_list("code", "parent__level", "parent__code", "parent__full_name")
    )
    communes = [
        (code, parent, name) if level == AdminUnit.Level.DISTRICT else (code, None, "")
        for code, level, parent, name in rows
    ]
    by = grouping.by
    if by == DISTRICT and not any(district for _code, district, _name in communes):
        by = TERRITORY
    sizes = Counter(_key_of(by, grouping, code, district) for code, district, _name in communes)
    names = _names(by, grouping, communes)
    groups = [
        CapGroup(key, name, Cap(sizes[key], version.cap_percent))
        for key, name in names.items()
        if key != REST or sizes[key]
    ]
    stated = version.record["selection"]["denominator_level"]
    return Caps(
        by, stated, grouping, tuple(sorted(groups, key=lambda group: (group.key == REST, group.proper_name)))
    )


def _key_of(by: str, grouping: Grouping, commune: str, district: str | None) -> str:
    if by == DISTRICT:
        return f"district-{district}" if district else REST
    if by == NAMED:
        for place, (_name, codes) in enumerate(grouping.groups, start=1):
            if commune in codes:
                return f"group-{place}"
        return REST
    return WHOLE


def _names(by: str, grouping: Grouping, communes: list[tuple[str, str | None, str]]) -> dict[str, str]:
    """Return the proper name of every group that may have units, by key."""
    if by == TERRITORY:
        return {WHOLE: ""}
    if by == DISTRICT:
        named = {f"district-{district}": name for _code, district, name in communes if district}
    else:
        named = {f"group-{place}": name for place, (name, _codes) in enumerate(grouping.groups, start=1)}
    return {**named, REST: ""}
