"""One module per criterion of group d (các tiêu chí khác), all of one shape: see `shape.py`.

To add a criterion, copy the three files of one rule and its test, and name it here.
"""

from __future__ import annotations

from gis_app.screening.rules import (
    adjoining,
    conditional_business,
    fire_explosion_weapon,
    gathering_place,
    land_dispute,
    mining,
    no_mass_model,
    traffic,
    weak_political_system,
)
from gis_app.screening.rules.shape import Rule

# In the order of the plans: d1 to d9.
RULES: tuple[Rule, ...] = (
    land_dispute.RULE,
    conditional_business.RULE,
    gathering_place.RULE,
    traffic.RULE,
    mining.RULE,
    adjoining.RULE,
    fire_explosion_weapon.RULE,
    weak_political_system.RULE,
    no_mass_model.RULE,
)
