"""Packs of the small test country: reports of three days ago, an author, a second person."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from gis_app.access.models import Account
from gis_app.border.exchange import drafting, reviewing
from gis_app.border.exchange.drafting import Wanted
from gis_app.border.models import BorderReport, Counterpart, ExchangePack, ReportKind
from tests.border.force import Force

#: A kilometre from the line, in the owner's north-western commune.
NEAR = (107.05, 11.19)
SECRET = "Hai xe tải nhỏ qua suối, đi về phía nam"


def noon(days_ago: int = 3) -> datetime.datetime:
    """Return noon of a day some days ago, so that no test depends on when it runs."""
    day = timezone.localdate() - datetime.timedelta(days=days_ago)
    return datetime.datetime.combine(day, datetime.time(12), timezone.get_current_timezone())


def told(force: Force, days_ago: int = 3, **fields: Any) -> BorderReport:
    """Report and confirm something of some days ago, as the east post, a kilometre from the line."""
    return force.confirmed(**{"at": NEAR, "occurred_at": noon(days_ago)} | fields)


def wanted(force: Force, **fields: Any) -> Wanted:
    """Return what an author asks for; everything but the given has a usual value."""
    today = timezone.localdate()
    kinds = fields.pop("kinds", ("smuggling", "illegal_crossing"))
    given = {
        "counterpart": Counterpart.objects.get(pk="kratie"),
        "province": force.people.home,
        "document": "Biên bản 05/BB-2026",
        "purpose": "Họp thường kỳ",
        "first_day": today - datetime.timedelta(days=10),
        "last_day": today - datetime.timedelta(days=1),
        "depth_m": 5_000,
        "kinds": list(ReportKind.objects.filter(pk__in=kinds)),
        "states": ("confirmed", "closed"),
        "sections": (),
    }
    return Wanted(**given | fields)


def draft(force: Force, account: Account | None = None, **fields: Any) -> ExchangePack:
    """Return a draft of the command."""
    return drafting.create(wanted(force, **fields), account or force.command)


def submitted(force: Force, **fields: Any) -> ExchangePack:
    """Return a pack of the command that waits for a second person."""
    pack = draft(force, **fields)
    return drafting.submit(pack.code, pack.version, force.command)


def approved(force: Force, **fields: Any) -> ExchangePack:
    """Return a pack of the command that the planner approved."""
    pack = submitted(force, **fields)
    return reviewing.approve(pack.code, pack.version, pack.digest, force.people.owner)


def content(pack: ExchangePack, form: str) -> bytes:
    """Return the bytes of a file of a pack."""
    return bytes(pack.files.get(form=form).content)
