"""Over which communes statistics can be run: the provinces of which an account sees communes."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from layers.models import AdminUnit
from layers.models.boundaries import AdminUnitQuerySet


def communes(province: str, day: datetime.date, account: Account) -> AdminUnitQuerySet:
    """Return the communes of a province in force on a day that the account sees."""
    return restrict(AdminUnit.objects.communes().on(day).of_province(province), account)


def provinces(day: datetime.date, account: Account) -> list[tuple[str, str]]:
    """Return code and name of each province of which the account sees communes on a day."""
    codes = (
        restrict(AdminUnit.objects.communes().on(day), account)
        .order_by("province_code")
        .values_list("province_code", flat=True)
        .distinct()
    )
    return sorted(((code, name_of(code, day)) for code in codes), key=lambda each: each[1])


def name_of(code: str, day: datetime.date) -> str:
    """Return the full name of a province on a day, or its code in words where its boundary is not loaded."""
    province = AdminUnit.objects.provinces().on(day).filter(code=code).only("full_name").first()
    if province is not None:
        return province.full_name
    return _("Tỉnh mã %(code)s") % {"code": code} if code else _("Chưa rõ tỉnh")
