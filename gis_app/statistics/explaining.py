"""What each statistic says and does not say, in plain words, for the page that shows it.

    explanation("hot_spots").does_not_say          # Vietnamese
    explanation("hot_spots", "en").question

The words are data in ``explanations.yaml``; names of classes stand in ``labels.yaml``.
"""

from __future__ import annotations

from dataclasses import dataclass

from gis_app.statistics.hot_spots import HotSpots
from gis_app.statistics.local_moran import Association, LocalMoran
from gis_app.statistics.rates import Rates
from gis_app.statistics.texts import Language, number, read_texts, template
from gis_app.statistics.trends import Trend


@dataclass(frozen=True, slots=True)
class Explanation:
    """One statistic for readers who are no statisticians.

    Attributes:
        key: name of the statistic, as in `methods`.
        title: what the page calls it.
        question: the question that it answers.
        says: what a result means.
        does_not_say: what it must not be taken for, a sentence each.
        minimum: the data below which it gives no answer.
    """

    key: str
    title: str
    question: str
    says: str
    does_not_say: tuple[str, ...]
    minimum: str


def methods() -> tuple[str, ...]:
    """Return the keys of all statistics, in the order in which a page lists them."""
    return tuple(read_texts("explanations.yaml"))


def explanation(method: str, language: Language = "vi") -> Explanation:
    """Return the plain words for a statistic.

    Raises:
        KeyError: there is no such statistic.
    """
    words = read_texts("explanations.yaml")[method][language]
    return Explanation(
        key=method,
        title=words["title"],
        question=words["question"],
        says=words["says"],
        does_not_say=tuple(words["does_not_say"]),
        minimum=words["minimum"],
    )


def hot_spot_label(kind: int, language: Language = "vi") -> str:
    """Return the name of a Gi* verdict: 1 hot, -1 cold, 0 neither."""
    return _label("hot_spot", {1: "hot", -1: "cold", 0: "neither"}[int(kind)], language)


def association_label(kind: int, language: Language = "vi") -> str:
    """Return the name of a local Moran class (`Association`)."""
    return _label("association", Association(int(kind)).name.lower(), language)


def trend_label(kind: Trend, language: Language = "vi") -> str:
    """Return the name of a trend class."""
    return _label("trend", kind.value, language)


def left_out(answer: HotSpots | LocalMoran | Rates, language: Language = "vi") -> list[str]:
    """Return a sentence each for units without neighbours, without a known value, and without incidents."""
    return [
        template("left_out", group, language).format(count=number(len(units), language))
        for group, units in (
            ("islands", answer.islands),
            ("unknown", answer.unknown),
            ("empty", answer.empty),
        )
        if units
    ]


def _label(group: str, key: str, language: Language) -> str:
    text: str = read_texts("labels.yaml")[group][key][language]
    return text
