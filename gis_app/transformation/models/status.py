"""Where a key area can stand."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Where a key area stands; the order is that of the cycle."""

    PROPOSED = "proposed", _("đề xuất")
    SELECTED = "selected", _("đã lựa chọn")
    IN_TRANSFORMATION = "in_transformation", _("đang chuyển hóa")
    TRANSFORMED = "transformed", _("chuyển hóa đạt")
    NOT_TRANSFORMED = "not_transformed", _("chưa đạt")
    RELAPSED = "relapsed", _("tái phức tạp")
    WITHDRAWN = "withdrawn", _("rút khỏi danh sách")
