"""Where devices send what they kept."""

from __future__ import annotations

import json
from dataclasses import asdict

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gis_app.access.roles import Action, may
from gis_app.border.board.recording import newest_number
from gis_app.border.board.refusing import RefusedError
from gis_app.border.board.syncing import OldAppError, sync

#: What HTTP says to a program that must be renewed first.
_UPGRADE_REQUIRED = 426


@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """Answer each item of a batch: `{"number", "items": [{"id", "outcome", "sentence", "again"}]}`."""
    if not may(request.user, Action.WORK_BORDER):
        raise PermissionDenied
    try:
        answers = sync(json.loads(request.body), request.user)
    except OldAppError as refused:
        return _refused(str(refused), _UPGRADE_REQUIRED)
    except (ValueError, RecursionError):
        return _refused(_("Không đọc được gói tin: hãy gửi lại; tin vẫn còn trên máy."), 400)
    except RefusedError as refused:
        return _refused(str(refused), 400)
    return JsonResponse({"number": newest_number(), "items": [asdict(answer) for answer in answers]})


def _refused(sentence: str, status: int) -> HttpResponse:
    return JsonResponse({"sentence": sentence, "items": []}, status=status)
