"""The success rule of the plan, step by step, for one area: transformed, not transformed, or cannot say.

What is not known is never counted as not met. Where the unknown cannot change the outcome any more, the
outcome is given and says so. The program computes; the board decides.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from gis_app.plans.models import PlanVersion
from gis_app.plans.promises import SuccessRule
from gis_app.transformation.evaluating.counting import Count, Standing
from gis_app.transformation.evaluating.reducing import Fall, Window, falls_of, reduced, window_of
from gis_app.transformation.models import Evaluation, Judgement, KeyArea
from gis_app.transformation.targets.progress import AreaProgress, TargetProgress, progress_of

Outcome = Evaluation.Outcome


class How(StrEnum):
    """How a condition is known."""

    COMPUTED = "computed"
    JUDGED = "judged"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ConditionStep:
    """One condition of the success rule beside the share of targets.

    Attributes:
        key: `basic_reduction` or `no_emerging_complexity`.
        clause, quote: where the document says so, and its words.
        holds: None where it is not known.
        computed: what the figures alone say; a written judgement goes before it.
        window, falls: the days compared and the counts behind it; none for what is only judged.
    """

    key: str
    clause: str
    quote: str
    holds: bool | None
    how: How
    computed: bool | None
    judgement: Judgement | None
    window: Window | None = None
    falls: Sequence[Fall] = ()

    @property
    def label(self) -> str:
        """Return the condition in the words of the program."""
        return str(Judgement.Condition(self.key).label)


@dataclass(frozen=True, slots=True)
class Computed:
    """One evaluation, step by step.

    Attributes:
        rule: None where the plan does not say when an area is transformed.
        rows: every target set for an area, with the figure that counts.
        count: the share of targets; None without a rule.
        outcome: `transformed`, `not_transformed`, `cannot_say`.
    """

    area: KeyArea
    version: PlanVersion
    on: datetime.date
    rule: SuccessRule | None
    rows: Sequence[TargetProgress]
    count: Count | None
    conditions: Sequence[ConditionStep]
    outcome: Outcome

    @property
    def unknown_cannot_matter(self) -> bool:
        """Say whether something is unknown, but the outcome is certain all the same."""
        unknown = bool(self.count and self.count.unknown) or any(c.holds is None for c in self.conditions)
        return unknown and self.outcome is not Outcome.CANNOT_SAY

    @property
    def missing(self) -> list[str]:
        """Return what an outcome still needs, a sentence each; empty where there is one."""
        if self.rule is None or self.count is None:
            return [self._no_rule()]
        if self.outcome is not Outcome.CANNOT_SAY:
            return []
        sentences = []
        if self.count.reached is None:
            sentences += [
                _("%(targets)s: chưa có số liệu được xác nhận")
                % {"targets": ", ".join(target.id for target in item.targets)}
                for item in self.count.items
                if item.standing is Standing.UNKNOWN
            ]
            if self.count.counted == 0:
                sentences.append(
                    _("mọi chỉ tiêu đều “không phát sinh”: không còn chỉ tiêu nào để tính tỷ lệ")
                )
        sentences += [
            _("chưa có nhận định bằng văn bản: %(condition)s") % {"condition": condition.label}
            for condition in self.conditions
            if condition.holds is None
        ]
        return sentences

    def _no_rule(self) -> str:
        if not self.version.targets:
            sentence = _("%(plan)s chỉ có nhiệm vụ, không có chỉ tiêu: không có gì để tính cho từng địa bàn.")
        else:
            sentence = _(
                "%(plan)s không nêu khi nào một địa bàn chuyển hóa đạt: chương trình không tính, "
                "Ban Chỉ đạo kết luận."
            )
        return sentence % {"plan": self.version.label}


def evaluation_of(area: KeyArea, on: datetime.date, progress: AreaProgress | None = None) -> Computed:
    """Compute the success rule by what was known as of a day; `progress` is that of the day, where known."""
    progress = progress or progress_of(area, on)
    version, rule = progress.version, progress.version.success_rule
    if rule is None or progress.count is None:
        return Computed(area, version, on, None, progress.rows, None, (), Outcome.CANNOT_SAY)
    conditions = [_condition(area, version, on, key) for key in rule.conditions]
    outcome = outcome_of(progress.count, conditions)
    return Computed(area, version, on, rule, progress.rows, progress.count, conditions, outcome)


def outcome_of(count: Count, conditions: Sequence[ConditionStep]) -> Outcome:
    """Return the conjunction of all steps: one that fails decides, whatever is unknown."""
    steps = [count.reached, *(condition.holds for condition in conditions)]
    if False in steps:
        return Outcome.NOT_TRANSFORMED
    return Outcome.CANNOT_SAY if None in steps else Outcome.TRANSFORMED


def words_of(version: PlanVersion, key: str) -> tuple[str, str]:
    """Return clause and words of a condition of the success rule."""
    entry = next(e for e in version.record["success"]["conditions"] if e["key"] == key)
    return entry["clause"], entry["quote"]


def _condition(area: KeyArea, version: PlanVersion, on: datetime.date, key: str) -> ConditionStep:
    window, falls, computed = None, [], None
    if key == Judgement.Condition.BASIC_REDUCTION:
        window, falls = window_of(area, on), falls_of(area, on)
        computed = reduced(falls, version.basic_reduction)
    judgement = _judgement(area, key, on)
    holds, how = computed, How.UNKNOWN if computed is None else How.COMPUTED
    if judgement is not None:
        holds, how = judgement.holds, How.JUDGED
    return ConditionStep(key, *words_of(version, key), holds, how, computed, judgement, window, falls)


def _judgement(area: KeyArea, key: str, on: datetime.date) -> Judgement | None:
    """Return the judgement that stands on a day; one that was taken back is none."""
    judgements = Judgement.objects.filter(area=area, condition=key, judged_on__lte=on)
    newest = judgements.select_related("recorded_by").order_by("-pk").first()
    return newest if newest is not None and newest.holds is not None else None
