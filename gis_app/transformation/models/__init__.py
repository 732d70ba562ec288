"""Records of the yearly cycle: one module per idea."""

from gis_app.transformation.models.areas import KeyArea, KeyAreaQuerySet, StatusChange
from gis_app.transformation.models.decisions import Decision
from gis_app.transformation.models.evaluations import Evaluation, Judgement
from gis_app.transformation.models.judged import JudgedSuccessor
from gis_app.transformation.models.results import TargetResult
from gis_app.transformation.models.signals import SignalAnswer
from gis_app.transformation.models.status import Status
from gis_app.transformation.models.work import AreaDocument, MassModel, Measure
from gis_app.transformation.models.years import PlanYear

__all__ = [
    "AreaDocument",
    "Decision",
    "Evaluation",
    "JudgedSuccessor",
    "Judgement",
    "KeyArea",
    "KeyAreaQuerySet",
    "MassModel",
    "Measure",
    "PlanYear",
    "SignalAnswer",
    "Status",
    "StatusChange",
    "TargetResult",
]
