"""The records of the border, one module per idea."""

from gis_app.border.models.adjoining import ContactOffice, JointAgreement, JointMeeting
from gis_app.border.models.patrols import Patrol
from gis_app.border.models.strip import BorderSection, CommuneDuty, ListedCommune

__all__ = [
    "BorderSection",
    "CommuneDuty",
    "ContactOffice",
    "JointAgreement",
    "JointMeeting",
    "ListedCommune",
    "Patrol",
]
