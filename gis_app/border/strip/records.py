"""The kinds of rows that are recorded of the strip: one table, asked by their pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.border.models import (
    BorderSection,
    CommuneDuty,
    ListedCommune,
    RiverStretch,
)
from gis_app.border.strip.editors import visible_agreements
from gis_app.border.strip.forms import AgreementForm, DutyForm, ListedForm, RecordForm
from gis_app.border.strip.line_forms import RiverForm, SectionForm, SupersededForm
from layers.models import SupersededLine


@dataclass(frozen=True, slots=True)
class RecordKind:
    """A kind of rows.

    Attributes:
        seen: the rows that an account may read.
        form: what a person fills in.
        adding: what the page for a new one is called.
        back: the name of the page that lists them.
        on_line: whether it lies along a border line, and is chosen on the map.
    """

    seen: Callable[[Account], models.QuerySet]
    form: type[RecordForm]
    label: str | Promise
    adding: str | Promise
    back: str = "border_strip"
    on_line: bool = False


KINDS: dict[str, RecordKind] = {
    "sections": RecordKind(
        lambda account: restrict(BorderSection.objects.all(), account),
        SectionForm,
        _("Đoạn biên giới phụ trách"),
        _("Thêm đoạn biên giới phụ trách"),
        on_line=True,
    ),
    "rivers": RecordKind(
        lambda account: restrict(RiverStretch.objects.all(), account),
        RiverForm,
        _("Đoạn biên giới theo sông"),
        _("Thêm đoạn biên giới theo sông"),
        on_line=True,
    ),
    "superseded": RecordKind(
        lambda account: restrict(SupersededLine.objects.all(), account),
        SupersededForm,
        _("Đường biên giới đã thay"),
        _("Thay một đường biên giới bằng đường vẽ khác"),
    ),
    "duties": RecordKind(
        lambda account: restrict(CommuneDuty.objects.all(), account),
        DutyForm,
        _("Địa bàn phụ trách của cơ quan"),
        _("Thêm địa bàn phụ trách"),
    ),
    "communes": RecordKind(
        lambda account: restrict(ListedCommune.objects.all(), account),
        ListedForm,
        _("Xã, phường khu vực biên giới"),
        _("Thêm xã, phường khu vực biên giới"),
    ),
    "agreements": RecordKind(
        visible_agreements,
        AgreementForm,
        _("Quy chế chia sẻ tin"),
        _("Thêm quy chế chia sẻ tin"),
        back="border_agreements",
    ),
}
