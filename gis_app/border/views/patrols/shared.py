"""What the pages of patrols share."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from gis_app.access.roles import Action, may
from gis_app.border.models import Patrol
from gis_app.border.patrols.seeing import visible_to
from gis_app.border.views.board import live_settings


def require_patrol(request: HttpRequest) -> None:
    """Refuse who has no part in patrols."""
    if not may(request.user, Action.PATROL):
        raise PermissionDenied(_("Vai trò của tài khoản này không được làm việc đó."))


def visible(request: HttpRequest, patrol_id: int) -> Patrol:
    """Return a patrol that the account sees."""
    found = visible_to(request.user).with_parties().filter(pk=patrol_id).first()
    if found is None:
        raise Http404(_("Không có lần tuần tra này, hoặc đơn vị không được xem."))
    return found


def map_settings(request: HttpRequest, **more: Any) -> dict[str, Any]:
    """Return what the scripts of a map of patrols need."""
    settings = live_settings(request.user, 0)
    words = {
        **settings["words"],
        "drawing": _("Bấm từng đỉnh trên bản đồ; bấm lại đỉnh cuối để xong."),
        "moving": _("Kéo các đỉnh để sửa; bấm chuột phải lên một đỉnh để bỏ đỉnh đó."),
        "reading": _("Đang đọc tệp…"),
    }
    track = reverse("border_patrol_track")
    patrol = reverse("border_patrol", args=[0])
    return {**settings, "words": words, "track": track, "patrol": patrol, **more}
