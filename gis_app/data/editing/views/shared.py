"""What the editing pages share: who may open them, what their map needs, how a refusal is shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from gis_app.access.roles import Action, may
from gis_app.data.editing.errors import ChangedMeanwhileError, EditRefusedError

View = ParamSpec("View")


def for_editors(
    view: Callable[Concatenate[HttpRequest, View], HttpResponse],
) -> Callable[Concatenate[HttpRequest, View], HttpResponse]:
    """Close a page to those who may not bring data in."""

    @wraps(view)
    def answer(request: HttpRequest, *args: View.args, **kwargs: View.kwargs) -> HttpResponse:
        if not may(request.user, Action.IMPORT):
            raise PermissionDenied(_("Tài khoản này không được nhập hoặc sửa dữ liệu."))
        return view(request, *args, **kwargs)

    return answer


def tell(form: forms.Form, refused: EditRefusedError) -> int:
    """Show a refusal beside its field; return the status of the answer."""
    form.add_error(refused.field if refused.field in form.fields else None, str(refused))
    return 409 if isinstance(refused, ChangedMeanwhileError) else 400


def map_settings(*, draws: str, editable: bool) -> dict[str, Any]:
    """Return what the script of the map needs.

    Args:
        draws: "point" (two fields of degrees) or "shape" (GeoJSON in a hidden field).
        editable: whether the shape can be moved.
    """
    return {
        "communes": reverse("map_communes"),
        "draws": draws,
        "editable": editable,
        "words": {
            "zoomIn": _("Phóng to"),
            "zoomOut": _("Thu nhỏ"),
            "failed": _("Máy chủ không trả lời: hãy kiểm tra mạng nội bộ rồi tải lại trang."),
            "clickPoint": _("Bấm lên bản đồ để đặt điểm; kéo điểm để dời."),
            "drawing": _(
                "Bấm từng đỉnh trên bản đồ; bấm lại đỉnh đầu (vùng) hoặc đỉnh cuối (đường) để xong."
            ),
            "moving": _("Kéo các đỉnh để sửa; bấm chuột phải lên một đỉnh để bỏ đỉnh đó."),
        },
    }
