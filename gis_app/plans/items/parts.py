"""All items of a record, part by part, in the order in which pages show them."""

from __future__ import annotations

from gis_app.plans.items import choosing, document, goals
from gis_app.plans.items.shape import Part

PARTS: tuple[Part, ...] = (
    document.HEAD,
    goals.KPIS,
    choosing.SELECTION,
    choosing.GROUPINGS,
    choosing.PROPOSERS,
    choosing.DECIDERS,
    choosing.EXCLUSIONS,
    goals.TARGETS,
    goals.SUCCESS,
    goals.CONDITIONS,
    goals.REDUCTION,
    goals.WATCH,
    choosing.CRITERIA,
    document.REPORTING,
    document.TASKS,
    document.BODIES,
)
BY_KEY = {part.key: part for part in PARTS}
