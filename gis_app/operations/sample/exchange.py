"""Packs of the sample: one that was approved, one that waits for the second person. All synthetic."""

from __future__ import annotations

import datetime

from django.utils import timezone

from gis_app.access.models import Account
from gis_app.border.board import handling
from gis_app.border.board.reporting import Told, report
from gis_app.border.board.steps import Act
from gis_app.border.exchange import drafting, reviewing
from gis_app.border.exchange.drafting import Wanted
from gis_app.border.exchange.selecting import USUAL_DEPTH_M, USUAL_STATES
from gis_app.border.models import Counterpart, ExchangePack, ReportKind
from gis_app.border.strip.placing import Strip
from gis_app.operations.sample.border import DOCUMENT

_AUTHOR, _REVIEWER = "bienphong.dongnai", "thammuu.dongnai"
#: Kind, metres along the first border line, days ago; closed once they were confirmed.
_HAPPENED = (
    ("illegal_crossing", 11_600, 41),
    ("smuggling", 12_400, 38),
    ("illegal_crossing", 12_450, 33),
    ("drug", 18_900, 31),
    ("smuggling", 23_700, 27),
    ("illegal_crossing", 11_650, 24),
    ("fire", 27_300, 19),
    ("smuggling", 24_100, 15),
    ("illegal_crossing", 18_850, 12),
    ("human_trafficking", 19_400, 11),
    ("weapon", 30_200, 9),
    ("illegal_crossing", 12_420, 6),
    ("suspicious", 24_800, 5),
    ("smuggling", 23_650, 4),
)
_KINDS = ("illegal_crossing", "smuggling", "fire")


def make_exchange() -> None:
    """Make what is not there yet; a second call changes nothing."""
    accounts = {
        account.username: account
        for account in Account.objects.filter(username__in=(_AUTHOR, _REVIEWER, "bienphong.don2"))
    }
    if ExchangePack.objects.exists() or len(accounts) < 3 or not _happen(accounts["bienphong.don2"]):
        return
    author, reviewer = accounts[_AUTHOR], accounts[_REVIEWER]
    province = author.units.get()
    today = timezone.localdate()
    kinds = list(ReportKind.objects.filter(pk__in=_KINDS))
    for counterpart, first, last, note in (
        ("kratie", 45, 21, "Sample data, nothing in this pack is real."),
        ("tbong_khmum", 20, 1, ""),
    ):
        pack = drafting.create(
            Wanted(
                counterpart=Counterpart.objects.get(pk=counterpart),
                province=province,
                document=DOCUMENT,
                purpose="Gói mẫu để xem thử",
                first_day=today - datetime.timedelta(days=first),
                last_day=today - datetime.timedelta(days=last),
                depth_m=USUAL_DEPTH_M,
                kinds=kinds,
                states=USUAL_STATES,
                sections=(),
                note_en=note,
                note_vi="Dữ liệu mẫu, không có gì trong gói này là thật." if note else "",
            ),
            author,
        )
        pack = drafting.submit(pack.code, pack.version, author)
        if note:
            reviewing.approve(pack.code, pack.version, pack.digest, reviewer)


def _happen(post: Account) -> bool:
    """Report, confirm and close what happened; say whether there is a border to have it happen at."""
    strip = Strip(timezone.localdate())
    unit = post.units.first()
    if strip.measured is None or unit is None:
        return False
    middle = unit.geometry.point_on_surface
    now = timezone.now()
    for kind, metres, days in _HAPPENED:
        lon, lat = strip.measured.at(0, metres)
        away = ((middle.x - lon) ** 2 + (middle.y - lat) ** 2) ** 0.5 or 1.0
        # Some hundred metres from the line towards the commune; a degree is about 110 km.
        step = (0.004 + days % 5 * 0.002) / away
        told = Told(
            kind=kind,
            urgency="routine",
            text="Việc đã xong của những tuần trước (tin mẫu)",
            lon=lon + (middle.x - lon) * step,
            lat=lat + (middle.y - lat) * step,
            accuracy_m=25.0,
            occurred_at=now - datetime.timedelta(days=days, hours=days % 7),
            sent_at=now,
        )
        made = report(told, post, strip)
        for act, text in ((Act.VERIFY, ""), (Act.CONFIRM, ""), (Act.CLOSE, "Đã xử lý xong (mẫu)")):
            handling.move(made.pk, act, post, text)
    return True
