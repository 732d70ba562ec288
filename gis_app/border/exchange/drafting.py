"""Writing a pack: making it, changing it, giving it to a second person, taking it back.

Each act is one transaction that locks the pack first; only the author changes what a pack says.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.access.roles import Action, may
from gis_app.border.board.agencies import acting
from gis_app.border.exchange import notes
from gis_app.border.exchange.preview import freeze
from gis_app.border.exchange.refusing import RefusedError, gone
from gis_app.border.exchange.rights import lock, provinces_of
from gis_app.border.exchange.selecting import CHOOSABLE, DEEPEST_M, reports_of, select
from gis_app.border.models import BorderSection, Counterpart, ExchangePack, PackStep, ReportKind
from gis_app.formats.numbers import number
from layers.models import AdminUnit

Act = PackStep.Act
State = ExchangePack.State

#: More lines are no pack for a meeting but a database, and would keep the reviewer waiting for the sheets.
MOST_LINES = 1_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the author asks for."""

    counterpart: Counterpart
    province: AdminUnit
    document: str
    purpose: str
    first_day: datetime.date
    last_day: datetime.date
    depth_m: int
    kinds: Collection[ReportKind]
    states: Collection[str]
    sections: Collection[BorderSection]
    note_en: str = ""
    note_vi: str = ""


@transaction.atomic
def create(wanted: Wanted, account: Account) -> ExchangePack:
    """Make a draft. Raises RefusedError, PermissionDenied."""
    if not may(account, Action.COORDINATE):
        raise PermissionDenied(_("Vai trò của tài khoản này không được làm việc đó."))
    pack = ExchangePack(author=account, agency=acting(account))
    _fill(pack, wanted, account)
    pack.save(force_insert=True)
    _choose(pack, wanted)
    record(pack, Act.CREATE, account)
    return pack


@transaction.atomic
def change(code: str, version: int, wanted: Wanted, account: Account) -> ExchangePack:
    """Change a draft or a returned pack; what was frozen no longer holds. Raises RefusedError."""
    pack = _mine(code, version, account)
    if not pack.is_open:
        raise RefusedError(_("Gói đang chờ duyệt hoặc đã xong: hãy rút về trước khi sửa."))
    _fill(pack, wanted, account)
    pack.state, pack.digest = State.DRAFT, ""
    save(pack)
    _choose(pack, wanted)
    record(pack, Act.CHANGE, account)
    return pack


@transaction.atomic
def submit(code: str, version: int, account: Account) -> ExchangePack:
    """Freeze what would leave now and give it to a second person; again where the data have changed since.

    Raises RefusedError, also where nothing would leave, or more than a pack may hold.
    """
    pack = _mine(code, version, account)
    if not (pack.is_open or pack.state == State.IN_REVIEW):
        raise gone()
    acting(account)
    preview = select(pack)
    if not preview.leaving:
        raise RefusedError(_("Không có tin nào được đưa vào gói: hãy chọn lại kỳ, loại tin hoặc trạng thái."))
    if len(preview.leaving) > MOST_LINES:
        raise RefusedError(
            _("Gói có %(count)s tin, nhiều hơn %(most)s: hãy chọn kỳ ngắn hơn.")
            % {"count": number(len(preview.leaving)), "most": number(MOST_LINES)}
        )
    notes.check_not_copied((pack.note_en, pack.note_vi), reports_of(pack).values_list("text", flat=True))
    freeze(pack, preview)
    pack.state, pack.digest = State.IN_REVIEW, preview.digest
    save(pack)
    record(pack, Act.SUBMIT, account)
    return pack


@transaction.atomic
def take_back(code: str, version: int, account: Account) -> ExchangePack:
    """Take a pack back from review to change it. Raises RefusedError."""
    pack = _mine(code, version, account)
    if pack.state != State.IN_REVIEW:
        raise gone()
    pack.state, pack.digest = State.DRAFT, ""
    save(pack)
    record(pack, Act.TAKE_BACK, account)
    return pack


def record(pack: ExchangePack, act: Act, account: Account, text: str = "") -> PackStep:
    """Write one step of a pack, with the hash of what it was about."""
    return PackStep.objects.create(pack=pack, act=act, account=account, digest=pack.digest, text=text)


def save(pack: ExchangePack) -> None:
    """Save a locked pack as its next version: pages opened before no longer decide about it."""
    pack.version += 1
    pack.save()


def _mine(code: str, version: int, account: Account) -> ExchangePack:
    pack = lock(code, version, account)
    if pack.author_id != account.pk:
        raise RefusedError(_("Chỉ người soạn được sửa và trình gói này."))
    return pack


def _fill(pack: ExchangePack, wanted: Wanted, account: Account) -> None:
    if wanted.first_day > wanted.last_day:
        raise RefusedError(_("Ngày cuối kỳ trước ngày đầu kỳ: hãy sửa lại."))
    if wanted.last_day >= timezone.localdate():
        raise RefusedError(_("Kỳ phải kết thúc trước hôm nay: tin của một ngày chưa hết còn thay đổi."))
    if not 0 < wanted.depth_m <= DEEPEST_M:
        raise RefusedError(
            _("Khoảng cách đến đường biên giới phải từ 1 đến %(most)s m.") % {"most": number(DEEPEST_M)}
        )
    if not wanted.kinds:
        raise RefusedError(_("Chưa chọn loại tin nào: hãy chọn ít nhất một loại."))
    if not wanted.states or not set(wanted.states) <= set(CHOOSABLE):
        raise RefusedError(
            _("Chỉ trao đổi tin đã được xác nhận: hãy chọn ít nhất một trạng thái trong danh sách.")
        )
    if not provinces_of(account).filter(pk=wanted.province.pk).exists():
        raise RefusedError(_("Địa bàn phụ trách của tài khoản không gồm cả tỉnh này: hãy chọn tỉnh khác."))
    pack.counterpart, pack.province = wanted.counterpart, wanted.province
    pack.document, pack.purpose = notes.checked(wanted.document), notes.checked(wanted.purpose)
    pack.note_en, pack.note_vi = notes.checked(wanted.note_en), notes.checked(wanted.note_vi)
    pack.first_day, pack.last_day, pack.depth_m = wanted.first_day, wanted.last_day, wanted.depth_m
    pack.states = [state for state in CHOOSABLE if state in wanted.states]


def _choose(pack: ExchangePack, wanted: Wanted) -> None:
    pack.kinds.set(wanted.kinds)
    pack.sections.set(wanted.sections)
