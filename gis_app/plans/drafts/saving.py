"""The acts on a draft. Each is one transaction that locks the draft and writes what was typed, broken or not.

Two people may work on one draft. A form names the fingerprint of the item that it was filled in against;
where the item is another one by now, nothing is written and the form is given back with what was typed.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.plans.drafts.bases import BASIS
from gis_app.plans.drafts.carrying import carried_over
from gis_app.plans.drafts.refusing import DraftRefused
from gis_app.plans.inheriting import origins
from gis_app.plans.items.addressing import Item, at, can_hold, find, items_of
from gis_app.plans.items.differences import pairs
from gis_app.plans.items.fields import ABSENT
from gis_app.plans.items.parts import BY_KEY
from gis_app.plans.items.shape import Part
from gis_app.plans.models import Plan, PlanDraft, PlanVersion
from gis_app.plans.seeing import may_change

#: What stands for the fingerprint of an item that is not there yet.
NEW = "new"
_RESERVED = frozenset({"drafts"})  # words of addresses under /plans/


class ChangedMeanwhile(DraftRefused):
    """Somebody else changed the item while the form was open."""


@transaction.atomic
def start(version: PlanVersion, account: Account | None) -> PlanDraft:
    """Return the plan's draft: the one that is open, or a new one with the content of the version.

    There is one draft per plan, so that whoever changes a plan sees what the others are about to change.
    """
    _check_may(account, version.record["territory"])
    plan = Plan.objects.select_for_update().get(pk=version.plan_id)
    draft = PlanDraft.objects.in_the_making().filter(plan=plan).first()
    if draft is None:
        draft = PlanDraft.objects.create(
            plan=plan, base=plan.current, content=version.written, changed_by=account
        )
    return draft


@transaction.atomic
def copy_as(version: PlanVersion, plan_id: str, title: str, account: Account | None) -> PlanDraft:
    """Make a draft of another document from a version. Number, date and quotations are then to be filled in.

    Raises DraftRefused where the id is taken, or is no id.
    """
    _check_may(account, version.record["territory"])
    plan_id = plan_id.strip()
    taken = Plan.objects.filter(pk=plan_id).exists()
    if taken or PlanDraft.objects.in_the_making().filter(content__id=plan_id).exists():
        raise DraftRefused(_("Đã có kế hoạch hoặc dự thảo mã “%(id)s”; hãy đặt mã khác.") % {"id": plan_id})
    if plan_id in _RESERVED:
        raise DraftRefused(_("“%(id)s” là từ dành riêng; hãy đặt mã khác.") % {"id": plan_id})
    content = version.written | {"id": plan_id, "title": title.strip(), "doc_no": None, "date": None}
    for gone in ("cover_letter", "doc_no_note", "date_note", "removed", "changed_by"):
        content.pop(gone, None)
    return PlanDraft.objects.create(base=version, content=content, changed_by=account)


def save_item(
    draft: PlanDraft,
    part: Part,
    index: int | None,
    typed: Mapping[str, str],
    seen: str,
    account: Account | None,
) -> PlanDraft:
    """Write the fields of one item; `typed` are the texts by the fields' names, those not named stay.

    Raises ChangedMeanwhile with who and when.
    """

    def act(content: dict[str, Any]) -> None:
        item = _seen(content, part, index, seen)
        _put(item.value, part, typed)

    return _change(draft, account, act)


def add_item(draft: PlanDraft, part: Part, typed: Mapping[str, str], account: Account | None) -> PlanDraft:
    """Add an item at the end of its part, or the rule that the record lacks."""

    def act(content: dict[str, Any]) -> None:
        _check_own(content, part)
        value = copy.deepcopy(dict(part.template or {}))
        _put(value, part, typed)
        if not can_hold(content, part):
            raise DraftRefused(_("Dự thảo chưa có phần chứa mục này; hãy thêm phần đó trước."))
        holder = at(content, part.way[:-1])
        if part.many:
            holder.setdefault(part.way[-1], []).append(value)
        elif holder.get(part.way[-1]) is None:
            holder[part.way[-1]] = value
        else:
            raise ChangedMeanwhile(_("Phần này vừa được thêm; hãy mở lại để sửa."))

    return _change(draft, account, act)


def remove_item(
    draft: PlanDraft,
    part: Part,
    index: int | None,
    typed: Mapping[str, str],
    seen: str,
    account: Account | None,
) -> PlanDraft:
    """Take an item out; what it was is kept with the basis, where an earlier version had it."""

    def act(content: dict[str, Any]) -> None:
        item = _seen(content, part, index, seen)
        if not (part.many or part.may_lack):
            raise DraftRefused(_("Phần này phải có trong mọi kế hoạch; chỉ có thể sửa."))
        basis: dict[str, Any] = {}
        for field in BASIS:
            field.put(basis, typed.get(field.name, ""))
        if not draft.is_copy and original_of(draft, item) is not None:
            content.setdefault("removed", []).append(
                {"part": part.key, "what": item.value, "changed_by": basis.get("changed_by", {})}
            )
        if part.many:
            at(content, part.way).pop(index)
        elif part.null:
            content[part.way[-1]] = None
        else:
            del content[part.way[-1]]

    return _change(draft, account, act)


def restore_item(
    draft: PlanDraft, part: Part, index: int | None, seen: str, account: Account | None
) -> PlanDraft:
    """Make an item what it is in the version that the draft was made from."""

    def act(content: dict[str, Any]) -> None:
        item = _seen(content, part, index, seen)
        original = original_of(draft, item)
        if original is None:
            raise DraftRefused(_("Mục này không có trong phiên bản gốc; có thể bỏ đi."))
        for field in (*part.fields, *BASIS):
            value = field.value(original.value)
            field.store(
                item.value, ABSENT if value is None and field.empty is not None else copy.deepcopy(value)
            )

    return _change(draft, account, act)


def put_back(draft: PlanDraft, number: int, account: Account | None) -> PlanDraft:
    """Put back an item that was taken out in this draft, at the end of its part."""

    def act(content: dict[str, Any]) -> None:
        removed = content.get("removed", [])
        before = len(draft.base.record.get("removed", []))
        if not before <= number < len(removed):
            raise ChangedMeanwhile(_("Mục này vừa được khôi phục; hãy xem lại dự thảo."))
        entry = removed.pop(number)
        if not removed:
            del content["removed"]
        part = BY_KEY[entry["part"]]
        if part.many:
            at(content, part.way).append(entry["what"])
        else:
            content[part.way[-1]] = entry["what"]

    return _change(draft, account, act)


def own_rules(draft: PlanDraft, inherited: str, account: Account | None) -> PlanDraft:
    """Copy a part that another plan rules into the draft, so that it can be changed for this plan alone."""

    def act(content: dict[str, Any]) -> None:
        origin = origins(content).get(inherited)
        if origin is None:
            raise ChangedMeanwhile(_("Phần này đã nằm trong dự thảo; hãy mở lại để sửa."))
        content[inherited] = copy.deepcopy(Plan.objects.get(pk=origin).current.record[inherited])
        del content[f"{inherited}_from"]

    return _change(draft, account, act)


def move_to_newest(draft: PlanDraft, account: Account | None) -> PlanDraft:
    """Make the draft one of the newest version: what it changed stays, all else is the newer version's."""
    if draft.plan is None:
        raise DraftRefused(_("Dự thảo của văn bản khác không có phiên bản trước."))
    newest = draft.plan.current

    def act(content: dict[str, Any]) -> None:
        moved = carried_over(draft.base.written, newest.written, content)
        content.clear()
        content.update(moved)

    return _change(draft, account, act, base=newest)


