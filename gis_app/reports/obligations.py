"""The reports, meetings and reviews that a plan asks for, each under a key that survives new versions.

The record of a plan has no ids for them. A key is made of what an obligation is (who, what, how often, in
which clause), not of its date: where a new version moves the date, what was delivered stays with it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gis_app.plans.models import PlanVersion
from gis_app.plans.promises import ReportingRule

_KINDS = {
    "report": gettext_lazy("Báo cáo"),
    "meeting": gettext_lazy("Họp"),
    "review": gettext_lazy("Sơ kết"),
}


@dataclass(frozen=True, slots=True)
class Obligation:
    """One thing owed again and again.

    Attributes:
        key: names it in addresses and rows, 12 hexadecimal digits.
        first_half_only: a half-yearly duty whose second half is the yearly one of the same clause
            ("Định kỳ 6 tháng, 01 năm").
        teams: how many bodies of the same name owe it separately, 1 where the plan gives no number.
    """

    version: PlanVersion
    rule: ReportingRule
    key: str
    first_half_only: bool
    teams: int

    @property
    def kind(self) -> str:
        """Return what it is, in the reader's language."""
        return str(_KINDS.get(self.rule.kind, self.rule.kind))

    @property
    def is_report(self) -> bool:
        """Say whether it is a report, which the program can write."""
        return self.rule.kind == "report"

    @property
    def who(self) -> str:
        """Return who owes it, in the words of the plan."""
        return self.rule.who or _("văn bản không nêu")

    @property
    def teams_named(self) -> list[str]:
        """Return a name for each of the bodies that owe it separately; empty where there is one."""
        if self.teams < 2:
            return []
        return [_("Tổ theo dõi số %(number)s") % {"number": n} for n in range(1, self.teams + 1)]


def obligations_of(version: PlanVersion) -> list[Obligation]:
    """Return what the version asks for, in the order of the document."""
    rules = version.reporting_rules
    yearly = {_duty(rule) for rule in rules if rule.every == "year" and not rule.period}
    seen: Counter[str] = Counter()
    found = []
    for rule in rules:
        key = _key(rule)
        seen[key] += 1
        if seen[key] > 1:  # the same duty twice in one record: the second is told by its place
            key = _key(rule, seen[key])
        half = rule.every == "half_year" and _duty(rule) in yearly
        found.append(Obligation(version, rule, key, half, _teams(version, rule)))
    return found


def obligation(version: PlanVersion, key: str) -> Obligation | None:
    """Return the obligation with a key, None where the version has none."""
    return next((found for found in obligations_of(version) if found.key == key), None)


def _duty(rule: ReportingRule) -> tuple[str, str, str]:
    return rule.kind, rule.who, rule.source.clause


def _key(rule: ReportingRule, place: int = 1) -> str:
    named = (*_duty(rule), rule.every or "", rule.period, *([str(place)] if place > 1 else []))
    return hashlib.sha256("\x1f".join(named).encode()).hexdigest()[:12]


def _teams(version: PlanVersion, rule: ReportingRule) -> int:
    """Return how many monitoring teams owe it: the plan's own number of the body that the rule names."""
    for body in version.record.get("bodies", ()):
        if body.get("count") and body["name"].casefold() in rule.who.casefold():
            return int(body["count"])
    return 1
