"""Asking the criteria again with each parameter moved, and what the places become.

The statements of all variations see one picture of the database, and the criteria are first asked with the
screening's own parameters: where they say something else than what it stored, the data have changed since,
and what moved a place could not be told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gis_app.plans.cap_groups import caps_for
from gis_app.screening.asking import one_picture
from gis_app.screening.candidacy import ANY, standings
from gis_app.screening.criteria import criteria_of, settings_of
from gis_app.screening.models import Candidacy, Finding, Screening
from gis_app.screening.parameters import Chosen
from gis_app.screening.ranking.places import Met, Place, places
from gis_app.screening.ranking.stability import Effect, Stability, effect, stability
from gis_app.screening.ranking.stored import places_of
from gis_app.screening.ranking.variations import Variation, variations
from gis_app.screening.rules.shape import Criterion, Result
from gis_app.screening.running import answers

Results = Mapping[str, Sequence[Result]]
Values = Mapping[str, Mapping[str, float]]
Tell = Callable[[int, int], None]


class RankingRefusedError(ValueError):
    """A stability that cannot be computed; the text is a sentence for the user."""


@dataclass(frozen=True, slots=True)
class Computed:
    """What was found.

    Attributes:
        limit: how many communes may be selected.
        effects: of each variation.
        communes: stability by the primary key of the commune.
    """

    limit: int
    effects: list[Effect]
    communes: dict[int, Stability]


def compute(screening: Screening, tell: Tell) -> Computed:
    """Return how stable the places of a screening are.

    Args:
        screening: whose parameters are moved.
        tell: is told how many variations are done, of how many.

    Raises:
        RankingRefusedError: the criteria say something else today than what the screening stored.
    """
    with one_picture():
        return _Asking(screening).compute(tell)


class _Asking:
    """The criteria of one screening, ready to be asked again."""

    def __init__(self, screening: Screening) -> None:
        self.screening = screening
        self.version = screening.plan_version
        self.criteria = criteria_of(self.version, screening.as_of)
        self.used = _values_used(screening, self.criteria)
        units = screening.findings.order_by("unit_id").values_list("unit_id", flat=True)
        self.units = tuple(units.distinct())

    def compute(self, tell: Tell) -> Computed:
        asked = variations(settings_of(self.criteria), self.used)
        tell(0, len(asked))
        results = self.ask(self.criteria, self.used)
        used = self.places(results)
        if self.has_changed(results, used):
            raise RankingRefusedError(
                _(
                    "Số liệu, ranh giới hoặc chương trình đã thay đổi sau lần rà soát này; "
                    "hãy chạy rà soát lại rồi tính độ ổn định cho lần mới."
                )
            )
        limit = caps_for(self.version, self.screening.as_of).allowed
        varied: list[Mapping[int, Place]] = []
        effects: list[Effect] = []
        for done, variation in enumerate(asked, start=1):
            varied.append(self.places({**results, **self.vary(variation)}))
            effects.append(effect(variation, used, varied[-1], limit))
            tell(done, len(asked))
        return Computed(limit, effects, stability(used, varied, limit))

    def vary(self, variation: Variation) -> Results:
        """Return the results of the criteria that have the parameter; the others need not be asked."""
        key = variation.settings_key
        values = {**self.used, key: {**self.used[key], variation.key: variation.value}}
        return self.ask([criterion for criterion in self.criteria if criterion.settings_key == key], values)

    def ask(self, criteria: Sequence[Criterion], values: Values) -> Results:
        chosen = {
            group: {key: Chosen(value, "run", "") for key, value in of_group.items()}
            for group, of_group in values.items()
        }
        return answers(self.version, criteria, self.units, self.screening.as_of, chosen)

    def places(self, results: Results) -> dict[int, Place]:
        """Return the places of the candidates; who is none has no place."""
        others: Counter[int] = Counter(
            result.unit_id
            for key, of_criterion in results.items()
            if self.version.criterion(key) is None
            for result in of_criterion
            if result.judgement.outcome == Finding.Outcome.MET
        )
        met: dict[int, Met] = {
            standing.unit_id: (standing.met[ANY], others[standing.unit_id])
            for standing in standings(self.version, self.units, self.screening.as_of, results)
            if standing.status == Candidacy.Status.CANDIDATE
        }
        return places(met)

    def has_changed(self, results: Results, used: Mapping[int, Place]) -> bool:
        """Say whether the criteria or the places are others than those that the screening stored."""
        stored = self.screening.findings.values_list("criterion", "unit_id", "outcome")
        today = {
            (key, result.unit_id, str(result.judgement.outcome))
            for key, of_criterion in results.items()
            for result in of_criterion
        }
        return set(stored) != today or used != places_of(self.screening)


def _values_used(screening: Screening, criteria: Sequence[Criterion]) -> dict[str, dict[str, float]]:
    """Return the parameters of the screening; one that did not exist yet has its default."""
    return {
        group.key: {
            parameter.key: screening.parameters.get(group.key, {})
            .get(parameter.key, {})
            .get("value", parameter.default)
            for parameter in group.parameters
        }
        for group in settings_of(criteria)
    }
