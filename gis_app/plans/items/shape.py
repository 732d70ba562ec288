"""What a part of a record is, and short ways to describe its fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gis_app.plans.items import kinds
from gis_app.plans.items.fields import Field

#: Comparators of shares, and of all goals, with the words that they stand for.
AT_LEAST = {">=": _("≥ (từ … trở lên, ít nhất)"), ">": _("> (trên)")}
COMPARATORS = AT_LEAST | {
    "<": _("< (dưới)"),
    "<=": _("≤ (không vượt quá)"),
    "==": _("= (không có, đúng bằng)"),
    "between": _("trong khoảng (hai mức)"),
}
STATED = {"true": _("văn bản có nêu"), "false": _("văn bản không nêu, là quy ước")}
_YES_NO = {"true": _("có"), "false": _("không")}


@dataclass(frozen=True, slots=True)
class Part:
    """A kind of item.

    Attributes:
        key: its name in addresses; `way` is where the record has it, empty for the head of the record.
        many: whether it is a list.
        may_lack: whether a record without it is whole; then it can be added and taken out.
        null: whether a record without it says so with `null`, or has no such key.
        inherited: the part of `gis_app.plans.inheriting` that it is of, which another plan may own.
        template: what a new item starts with.
    """

    key: str
    label: str | Promise
    one: str | Promise
    way: tuple[str, ...]
    many: bool
    fields: tuple[Field, ...]
    may_lack: bool = False
    null: bool = False
    inherited: str = ""
    template: Mapping[str, Any] | None = None


def long(way: str, label: Any, **options: Any) -> Field:
    """Return a field of some lines."""
    return Field(way, label, kinds.LONG, **options)


def short(way: str, label: Any, **options: Any) -> Field:
    """Return a field of one line."""
    return Field(way, label, kinds.TEXT, **options)


def choice(way: str, label: Any, choices: Mapping[str, Any], **options: Any) -> Field:
    """Return a field with a choice by keys."""
    return Field(way, label, kinds.CHOICE, choices=choices, **options)


def yes_no(way: str, label: Any, choices: Mapping[str, Any] = _YES_NO, **options: Any) -> Field:
    """Return a field that is true or false."""
    return Field(way, label, kinds.YES_NO, choices=choices, **options)


def number(way: str, label: Any, **options: Any) -> Field:
    """Return a field with a number."""
    return Field(way, label, kinds.NUMBER, **options)


def day(way: str, label: Any, **options: Any) -> Field:
    """Return a field with a day."""
    return Field(way, label, kinds.DAY, example=_("31/7/2017"), **options)


def said(holder: str = "", what: Any = "") -> tuple[Field, Field]:
    """Return clause and quotation; `holder` is the mapping that has them, `what` it is about."""
    before = f"{holder}." if holder else ""
    clause, quote = (_("Điều khoản"), _("Trích nguyên văn")) if not what else (what[0], what[1])
    return (
        short(f"{before}clause", clause, example=_("mục II.2 gạch 1")),
        Field(f"{before}quote", quote, kinds.QUOTE),
    )


ID = short("id", _("Mã"), example=_("T9"))
TEXT = long("text", _("Nội dung"), reading=True)
NOTE = long("note", _("Ghi chú"), reading=True)
