"""The records of the border, one module per idea."""

from gis_app.border.models.adjoining import ContactOffice, JointAgreement, JointMeeting
from gis_app.border.models.exchange import (
    Counterpart,
    ExchangePack,
    LeavingRule,
    LeftOut,
    PackEntry,
    PackFile,
    PackStep,
)
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
from gis_app.border.models.strip import (
    BorderSection,
    CommuneDuty,
    ListedCommune,
    RiverStretch,
)

__all__ = [
    "AgreedKind",
    "BoardClock",
    "BorderReport",
    "BorderSection",
    "CommuneDuty",
    "ContactOffice",
    "Counterpart",
    "ExchangePack",
    "JointAgreement",
    "JointMeeting",
    "KeyRoute",
    "LeavingRule",
    "LeftOut",
    "ListedCommune",
    "PackEntry",
    "PackFile",
    "PackStep",
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
