"""How an act on a pack is refused: with the sentences of the board's refusals."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gis_app.border.board.refusing import RefusedError


class ChangedError(RefusedError):
    """The reports are no longer what was frozen for review: the review has to be repeated."""


def gone() -> RefusedError:
    """Return the refusal of an act on what somebody else has changed meanwhile."""
    return RefusedError(_("Gói đã được người khác sửa hoặc xử lý: hãy tải lại trang rồi xem lại."))
