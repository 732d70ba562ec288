"""Plans as versioned data.

The rules are expected to change (the Đồng Tháp plan itself asks for it in II.7), so nothing of a document is
code. A version that has been published never changes: a change is a draft, and then a new version.
"""

from gis_app.plans.models.drafts import PlanDraft
from gis_app.plans.models.parameters import PlanParameter
from gis_app.plans.models.plans import Plan, PlanVersion

__all__ = ["Plan", "PlanDraft", "PlanParameter", "PlanVersion"]
