"""From a draft to a version: whole, without a problem, and as it was looked at."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.plans.drafts.problems import problems_of
from gis_app.plans.drafts.refusing import DraftRefused
from gis_app.plans.drafts.saving import ChangedMeanwhile, lock
from gis_app.plans.drafts.whole import whole
from gis_app.plans.models import Plan, PlanDraft, PlanVersion
from gis_app.plans.publishing import hash_of, publish
from gis_app.plans.seeing import may_change


@transaction.atomic
def publish_draft(draft: PlanDraft, seen_revision: int, account: Account | None) -> PlanVersion:
    """Make a draft the newest version of its plan and close it.

    Raises:
        ChangedMeanwhile: the draft is not the one that was looked at, or its plan has a newer version than
            the one it is compared with.
        DraftRefused: it has a problem, is the same as the newest version, or its id is taken by now.
        PermissionDenied: the account may not change plans of its territory.
    """
    draft = lock(draft, account)
    _check_unchanged(draft, seen_revision)
    problems = problems_of(draft)
    if problems:
        raise DraftRefused(
            _("Chưa ban hành được: còn %(count)s chỗ cần sửa, trước hết là %(item)s: %(what)s.")
            % {"count": len(problems), "item": problems[0].item_name, "what": problems[0].what}
        )
    record = whole(draft)
    if not may_change(account, record["territory"]):
        raise PermissionDenied(_("Tài khoản này không phụ trách toàn bộ tỉnh được ghi trong dự thảo."))
    if not draft.is_copy and hash_of(record) == draft.base.sha256:
        raise DraftRefused(_("Dự thảo giống hệt phiên bản hiện hành; không có gì để ban hành."))
    version = publish(record)
    draft.plan = version.plan
    draft.state, draft.published, draft.changed_by = PlanDraft.State.PUBLISHED, version, account
    draft.save()
    return version


def _check_unchanged(draft: PlanDraft, seen_revision: int) -> None:
    """Refuse a draft that somebody changed, whose plan has a newer version, or whose id is taken by now."""
    if draft.revision != seen_revision:
        raise ChangedMeanwhile(
            _("Dự thảo vừa được %(who)s sửa; hãy xem lại các thay đổi rồi ban hành.")
            % {"who": draft.changed_by or _("máy chủ")}
        )
    if draft.plan is None:
        if Plan.objects.filter(pk=draft.content["id"]).exists():
            raise DraftRefused(
                _("Mã “%(id)s” vừa được dùng cho một kế hoạch khác; hãy chép lại với mã khác.")
                % {"id": draft.content["id"]}
            )
        return
    newest = Plan.objects.select_for_update().get(pk=draft.plan_id).current
    if newest != draft.base:
        raise ChangedMeanwhile(
            _(
                "Kế hoạch đã có phiên bản %(newest)s, mới hơn phiên bản %(base)s mà dự thảo này so với; hãy "
                "chuyển dự thảo sang phiên bản mới rồi xem lại."
            )
            % {"newest": newest.number, "base": draft.base.number}
        )
