"""What `manage.py doctor` looks at: one module per subject, each function answers with one `Diagnosis`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from gis_app.operations.checks import database, datum, fonts, machine, seals, software
from gis_app.operations.checks.diagnosis import Diagnosis, Verdict

# In this order: what the later ones need comes first.
CHECKS: tuple[Callable[[], Diagnosis], ...] = (
    software.python_packages,
    software.native_libraries,
    software.projection_variables,
    database.server,
    database.migrations,
    database.history_triggers,
    seals.decisions,
    datum.python_control_point,
    datum.geodjango_control_point,
    datum.postgis_control_point,
    fonts.paper_font,
    machine.disk,
    machine.clock,
)


def examine() -> Iterator[Diagnosis]:
    """Run every check; one that fails itself is a diagnosis too, and the others still run."""
    for check in CHECKS:
        try:
            yield check()
        except Exception as error:
            subject = check.__name__.replace("_", " ")
            yield Diagnosis(Verdict.BAD, subject, f"{type(error).__name__}: {error}")


__all__ = ["CHECKS", "Diagnosis", "Verdict", "examine"]
