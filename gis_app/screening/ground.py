"""The ground of a run: the communes and the day, and what criteria would otherwise each look up again.

Criteria of one run share it, so that a register is asked once whether it reported, and incidents are read
once (`screening_located`, a temporary table that the statements of the rules read).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from gis_app.screening.box import Box, box_of
from gis_app.screening.window import Window
from layers.models import AdminUnit, IncidentCategory
from layers.reporting import reported_each, sites_known

LOCATED = (Path(__file__).parent / "located.sql").read_text(encoding="utf-8")
# A tenth of the usual sample tells how many rows a category has, at a tenth of the time.
ANALYZED = """
ALTER TABLE screening_located
    ALTER unit_id SET STATISTICS 10, ALTER category_id SET STATISTICS 10, ALTER occurred_on SET STATISTICS 10;
ANALYZE screening_located (unit_id, category_id, occurred_on);
"""
# Searching an index for each day and category costs as much as reading past some hundred incidents.
_WORTH_A_SEARCH = 200


@dataclass(frozen=True)
class Ground:
    """The communes (primary keys) and the last day that criteria are asked about.

    What it looked up it keeps, so it is made for one run and not for longer.
    """

    unit_ids: tuple[int, ...]
    as_of: datetime.date
    _sites: dict[tuple[str, ...], dict[str, bool]] = field(default_factory=dict, init=False, repr=False)
    _reported: dict[Window, dict[str, frozenset[str]]] = field(default_factory=dict, init=False, repr=False)
    _located: dict[str, datetime.date] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def _provinces(self) -> list[tuple[int, str]]:
        """Return all communes in force of the provinces asked about: a register is kept by the province."""
        codes = AdminUnit.objects.filter(pk__in=self.unit_ids).values("province_code")
        communes = AdminUnit.objects.communes().on(self.as_of).filter(province_code__in=codes)
        return list(communes.order_by().values_list("pk", "province_code"))

    @cached_property
    def province_unit_ids(self) -> list[int]:
        """Return the primary keys of all communes in force of the provinces asked about."""
        return [pk for pk, _code in self._provinces]

    @cached_property
    def box(self) -> Box:
        """Return the box of the communes."""
        return box_of(self.unit_ids)

    @cached_property
    def _precisions(self) -> dict[str, str]:
        return dict(IncidentCategory.objects.values_list("key", "precision"))

    @cached_property
    def countable_categories(self) -> tuple[str, ...]:
        """Return all categories except those that may only be shown per commune and year."""
        hidden = IncidentCategory.Precision.COMMUNE_YEAR
        return tuple(key for key, precision in self._precisions.items() if precision != hidden)

    def reported(self, window: Window, province: str) -> frozenset[str]:
        """Return the categories that were reported in the province within the window."""
        if window not in self._reported:
            self._reported[window] = reported_each(
                self._precisions, self.province_unit_ids, window.since, window.until
            )
        return self._reported[window].get(province, frozenset())

    def sites_known(self, province: str, kinds: tuple[str, ...]) -> bool:
        """Say whether the province has sites of any of the kinds on the day."""
        if kinds not in self._sites:
            codes = {code for _pk, code in self._provinces}
            self._sites[kinds] = sites_known(kinds, codes, self.as_of)
        return self._sites[kinds].get(province, False)

    def located_values(self, categories: list[str], since: datetime.date) -> dict[str, Any]:
        """Return everything that the statement `LOCATED` is given for categories from a day on."""
        until = self.as_of + datetime.timedelta(days=1)
        days = [since + datetime.timedelta(days=n) for n in range((until - since).days)]
        by_day = _incidents() >= _WORTH_A_SEARCH * len(days) * len(categories)
        return {
            "units": list(self.unit_ids),
            "categories": categories,
            "since": since,
            "until": until,
            "days": days if by_day else None,
            **self.box._asdict(),
        }

    @contextmanager
    def located(self, wanted: Mapping[str, datetime.date]) -> Iterator[None]:
        """Keep the incidents of some categories in `screening_located` while the block runs.

        A block within another one of the same ground reads what is there already.

        Args:
            wanted: the first day by the key of the category; the last day is the ground's.
        """
        if all(key in self._located and self._located[key] <= since for key, since in wanted.items()):
            yield
            return
        with transaction.atomic(), connection.cursor() as cursor:
            into = "CREATE TEMPORARY TABLE screening_located ON COMMIT DROP AS"
            for since in sorted(set(wanted.values())):
                categories = [key for key, first in wanted.items() if first == since]
                cursor.execute(f"{into} {LOCATED}", self.located_values(categories, since))
                into = "INSERT INTO screening_located"
            cursor.execute(ANALYZED)
            self._located.update(wanted)
            try:
                yield
            finally:
                self._located.clear()
            # A transaction around this one may ask about other communes.
            cursor.execute("DROP TABLE screening_located")


def _incidents() -> int:
    """Return about how many incidents there are, as PostgreSQL last counted them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE oid = 'layers_incident'::regclass")
        return int(cursor.fetchone()[0])
