"""What changed between two screenings, and because of which: data, day, parameter, plan or boundary."""

from __future__ import annotations

from gis_app.screening.comparing.changes import Change, Comparison, compare
from gis_app.screening.comparing.inputs import Difference, differences

__all__ = ["Change", "Comparison", "Difference", "compare", "differences"]
