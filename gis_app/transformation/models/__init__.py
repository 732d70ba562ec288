"""Records of the yearly cycle: one module per idea."""

from gis_app.transformation.models.areas import KeyArea, KeyAreaQuerySet, StatusChange
from gis_app.transformation.models.decisions import DecidedCap, Decision, Paper
from gis_app.transformation.models.evaluations import Evaluation, Judgement
from gis_app.transformation.models.judged import JudgedSuccessor
from gis_app.transformation.models.results import TargetResult
from gis_app.transformation.models.seals import Seal
from gis_app.transformation.models.signals import SignalAnswer
from gis_app.transformation.models.status import Status
from gis_app.transformation.models.work import AreaDocument, MassModel, Measure
from gis_app.transformation.models.years import PlanYear

__all__ = [
    "AreaDocument",
    "DecidedCap",
    "Decision",
    "Evaluation",
    "JudgedSuccessor",
    "Judgement",
    "KeyArea",
    "KeyAreaQuerySet",
    "MassModel",
    "Measure",
    "Paper",
    "PlanYear",
    "Seal",
    "SignalAnswer",
    "Status",
    "StatusChange",
    "TargetResult",
]
