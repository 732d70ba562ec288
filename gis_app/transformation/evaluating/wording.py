"""The steps of an evaluation as sentences; nothing is decided here."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from gis_app.plans.models import PlanVersion
from gis_app.plans.promises import SuccessRule
from gis_app.transformation.evaluating.computing import Computed, ConditionStep, How, Outcome
from gis_app.transformation.evaluating.counting import Count, Standing
from gis_app.transformation.models import Judgement
from gis_app.transformation.targets.writing import exact


def convention(rule: SuccessRule) -> str:
    """Say what one target is, by whose choice, and what nothing having arisen counts as."""
    counted = (
        _("mỗi gạch đầu dòng của văn bản là một chỉ tiêu, đạt khi mọi nội dung trong đó đạt")
        if rule.by_bullets
        else _("mỗi chỉ tiêu thành phần là một chỉ tiêu")
    )
    said = _("theo văn bản") if rule.convention_stated else _("văn bản không nói; do phiên bản kế hoạch chọn")
    empty = {
        "exclude": _("“không phát sinh” được để ngoài cả tử số và mẫu số"),
        "met": _("“không phát sinh” được tính là đạt"),
        "not_met": _("“không phát sinh” được tính là chưa đạt"),
    }[rule.empty_base]
    return f"{counted[0].upper()}{counted[1:]} ({said}); {empty}."


def share(rule: SuccessRule, count: Count) -> str:
    """Write the arithmetic of the share: "Đạt 7 trên 8 chỉ tiêu = 87,5 %; cần ít nhất 7 …"."""
    bound = _("trên %(percent)s %%") if rule.comparator == ">" else _("từ %(percent)s %% trở lên")
    told = {"met": count.met, "counted": count.counted, "bound": bound % {"percent": rule.percent}}
    if count.counted == 0:
        return _("Không có chỉ tiêu nào được tính, không có tỷ lệ để so với %(bound)s.") % told
    told["needed"] = rule.needed(count.counted)
    if count.unknown:
        told["unknown"] = count.unknown
        return (
            _(
                "Đạt %(met)s trên %(counted)s chỉ tiêu, còn %(unknown)s chưa biết; cần ít nhất %(needed)s "
                "(%(bound)s)."
            )
            % told
        )
    told["percent"] = exact(Fraction(count.met * 100, count.counted), (Fraction(rule.percent),))
    return (
        _("Đạt %(met)s trên %(counted)s chỉ tiêu = %(percent)s %%; cần ít nhất %(needed)s (%(bound)s).")
        % told
    )


def share_outcome(count: Count) -> str:
    """Say whether the share is reached, and whether what is unknown could change that."""
    if count.reached is None:
        return _("chưa kết luận được: các chỉ tiêu chưa biết còn quyết định")
    outcome = _("đủ") if count.reached else _("không đủ")
    if count.unknown_cannot_matter:
        return _("%(outcome)s, các chỉ tiêu chưa biết không làm thay đổi kết quả này") % {"outcome": outcome}
    return outcome


def condition_outcome(step: ConditionStep) -> str:
    """Say how a condition is known and what came out."""
    if step.how is How.UNKNOWN or step.holds is None:
        return _("chưa biết: cần nhận định bằng văn bản")
    outcome = _("có") if step.holds else _("không")
    how = _("tính theo số liệu") if step.how is How.COMPUTED else _("nhận định bằng văn bản")
    return f"{outcome} ({how})"


def conclusion(computed: Computed) -> str:
    """Write the outcome in one sentence."""
    if computed.rule is None:
        return computed.missing[0]
    match computed.outcome:
        case Outcome.CANNOT_SAY:
            return _("Chưa kết luận được: %(missing)s.") % {"missing": "; ".join(computed.missing)}
        case Outcome.TRANSFORMED:
            sentence = _("Kết quả tính: đủ điều kiện chuyển hóa đạt.")
        case _other:
            sentence = _("Kết quả tính: chưa đạt.")
    if computed.unknown_cannot_matter:
        sentence += " " + _("Những nội dung chưa biết không làm thay đổi kết quả này.")
    return sentence


@dataclass(frozen=True, slots=True)
class DescribedCondition:
    """A condition in words."""

    step: ConditionStep
    outcome: str
    standing: Standing
    facts: Sequence[str]


@dataclass(frozen=True, slots=True)
class Described:
    """All steps in words, for the page and the sheet."""

    computed: Computed
    convention: str
    share: str
    share_outcome: str
    share_standing: Standing
    conditions: Sequence[DescribedCondition]
    conclusion: str
    cut_off: Sequence[datetime.date]


def described(computed: Computed) -> Described:
    """Word every step; `cut_off` is the oldest and the newest day of the figures that count."""
    rule, count = computed.rule, computed.count
    days = sorted({row.result.as_of for row in computed.rows if row.result})
    return Described(
        computed,
        convention(rule) if rule else "",
        share(rule, count) if rule and count else "",
        share_outcome(count) if count else "",
        _standing(count.reached if count else None),
        [
            DescribedCondition(
                step, condition_outcome(step), _standing(step.holds), _facts(step, computed.version)
            )
            for step in computed.conditions
        ],
        conclusion(computed),
        days[:1] + days[-1:] if len(days) > 1 else days,
    )


def _standing(holds: bool | None) -> Standing:
    return Standing.UNKNOWN if holds is None else Standing.MET if holds else Standing.NOT_MET


def _facts(step: ConditionStep, version: PlanVersion) -> list[str]:
    """Return what the figures say about a condition, and the plan's figure or that there is none."""
    if step.key != Judgement.Condition.BASIC_REDUCTION:
        return []
    reduction = version.basic_reduction
    asked = reduction.percent if reduction else None
    facts = [fall.sentence(step.window, asked) for fall in step.falls]
    if reduction is None:
        facts.append(_("Kế hoạch không nêu con số cho “giảm cơ bản”: nhận định bằng văn bản."))
    else:
        bound = _("trên %(percent)s %%") if reduction.comparator == ">" else _("từ %(percent)s %% trở lên")
        facts.append(
            _("Kế hoạch (%(clause)s): giảm %(bound)s.")
            % {"clause": reduction.source.clause, "bound": bound % {"percent": reduction.percent}}
        )
    return facts
