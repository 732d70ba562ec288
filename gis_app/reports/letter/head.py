"""The head of a letter: names as they were on its date.

A province may change its kind (Đồng Nai became a centrally run city on 30/4/2026), so the name is that of the
boundary set in force on the date of the letter, whatever the account's office is called in the program.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gis_app.access.models import Account, Agency
from gis_app.plans.models import PlanVersion
from gis_app.plans.territory import REFORM
from layers.models import AdminUnit

#: Nghị định 30/2020/NĐ-CP, phụ lục I, mục II.4.a: what is named after a person is written in full.
_NAMED_AFTER_PERSONS = frozenset({"Hồ Chí Minh"})
_KIND = r"(?:tỉnh|thành phố|TP\.?)\s+"


@dataclass(frozen=True, slots=True)
class Head:
    """Lines of the head and of the signature, empty where the office fills them in by hand."""

    superior: str
    agency: str
    place: str
    symbol: str
    authority: str
    signer: str
    province: str


@dataclass(frozen=True, slots=True)
class _Usual:
    superior: str
    symbol: str
    authority: str
    signer: str


# How offices of a kind usually sign; the form offers it, the office corrects it.
_USUAL = {
    Agency.Kind.POLICE_PROVINCE: _Usual("Bộ Công an", "/BC-CA", "", "Giám đốc"),
    Agency.Kind.STEERING_BOARD: _Usual(
        "Ủy ban nhân dân {province}", "/BC-BCĐ", "TM. Ban Chỉ đạo", "Trưởng ban"
    ),
    Agency.Kind.PEOPLES_COMMITTEE: _Usual("", "/BC-UBND", "TM. Ủy ban nhân dân", "Chủ tịch"),
    Agency.Kind.BORDER_COMMAND: _Usual("", "/BC-BCH", "", "Chỉ huy trưởng"),
}


def head_for(version: PlanVersion, account: Account | None, on: datetime.date) -> Head:
    """Return the usual head of a letter of the account's office on a date."""
    province = province_on(version, on)
    agency = account.agency if account else None
    name = _renamed(agency.name, province) if agency else ""
    usual = _USUAL.get(Agency.Kind(agency.kind)) if agency else None
    superior = agency.superior.name if agency and agency.superior else usual.superior if usual else ""
    full = province.full_name if province else version.record["territory"]["label"]
    return Head(
        superior=_renamed(superior.format(province=full), province),
        agency=name or _("(tên cơ quan)"),
        place=_place(province),
        symbol=usual.symbol if usual else "/BC-",
        authority=usual.authority if usual else "",
        signer=usual.signer if usual else "",
        province=full,
    )


def province_on(version: PlanVersion, on: datetime.date) -> AdminUnit | None:
    """Return the province of the plan's territory as it is called on a day, None where no set says so."""
    territory = version.record["territory"]
    codes = territory["province_codes_before_2025"] if on < REFORM else [territory["province_code"]]
    return (
        AdminUnit.objects.provinces()
        .on(on)
        .filter(code__in=codes)
        .order_by("code")
        .only("name", "full_name")
        .first()
    )


def _renamed(name: str, province: AdminUnit | None) -> str:
    """Put the province's title of the day in place of the one that the name of an office has."""
    if province is None:
        return name
    full = province.full_name

    def in_its_case(found: re.Match[str]) -> str:
        return full[0].lower() + full[1:] if found[0][0].islower() else full

    return re.sub(_KIND + re.escape(province.name), in_its_case, name, flags=re.IGNORECASE)


def _place(province: AdminUnit | None) -> str:
    if province is None:
        return ""
    return province.full_name if province.name in _NAMED_AFTER_PERSONS else province.name
