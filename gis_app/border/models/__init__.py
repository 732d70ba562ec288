"""The records of the border, one module per idea."""

from gis_app.border.models.adjoining import ContactOffice, JointAgreement, JointMeeting
from gis_app.border.models.kinds import ReportKind, State, TimeLimit, Urgency
from gis_app.border.models.patrols import Patrol, PatrolStep
from gis_app.border.models.reports import (
    BoardClock,
    BorderReport,
    ReportIncident,
    ReportShare,
    ReportStep,
    SameProposal,
)
from gis_app.border.models.routes import KeyRoute, RouteMeasure
from gis_app.border.models.sharing import AgreedKind, SharingAgreement
from gis_app.border.models.strip import BorderSection, CommuneDuty, ListedCommune, RiverStretch

__all__ = [
    "AgreedKind",
    "BoardClock",
    "BorderReport",
    "BorderSection",
    "CommuneDuty",
    "ContactOffice",
    "JointAgreement",
    "JointMeeting",
    "KeyRoute",
    "ListedCommune",
    "Patrol",
    "PatrolStep",
    "ReportIncident",
    "ReportKind",
    "ReportShare",
    "ReportStep",
    "RiverStretch",
    "RouteMeasure",
    "SameProposal",
    "SharingAgreement",
    "State",
    "TimeLimit",
    "Urgency",
]
