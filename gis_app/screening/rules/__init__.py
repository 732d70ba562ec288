"""One module per criterion of group d (các tiêu chí khác), all of one shape: see `shape.py`.

To add a criterion, copy the three files of one rule and its test, and name it here.
"""

from __future__ import annotations

from gis_app.screening.rules import adjoining, gathering_place, mining, traffic
from gis_app.screening.rules.shape import Rule

RULES: tuple[Rule, ...] = (gathering_place.RULE, traffic.RULE, mining.RULE, adjoining.RULE)


def rule_for(key: str) -> Rule | None:
    """Return the rule of a plan-independent criterion key, or None if there is none yet."""
    return next((rule for rule in RULES if rule.key == key), None)
