"""What every statistic on the pages has: what it asks for, how it is computed, how it is drawn and listed.

A module beside this one makes one `Method`; `gis_app.hotspots.methods` lists them. A method computes an
`Outcome` from `Inputs`; the outcome is stored as it is, keys and figures, and worded on reading.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import geopandas as gpd
import numpy as np
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _
from numpy.typing import ArrayLike

from gis_app.access.models import Account
from gis_app.hotspots import figures
from gis_app.hotspots.asked import Asked
from gis_app.hotspots.neighbours import neighbours_of
from gis_app.screening.wording import page_language
from gis_app.statistics.answers import Floats, NotEnoughData
from gis_app.statistics.explaining import left_out
from gis_app.statistics.neighbours import Neighbours
from gis_app.statistics.rates import empirical_bayes, spatial_empirical_bayes
from gis_app.transformation.palette import StatusStyle
from layers.models import AdminUnit

Sentences = dict[str, list[str]]

#: Not known: hatched grey, as on every map of the program.
UNKNOWN = StatusStyle("unknown", _("chưa có số liệu"), "#E0E0E0", "diagonal")


class RefusedError(Exception):
    """A run that cannot be made as asked; the message is one sentence that says what to do."""


@dataclass
class Inputs:
    """The communes of one run in the order of their primary keys, and what is read of them when needed."""

    units: list[AdminUnit]
    asked: Asked
    account: Account

    @cached_property
    def neighbours(self) -> Neighbours:
        """Return who is a neighbour of whom."""
        return neighbours_of([unit.pk for unit in self.units])

    @cached_property
    def shapes(self) -> gpd.GeoSeries:
        """Return the shapes of the communes (n,) in WGS 84."""
        return figures.shapes([unit.pk for unit in self.units])

    @cached_property
    def places(self) -> gpd.GeoDataFrame:
        """Return the single incidents of the period: `geometry` and `time`."""
        asked = self.asked
        return figures.places(self.units, asked.categories, asked.since, asked.until, self.account)

    @cached_property
    def counts(self) -> Floats:
        """Return the incidents of each commune (n,) in the period; NaN for unknown."""
        asked = self.asked
        return figures.counts(self.units, asked.categories, asked.since, asked.until, self.account)

    @cached_property
    def residents(self) -> Floats:
        """Return the residents of each commune (n,); NaN for unknown."""
        return figures.residents(self.units, self.asked.last_day, self.account)

    @cached_property
    def areas_km2(self) -> Floats:
        """Return the geodesic area of each commune (n,)."""
        return np.array([unit.area_m2 / 1e6 for unit in self.units])

    def measured(self) -> Floats | NotEnoughData:
        """Return what is to be mapped (n,): counts, or rates steadied by empirical Bayes."""
        if self.asked.measure == "counts":
            return self.counts
        rates = self.rates()
        return rates if isinstance(rates, NotEnoughData) else rates.steadied

    def rates(self) -> Any:
        """Return `gis_app.statistics.rates.Rates` of the period, or what is lacking."""
        if self.asked.surroundings:
            return spatial_empirical_bayes(self.counts, self.residents, self.neighbours)
        return empirical_bayes(self.counts, self.residents)


@dataclass
class Outcome:
    """What a run gave, as it is stored.

    Attributes:
        answer: false where the data do not carry an answer; `sentences` then say what is lacking.
        sentences: in both languages, because a record never changes.
        kinds: style of each commune on the map, empty where the answer is not one about communes.
        values: by column, one value per commune; None for unknown.
        table: rows of an answer that is not about communes, a mapping from column to figure or key.
        shapes: a GeoJSON feature collection to be drawn over the communes.
        islands, empty: positions of communes without neighbours, and without incidents.
        used: what the method chose by itself, for instance the number of permutations.
        files: rasters, by name; stored beside the result.
    """

    answer: bool = True
    sentences: Sentences = field(default_factory=lambda: {"vi": [], "en": []})
    kinds: list[str] = field(default_factory=list)
    values: dict[str, list[float | None]] = field(default_factory=dict)
    table: list[dict[str, Any]] = field(default_factory=list)
    shapes: dict[str, Any] | None = None
    islands: list[int] = field(default_factory=list)
    empty: list[int] = field(default_factory=list)
    used: dict[str, Any] = field(default_factory=dict)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)

    def say(self, tell: Callable[[Any], str | list[str]]) -> None:
        """Add what `tell` answers for "vi" and for "en"."""
        for language in ("vi", "en"):
            told = tell(language)
            self.sentences[language] += [told] if isinstance(told, str) else told

    def as_json(self) -> dict[str, Any]:
        """Return everything but the files."""
        return {name: value for name, value in vars(self).items() if name != "files"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a result's table; `decimals` is None for words."""

    key: str
    label: str | Promise
    decimals: int | None = 0


