"""What the second person does with a pack, and what anybody does with one that is approved.

Each act is one transaction that locks the pack first. Only `approve` makes files.
"""

from __future__ import annotations

import hashlib

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gis_app.access.models import Account, AuditEntry
from gis_app.border.exchange.drafting import record, save
from gis_app.border.exchange.files import make_files
from gis_app.border.exchange.notes import checked
from gis_app.border.exchange.preview import frozen
from gis_app.border.exchange.refusing import ChangedError, RefusedError, gone
from gis_app.border.exchange.rights import lock, packs_of
from gis_app.border.exchange.selecting import select
from gis_app.border.models import ExchangePack, PackFile, PackStep

Act = PackStep.Act
State = ExchangePack.State


@transaction.atomic
def approve(code: str, version: int, digest: str, account: Account) -> ExchangePack:
    """Approve what was frozen and make its files, all or nothing.

    `digest` is the hash that the reviewer's page showed. Raises ChangedError where the reports, the rules or
    the frozen lines are no longer those, RefusedError for the author, for an outdated page, and where a file
    cannot be written.
    """
    pack = _under_review(code, version, account)
    if digest != pack.digest:
        raise gone()
    if select(pack).digest != pack.digest:
        raise ChangedError(
            _(
                "Dữ liệu đã thay đổi từ lúc trình: gói này chưa được duyệt; hãy trả lại hoặc báo "
                "người soạn trình lại, rồi xem lại."
            )
        )
    if frozen(pack).digest != pack.digest:
        raise RefusedError(_("Bản đã trình bị sửa ngoài chương trình: hãy trả lại gói và báo quản trị."))
    pack.reviewer, pack.approved_at, pack.state = account, timezone.now(), State.APPROVED
    made = make_files(pack)
    save(pack)
    PackFile.objects.bulk_create(made)
    record(pack, Act.APPROVE, account, ", ".join(f"{file.form} {file.sha256[:16]}" for file in made))
    return pack


@transaction.atomic
def send_back(code: str, version: int, reason: str, account: Account) -> ExchangePack:
    """Return a pack to its author with the reason. Raises RefusedError."""
    pack = _under_review(code, version, account)
    words = _reason(reason)
    pack.state, pack.digest = State.RETURNED, ""
    save(pack)
    record(pack, Act.RETURN, account, words)
    return pack


@transaction.atomic
def withdraw(code: str, version: int, reason: str, account: Account) -> ExchangePack:
    """End a pack: its files can no longer be fetched, the record stays. Raises RefusedError.

    A pack that was never approved is ended by its author only.
    """
    pack = lock(code, version, account)
    if pack.state == State.WITHDRAWN:
        raise gone()
    if pack.state != State.APPROVED and pack.author_id != account.pk:
        raise RefusedError(_("Gói chưa được duyệt: chỉ người soạn được bỏ gói này."))
    words = _reason(reason)
    pack.state = State.WITHDRAWN
    save(pack)
    record(pack, Act.WITHDRAW, account, words)
    return pack


@transaction.atomic
def fetch(code: str, form: str, account: Account) -> PackFile:
    """Return a file of an approved pack and log that it was taken. Raises RefusedError."""
    # Locked against a withdrawal at the same moment.
    pack = (
        ExchangePack.objects.select_for_update()
        .filter(pk__in=packs_of(account).values("pk"), code=code)
        .first()
    )
    if pack is None or pack.state != State.APPROVED:
        raise RefusedError(_("Gói này chưa được duyệt hoặc đã thu hồi nên không tải được tệp."))
    file = pack.files.filter(form=form).first()
    if file is None:
        raise RefusedError(_("Gói này không có tệp đó: hãy tải lại trang."))
    if hashlib.sha256(file.content).hexdigest() != file.sha256:
        raise RefusedError(_("Tệp không còn đúng như lúc duyệt: hãy thu hồi gói này và báo quản trị."))
    record(pack, Act.DOWNLOAD, account, file.name)
    AuditEntry.write(
        AuditEntry.Act.EXPORT_DATA,
        _("Gói trao đổi %(code)s") % {"code": pack.code},
        account,
        format=file.form,
        rows=pack.entries.filter(left_out="").count(),
        sha256=file.sha256,
    )
    return file


def _under_review(code: str, version: int, account: Account) -> ExchangePack:
    pack = lock(code, version, account)
    if pack.state != State.IN_REVIEW:
        raise gone()
    if pack.author_id == account.pk:
        raise RefusedError(_("Người soạn không tự duyệt được: cần người thứ hai xem và duyệt gói này."))
    return pack


def _reason(text: str) -> str:
    words = checked(text)
    if not words:
        raise RefusedError(_("Chưa ghi lý do: hãy ghi một câu."))
    return words[:500]
