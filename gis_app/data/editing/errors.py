"""Why a change by hand is refused."""

from __future__ import annotations

from django.utils.translation import gettext as _


class EditRefusedError(Exception):
    """Nothing was changed. The text is one sentence for a person; `field` names the field it is about."""

    def __init__(self, sentence: str, field: str | None = None) -> None:
        self.field = field
        super().__init__(sentence)


class ChangedMeanwhileError(EditRefusedError):
    """Somebody else changed the same row after this person opened it."""

    def __init__(self) -> None:
        super().__init__(
            _("Người khác vừa sửa mục này; nội dung mới ở phần lịch sử, hãy mở lại trang rồi sửa tiếp.")
        )