@dataclass(frozen=True, slots=True)
class Method:
    """One statistic.

    Attributes:
        key: as in `gis_app.statistics.explaining.methods`.
        compute: gives the outcome. Raises `RefusedError`.
        asks: fields of the form beyond those that every run has.
        columns: of the list of communes.
        rows: columns of the table that is not about communes.
        styles: of the communes on the map, in the order of the legend; empty where they are only outlined.
        by_place: reads single places, so that only categories that may be shown by place are offered.
        sorted_by: column of the communes whose highest values come first.
        words: names for the keys that stand in columns of words.
    """

    key: str
    compute: Callable[[Inputs], Outcome]
    asks: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    rows: tuple[Column, ...] = ()
    styles: tuple[StatusStyle, ...] = ()
    by_place: bool = False
    sorted_by: str = ""
    words: dict[str, str | Promise] = field(default_factory=dict)


def worded(tell: Callable[..., str], *values: Any) -> str | Promise:
    """Return what a function of the statistics says of values, in the language in which it is shown."""
    return lazy(lambda: tell(*values, page_language()), str)()


def lacking(answer: NotEnoughData) -> Outcome:
    """Return the outcome that says what there is too little of."""
    outcome = Outcome(answer=False)
    outcome.say(answer.sentence)
    return outcome


def note_left_out(outcome: Outcome, answer: Any) -> None:
    """Tell how many communes were left out or could not be tested, and keep which."""
    outcome.say(lambda language: left_out(answer, language))
    outcome.islands, outcome.empty = list(answer.islands), list(answer.empty)


def plain(values: ArrayLike) -> list[float | None]:
    """Return figures as JSON knows them: None where not a number."""
    return [None if math.isnan(value) else float(value) for value in np.asarray(values, dtype=float)]


def ramp(values: Floats, classes: int = 5) -> tuple[list[str], list[float]]:
    """Sort values (n,) into classes of about equal size; NaN is unknown.

    Returns:
        The key of each value's style ("class1" is the lowest, "unknown"); the upper limits of the classes.
    """
    known = values[~np.isnan(values)]
    limits = (
        np.unique(np.quantile(known, np.arange(1, classes + 1) / classes)) if len(known) else np.array([])
    )
    at = np.searchsorted(limits, values, side="left")
    keys = [UNKNOWN.key if math.isnan(v) else f"class{i + 1}" for v, i in zip(values, at, strict=True)]
    return keys, limits.tolist()


def sequence(labels: Sequence[str | Promise]) -> tuple[StatusStyle, ...]:
    """Return styles "class1", … from light to dark in one hue, for at most five classes."""
    return tuple(
        StatusStyle(f"class{at}", label, colour, "none")
        for at, (label, colour) in enumerate(zip(labels, RAMP, strict=False), start=1)
    )


#: One hue from light to dark (ColorBrewer Oranges without the lightest); amounts, never statuses.
RAMP = ("#FEEDDE", "#FDBE85", "#FD8D3C", "#E6550D", "#A63603")
