"""The sample accounts, one for each role, with a password that was made on this machine."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from gis_app.access.models import Account, Agency
from gis_app.access.roles import Role
from gis_app.operations.sample.boundaries import AFTER_NAME
from layers.models import AdminUnit

Kind = Agency.Kind
# Easy to read out and to type on an office keyboard: five of 64 give 30 bits, and sign-in slows down after
# ten errors. These accounts are for looking around; an office makes its own.
_SYLLABLES = (Path(__file__).parent / "syllables.txt").read_text(encoding="ascii").split()


@dataclass(frozen=True, slots=True)
class SampleAccount:
    """An account of the sample; `units` are codes of provinces or communes after the reform."""

    username: str
    title: str
    role: Role
    agency: str
    kind: str
    units: tuple[str, ...] = ()


ACCOUNTS = (
    SampleAccount(
        "thammuu.dongnai",
        "Cán bộ tham mưu, Đồng Nai",
        Role.PLANNER,
        "Công an tỉnh Đồng Nai",
        Kind.POLICE_PROVINCE,
        ("75",),
    ),
    SampleAccount(
        "thammuu.dongthap",
        "Cán bộ tham mưu, Đồng Tháp",
        Role.PLANNER,
        "Công an tỉnh Đồng Tháp",
        Kind.POLICE_PROVINCE,
        ("82",),
    ),
    SampleAccount(
        "thammuu.hcm",
        "Cán bộ tham mưu, TP. Hồ Chí Minh",
        Role.PLANNER,
        "Công an Thành phố Hồ Chí Minh",
        Kind.POLICE_PROVINCE,
        ("79",),
    ),
    SampleAccount(
        "thuky.dongnai",
        "Thư ký Ban Chỉ đạo 138, Đồng Nai",
        Role.SECRETARY,
        "Ban Chỉ đạo 138 tỉnh Đồng Nai",
        Kind.STEERING_BOARD,
        ("75",),
    ),
    SampleAccount(
        "congan.locthanh",
        "Công an xã Lộc Thành",
        Role.COMMUNE_OFFICER,
        "Công an xã Lộc Thành",
        Kind.POLICE_COMMUNE,
        ("Xã Lộc Thành",),
    ),
    SampleAccount(
        "congan.hanggon",
        "Công an phường Hàng Gòn",
        Role.COMMUNE_OFFICER,
        "Công an phường Hàng Gòn",
        Kind.POLICE_COMMUNE,
        ("Phường Hàng Gòn",),
    ),
    SampleAccount(
        "bienphong.dongnai",
        "Trực ban Biên phòng, Đồng Nai",
        Role.BORDER_GUARD,
        "Ban Chỉ huy Bộ đội Biên phòng Đồng Nai",
        Kind.BORDER_COMMAND,
        ("75",),
    ),
    SampleAccount(
        "bienphong.don1",
        "Trực ban đồn mẫu 1",
        Role.BORDER_GUARD,
        "Đồn Biên phòng mẫu 1",
        Kind.BORDER_POST,
        ("Xã Lộc Thành",),
    ),
    SampleAccount(
        "bienphong.don2",
        "Trực ban đồn mẫu 2",
        Role.BORDER_GUARD,
        "Đồn Biên phòng mẫu 2",
        Kind.BORDER_POST,
        ("Xã Lộc Tấn", "Xã Lộc Thạnh"),
    ),
    SampleAccount(
        "xem.dongnai",
        "Người xem, Đồng Nai",
        Role.VIEWER,
        "Ủy ban nhân dân tỉnh Đồng Nai",
        Kind.PEOPLES_COMMITTEE,
        ("75",),
    ),
    SampleAccount("quantri", "Quản trị hệ thống", Role.ADMINISTRATOR, "Quản trị Diaban", Kind.OTHER),
)


def password_file() -> Path:
    """Return the file that keeps the password of the sample accounts, readable by its owner only."""
    return Path(settings.VAR_DIR) / "sample_accounts.json"


def make_accounts() -> None:
    """Make the sample accounts that are not there yet; an account that exists keeps its password."""
    missing = [a for a in ACCOUNTS if not Account.objects.filter(username=a.username).exists()]
    if not missing:
        return
    password = known_password() or _keep_new_password()
    for sample in missing:
        agency, _created = Agency.objects.get_or_create(name=sample.agency, defaults={"kind": sample.kind})
        account = Account.objects.create_user(
            sample.username,
            password,
            title=sample.title,
            role=sample.role,
            agency=agency,
            whole_country=sample.role == Role.ADMINISTRATOR,
        )
        account.units.set(_units(sample.units))


def known_password() -> str | None:
    """Return the password that was made on this machine, or None when there is none."""
    try:
        return str(json.loads(password_file().read_text(encoding="utf-8"))["password"])
    except (OSError, ValueError, KeyError):
        return None


def _keep_new_password() -> str:
    password = "-".join(secrets.choice(_SYLLABLES) for _ in range(5))
    file = password_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
        json.dump({"password": password, "accounts": [a.username for a in ACCOUNTS]}, handle)
    return password


def _units(names: tuple[str, ...]) -> list[AdminUnit]:
    """Find provinces by code and communes by full name, after the reform."""
    found = list(
        AdminUnit.objects.provinces().filter(
            code__in=names, boundary_set__is_sample=True, valid_to__isnull=True
        )
    )
    return found + list(AdminUnit.objects.filter(full_name__in=names, boundary_set__name=AFTER_NAME))