def give_up(draft: PlanDraft, account: Account | None) -> PlanDraft:
    """Close a draft without publishing it; its history stays."""
    return _change(draft, account, _nothing, state=PlanDraft.State.GIVEN_UP)


@transaction.atomic
def _change(
    draft: PlanDraft, account: Account | None, act: Callable[[dict[str, Any]], None], **fields: Any
) -> PlanDraft:
    """Do something to the content of a draft under its lock, and count the revision."""
    locked = lock(draft, account)
    content = copy.deepcopy(locked.content)
    act(content)
    locked.content = content
    for name, value in fields.items():
        setattr(locked, name, value)
    locked.revision += 1
    locked.changed_by = account
    locked.save()
    return locked


def lock(draft: PlanDraft, account: Account | None) -> PlanDraft:
    """Return the draft, locked until the transaction ends.

    Raises PermissionDenied for who may not change it, DraftRefused where it is closed.
    """
    drafts = PlanDraft.objects.select_for_update(of=("self",)).select_related("base__plan", "plan")
    locked = drafts.get(pk=draft.pk)
    _check_may(account, locked.base.record["territory"])
    if locked.state != PlanDraft.State.OPEN:
        raise DraftRefused(
            _("Dự thảo này %(state)s; hãy mở một dự thảo mới.") % {"state": locked.get_state_display()}
        )
    return locked


def _check_may(account: Account | None, territory: Mapping[str, Any]) -> None:
    if not may_change(account, territory):
        raise PermissionDenied(
            _("Chỉ cán bộ tham mưu phụ trách toàn bộ địa bàn của kế hoạch được sửa kế hoạch.")
        )


def _check_own(content: Mapping[str, Any], part: Part) -> None:
    if part.inherited in origins(content):
        raise DraftRefused(_("Phần này theo kế hoạch khác; hãy chép vào dự thảo rồi sửa."))


def _seen(content: Mapping[str, Any], part: Part, index: int | None, seen: str) -> Item:
    """Return the item, if it is still the one that was seen."""
    _check_own(content, part)
    item = find(content, part, index)
    if item is None or item.fingerprint != seen:
        raise ChangedMeanwhile(
            _(
                "Mục này vừa được người khác sửa; hãy so với nội dung đang lưu rồi lưu lại, những gì đã nhập "
                "vẫn còn đây."
            )
        )
    return item


def _put(value: dict[str, Any], part: Part, typed: Mapping[str, str]) -> None:
    for field in (*part.fields, *BASIS):
        if field.name in typed:
            field.put(value, typed[field.name])


def original_of(draft: PlanDraft, item: Item) -> Item | None:
    """Return what an item of the draft was in the version that the draft was made from."""
    old, new = items_of(draft.base.record, item.part), items_of(draft.content, item.part)
    together = pairs(old, new)
    return next((before for before, after in together if after and after.index == item.index), None)


def _nothing(_content: dict[str, Any]) -> None:
    """Leave the content as it is."""
