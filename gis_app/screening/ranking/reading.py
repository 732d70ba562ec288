"""What the page shows of a ranking: places of all, rows of the communes that the account may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.screening.criteria import CRITERIA, settings_of
from gis_app.screening.models import Candidacy, Finding, Screening
from gis_app.screening.ranking.models import RankedCommune, Ranking
from gis_app.screening.ranking.places import Place
from gis_app.screening.ranking.stored import places_of
from gis_app.screening.wording import page_language
from layers.models import AdminUnit
from layers.models.boundaries import AdminUnitQuerySet

#: The group of criteria that are not the plan's own.
OTHER = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """One parameter with another value, in words.

    Attributes:
        criterion, parameter, unit: labels in the language of the page.
        was, value: before and in the variation.
    """

    criterion: str
    parameter: str
    unit: str
    was: float
    value: float

    @property
    def decimals(self) -> int:
        """Return with how many decimals both values are written."""
        return 0 if self.was.is_integer() and self.value.is_integer() else 1


@dataclass(frozen=True, slots=True)
class Told:
    """What moving parameters did to one commune; shares are of all variations, from 0 to 1."""

    commune: RankedCommune
    within: float
    across: float
    mover: Moved | None


@dataclass(frozen=True, slots=True)
class Row:
    """One commune: its place, the labels of the criteria that gave it by group, and its stability."""

    unit: AdminUnit
    place: Place | None
    criteria: list[tuple[str, list[str]]]
    told: Told | None

    @property
    def met(self) -> int:
        """Return how many of the plan's own criteria are met."""
        return sum(len(labels) for group, labels in self.criteria if group != OTHER)


@dataclass(frozen=True, slots=True)
class Effect:
    """One variation and what it does to the ranking as a whole."""

    moved: Moved
    communes: int
    crossed: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A ranking as an account sees it.

    Attributes:
        placed: how many communes have a place, seen or not.
        rows: communes with a place, best first.
        newcomers: communes that have a place only when a parameter moves.
        held_back: communes that meet criteria and are no candidates.
    """

    placed: int
    rows: list[Row]
    newcomers: list[Row]
    held_back: list[Candidacy]


def picture(screening: Screening, ranking: Ranking | None, account: Account) -> Picture:
    """Return the ranking of a screening, with its stability where that is computed."""
    placed = places_of(screening)
    told = _told(ranking, account) if ranking else {}
    seen = {unit.pk: unit for unit in restrict(_units([*placed, *told]), account)}
    criteria = _criteria(screening, seen)
    rows = [
        Row(seen[pk], placed.get(pk), criteria.get(pk, []), told.get(pk)) for pk in [*placed] if pk in seen
    ]
    rows.sort(key=lambda row: (row.place.first if row.place else 0, row.unit.name, row.unit.code))
    newcomers = [Row(seen[pk], None, criteria.get(pk, []), told[pk]) for pk in told if pk not in placed]
    held_back = restrict(screening.candidacies.held_back(), account).select_related("unit")
    return Picture(
        len(placed), rows, newcomers, list(held_back.defer("unit__geometry", "unit__display_geometry"))
    )


def across_limit(rows: list[Row], limit: int) -> Place | None:
    """Return the shared place through which the limit goes, if there is one."""
    return next((row.place for row in rows if row.place and row.place.is_across(limit)), None)


def effects(ranking: Ranking) -> list[Effect]:
    """Return the variations, those that change most communes first."""
    words = _Words()
    found = [Effect(words.of(each), each["moved"], each["crossed"]) for each in ranking.effects]
    return sorted(found, key=lambda each: (-each.crossed, -each.communes))


def _units(keys: list[int]) -> AdminUnitQuerySet:
    return AdminUnit.objects.filter(pk__in=keys).defer("geometry", "display_geometry")


def _criteria(screening: Screening, seen: Mapping[int, AdminUnit]) -> dict[int, list[tuple[str, list[str]]]]:
    """Return the labels of the met criteria of each commune by group, in the order of the program."""
    language = page_language()
    groups = {entry["key"]: entry["group"] for entry in screening.plan_version.record["criteria"]}
    met = {
        (finding.unit_id, finding.criterion)
        for finding in Finding.objects.filter(screening=screening, unit__in=list(seen))
        .met()
        .only("unit_id", "criterion")
    }
    found: dict[int, list[tuple[str, list[str]]]] = {}
    for unit in seen:
        labels: dict[str, list[str]] = {}
        for criterion in CRITERIA:
            if (unit, criterion.key) in met:
                group = groups.get(criterion.key, OTHER)
                labels.setdefault(group, []).append(criterion.label.in_language(language))
        found[unit] = sorted(labels.items(), key=lambda item: (item[0] == OTHER, item[0]))
    return found


def _told(ranking: Ranking, account: Account) -> dict[int, Told]:
    words = _Words()
    total = len(ranking.effects)
    return {
        commune.unit_id: Told(
            commune,
            commune.within / total if total else 0.0,
            commune.across / total if total else 0.0,
            None if commune.mover is None else words.of(ranking.effects[commune.mover]),
        )
        for commune in restrict(ranking.communes.all(), account)
    }


class _Words:
    """The labels of parameters in the language of the page."""

    def __init__(self) -> None:
        language = page_language()
        self._labels = {
            (group.key, parameter.key): (
                group.label.in_language(language),
                parameter.label.in_language(language),
                parameter.unit.in_language(language),
            )
            for group in settings_of(CRITERIA)
            for parameter in group.parameters
        }

    def of(self, stored: Mapping[str, object]) -> Moved:
        """Return a stored variation in words; a parameter that is no more is called by its keys."""
        keys = (str(stored["settings_key"]), str(stored["key"]))
        labels = self._labels.get(keys, (*keys, ""))
        return Moved(*labels, float(str(stored["was"])), float(str(stored["value"])))
