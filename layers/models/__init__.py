"""Everything that has a place: one module per kind of layer."""

from layers.models.belts import BorderBelt
from layers.models.boundaries import AdminUnit, BoundarySet, Succession, UnitAdjacency
from layers.models.coverage import BoundaryRepair, CoverageDefect, RepairedUnit
from layers.models.duplicates import DuplicateRule, SuspectedDuplicate
from layers.models.imports import ImportBatch, ImportProblem
from layers.models.incidents import Incident, IncidentCategory, IncidentLocation, MonthlyCount
from layers.models.indicators import Indicator, IndicatorValue
from layers.models.lines import BorderLine, Road, SupersededLine
from layers.models.rasters import Raster
from layers.models.sites import Site, SiteKind
from layers.models.withdrawals import ImportWithdrawal

__all__ = [
    "AdminUnit",
    "BorderBelt",
    "BorderLine",
    "BoundaryRepair",
    "BoundarySet",
    "CoverageDefect",
    "DuplicateRule",
    "ImportBatch",
    "ImportProblem",
    "ImportWithdrawal",
    "Incident",
    "IncidentCategory",
    "IncidentLocation",
    "Indicator",
    "IndicatorValue",
    "MonthlyCount",
    "Raster",
    "RepairedUnit",
    "Road",
    "Site",
    "SiteKind",
    "Succession",
    "SupersededLine",
    "SuspectedDuplicate",
    "UnitAdjacency",
]
