"""The border of the sample: posts with sections and communes, an agreement, a few reports. All synthetic."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from itertools import pairwise

from django.utils import timezone

from gis_app.access.models import Account, Agency
from gis_app.border.board import handling
from gis_app.border.board.reporting import Told, report
from gis_app.border.board.steps import Act
from gis_app.border.models import (
    AgreedKind,
    BorderReport,
    BorderSection,
    CommuneDuty,
    ListedCommune,
    SharingAgreement,
)
from gis_app.border.strip.membership import memberships
from gis_app.border.strip.placing import Strip
from gis_app.operations.sample.boundaries import REFORM
from gis_app.operations.sample.strip import make_strip
from layers.models import AdminUnit, Site

DOCUMENT = "Dữ liệu mẫu, không phải văn bản thật"
#: The post whose section ends early, so that a gap in responsibility is there to be seen.
_SHORT, _GAP_M = 4, 1_500.0
_COMMANDS = {"75": "Ban Chỉ huy Bộ đội Biên phòng Đồng Nai", "82": "Ban Chỉ huy Bộ đội Biên phòng Đồng Tháp"}


@dataclass(frozen=True, slots=True)
class SampleReport:
    """A report of the sample: who, what, where, and the steps taken with it.

    `metres` runs along the first border line; `depth` is the share of the way from the line to the middle of
    the account's first commune, negative beyond the line.
    """

    account: str
    kind: str
    urgency: str
    text: str
    metres: float
    depth: float
    hours_ago: float
    accuracy_m: float | None
    acts: tuple[tuple[Act, str], ...] = ()


_REPORTS = (
    SampleReport(
        "bienphong.don1", "illegal_crossing", "urgent",
        "Bốn người đi bộ qua đường mòn, hai xe máy chờ ở phía trong", 12_000, 0.1, 0.3, 12,
        ((Act.VERIFY, ""), (Act.CONFIRM, "Tổ tuần tra đã đến nơi, còn dấu vết")),
    ),
    SampleReport(
        "congan.locthanh", "illegal_crossing", "urgent",
        "Dân báo có nhóm người vừa qua biên giới bằng đường mòn", 12_300, 0.12, 0.4, 60,
    ),
    SampleReport(
        "bienphong.don1", "smuggling", "routine",
        "Có xe tải nhỏ đỗ lâu gần lối mở vào ban đêm", 6_000, 0.2, 5, 30, ((Act.VERIFY, ""),),
    ),
    SampleReport(
        "bienphong.don2", "boundary_marker", "routine",
        "Mốc bị xe va nghiêng, cần kiểm tra song phương", 24_000, 0.01, 30, 8,
        ((Act.VERIFY, ""), (Act.CONFIRM, ""), (Act.CLOSE, "Đã lập biên bản và báo cấp trên")),
    ),
    SampleReport(
        "bienphong.don2", "drug", "flash",
        "Nghi có người cất giấu hàng ở chòi rẫy sát biên giới", 26_000, 0.15, 0.1, 2_000,
    ),
    SampleReport(
        "bienphong.don2", "suspicious", "routine",
        "Có tiếng máy nổ bên kia đường biên giới", 23_000, -0.03, 2, 40,
    ),
)  # fmt: skip


def make_border() -> None:
    """Make what is not there yet; a second call changes nothing."""
    if not ListedCommune.objects.exists():
        _responsibilities()
    make_strip(DOCUMENT)
    if not BorderReport.objects.exists():
        _reports()


def _responsibilities() -> None:
    today = timezone.localdate()
    strip = Strip(today)
    dated = {"document": DOCUMENT, "valid_from": REFORM}
    listed = [each.unit for each in memberships(today, None) if each.touches]
    ListedCommune.objects.bulk_create(ListedCommune(unit=unit, **dated) for unit in listed)
    sections = _sections(strip, dated)
    duties = []
    for unit in listed:
        police, _made = Agency.objects.get_or_create(
            name=f"Công an {unit.full_name[0].lower()}{unit.full_name[1:]}",
            defaults={"kind": Agency.Kind.POLICE_COMMUNE},
        )
        duties.append(CommuneDuty(agency=police, unit=unit, **dated))
        posts = _posts_of(strip, unit, sections)
        duties += [CommuneDuty(agency=post, unit=unit, **dated) for post in posts]
    CommuneDuty.objects.bulk_create(duties)
    _agreement(dated)


def _sections(strip: Strip, dated: dict[str, object]) -> list[BorderSection]:
    """Give each post of the sample the stretch of line that is nearest to it."""
    posts = list(Site.objects.filter(kind_id="border_post", batch__is_sample=True).order_by("pk"))
    if strip.measured is None or not posts:
        return []
    commands = {
        code: Agency.objects.get_or_create(name=name, defaults={"kind": Agency.Kind.BORDER_COMMAND})[0]
        for code, name in _COMMANDS.items()
    }
    places = strip.places([site.geometry.centroid.coords for site in posts])
    made = []
    for index, line in enumerate(strip.lines):
        mine = sorted(
            (place.along_m, position, site)
            for position, (place, site) in enumerate(zip(places, posts, strict=True))
            if place.line.pk == line.pk
        )
        middles = [(first[0] + second[0]) / 2 for first, second in pairwise(mine)]
        ends = [0.0, *middles, strip.measured.length_m(index)]
        code = "82" if "Đồng Tháp" in line.name else "75"
        for (_along, position, site), (from_m, to_m) in zip(mine, pairwise(ends), strict=True):
            agency, _made = Agency.objects.get_or_create(
                name=_agency_name(site.name),
                defaults={"kind": Agency.Kind.BORDER_POST},
            )
            agency.superior = commands[code]
            agency.save(update_fields=["superior"])
            if position == _SHORT:
                to_m -= _GAP_M
            made.append(
                BorderSection(
                    agency=agency, name=f"Đoạn {position + 1}", line=line, from_m=from_m, to_m=to_m, **dated
                )
            )
    return BorderSection.objects.bulk_create(made)


def _posts_of(strip: Strip, unit: AdminUnit, sections: list[BorderSection]) -> list[Agency]:
    """Return the posts that stand in a commune, else the one whose section is nearest to its middle."""
    shape = AdminUnit.objects.get(pk=unit.pk).geometry
    names = Site.objects.filter(kind_id="border_post", geometry__intersects=shape).values_list(
        "name", flat=True
    )
    there = {_agency_name(name) for name in names}
    if standing := [section.agency for section in sections if section.agency.name in there]:
        return standing
    (place,) = strip.places([shape.point_on_surface.coords])
    mine = [section for section in sections if section.line_id == place.line.pk]
    nearest = min(mine, key=lambda s: max(s.from_m - place.along_m, place.along_m - s.to_m, 0.0))
    return [nearest.agency]


def _agency_name(site: str) -> str:
    return site.replace("Đồn biên phòng", "Đồn Biên phòng")


def _agreement(dated: dict[str, object]) -> None:
    posts = {agency.name: agency for agency in Agency.objects.filter(kind=Agency.Kind.BORDER_POST)}
    police = Agency.objects.filter(name="Công an xã Lộc Thành").first()
    post = posts.get("Đồn Biên phòng mẫu 1")
    if police is None or post is None:
        return
    agreement = SharingAgreement.objects.create(
        giver=post, receiver=police, both_ways=True, document_date=REFORM, **dated
    )
    AgreedKind.objects.bulk_create(
        AgreedKind(agreement=agreement, kind_id=kind) for kind in ("illegal_crossing", "smuggling")
    )


def _reports() -> None:
    now = timezone.now()
    strip = Strip(timezone.localdate())
    if strip.measured is None:
        return
    for sample in _REPORTS:
        account = Account.objects.filter(username=sample.account, agency__isnull=False).first()
        unit = account.units.first() if account else None
        if account is None or unit is None:
            continue
        lon, lat = strip.measured.at(0, sample.metres)
        middle = unit.geometry.point_on_surface
        told = Told(
            kind=sample.kind,
            urgency=sample.urgency,
            text=f"{sample.text} (tin mẫu)",
            lon=lon + (middle.x - lon) * sample.depth,
            lat=lat + (middle.y - lat) * sample.depth,
            accuracy_m=sample.accuracy_m,
            occurred_at=now - datetime.timedelta(hours=sample.hours_ago),
            sent_at=now,
        )
        made = report(told, account, strip)
        for act, text in sample.acts:
            handling.move(made.pk, act, account, text)
