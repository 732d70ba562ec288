"""The forms of the strip: sections, rivers, duties, listed communes, standing agreements.

Each form belongs to an account: it offers, and takes, only what lies in that account's jurisdiction.
"""

from __future__ import annotations

import datetime
import re
from typing import Any

from django import forms
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gis_app.access.models import Account, Agency
from gis_app.access.restricting import restrict
from gis_app.access.versions import version_of
from gis_app.border.board.agencies import receiving
from gis_app.border.board.refusing import RefusedError
from gis_app.border.models import CommuneDuty, ListedCommune, SharingAgreement
from gis_app.border.strip.editors import agencies_to_name, may_give
from gis_app.formats.days import DayField
from gis_app.formats.numbers import date as write_date
from layers.models import AdminUnit
from layers.reading.persons import person_text

_DAY_IN_TEXT = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b")


class RecordForm(forms.ModelForm):
    """A row that a document sets. A change says why, and which state of the row was seen.

    `agency_fields` name the fields whose agency must exist on the first day.
    """

    agency_fields: tuple[str, ...] = ()

    reason = forms.CharField(
        label=gettext_lazy("Lý do sửa"),
        max_length=300,
        help_text=gettext_lazy("Vì sao sửa, theo văn bản nào; không ghi tên người."),
        error_messages={"required": gettext_lazy("Chưa có lý do; hãy ghi vì sao sửa.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, account: Account, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account
        if self.instance.pk is None:
            del self.fields["reason"], self.fields["version"]
        else:
            self.initial["version"] = version_of(self.instance)
        if "valid_to" in self.fields:
            self.fields["valid_to"].help_text = _("điền để kết thúc: từ ngày này không còn hiệu lực")
        if "document" in self.fields:
            self.fields["document"].help_text = _("số, ngày ký, cơ quan ban hành")

    def offer_agencies(self, field: str, agencies: models.QuerySet[Agency]) -> None:
        """Let a field take one of the agencies; those that exist no more are not offered any longer.

        Somebody who opened the page before such an end is told the successor.
        """
        choice = self.fields[field]
        kept = Q(pk=getattr(self.instance, f"{field}_id"))
        choice.queryset = Agency.objects.filter(Q(pk__in=agencies.values("pk")) | kept)
        today = timezone.localdate()
        shown = choice.queryset.filter(Q(valid_to=None) | Q(valid_to__gt=today) | kept)
        choice.choices = [("", _("chọn cơ quan")), *((agency.pk, str(agency)) for agency in shown)]

    def clean(self) -> dict[str, Any]:
        """Refuse text about persons, a day before the document, an agency that had ended."""
        data = super().clean() or {}
        for name, value in list(data.items()):
            if isinstance(value, str) and person_text(value) is not None:
                self.add_error(
                    name,
                    _(
                        "Nội dung có vẻ chứa họ tên, số định danh, điện thoại di động hoặc biển số: "
                        "hãy bỏ thông tin cá nhân."
                    ),
                )
        start = data.get("valid_from")
        signed = signed_on(data.get("document") or "")
        if start and signed and start < signed:
            self.add_error(
                "valid_from",
                _("Ngày bắt đầu đứng trước ngày văn bản (%(day)s): hãy xem lại hai ngày.")
                % {"day": write_date(signed)},
            )
        if start:
            self._agencies_exist(data, start)
        return data

    def _agencies_exist(self, data: dict[str, Any], start: datetime.date) -> None:
        """Refuse an agency that had ended before the row begins; what began earlier may stay and end."""
        for name in self.agency_fields:
            agency = data.get(name)
            if agency is None or (self.instance.pk and name not in self.changed_data):
                continue
            try:
                receiving(agency, max(start, timezone.localdate()))
            except RefusedError as refused:
                self.add_error(name, str(refused))


class DutyForm(RecordForm):
    """An agency answers for a commune."""

    agency_fields = ("agency",)

    class Meta:
        model = CommuneDuty
        fields = ("agency", "unit", "document", "valid_from", "valid_to")
        field_classes = {"valid_from": DayField, "valid_to": DayField}

    def __init__(self, account: Account, *args: Any, **kwargs: Any) -> None:
        super().__init__(account, *args, **kwargs)
        self.offer_agencies("agency", agencies_to_name(account))
        offer_units(self, "unit", account)

    def clean(self) -> dict[str, Any]:
        """Refuse a commune of another time, and the same duty twice."""
        data = super().clean()
        check_unit(self, data)
        others = CommuneDuty.objects.filter(unit=data.get("unit"), agency=data.get("agency"))
        refuse_twice(self, data, others, _("Cơ quan này đã phụ trách xã, phường đó trong thời gian này"))
        return data


class ListedForm(RecordForm):
    """A document names a commune as border area."""

    class Meta:
        model = ListedCommune
        fields = ("unit", "document", "valid_from", "valid_to")
        field_classes = {"valid_from": DayField, "valid_to": DayField}

    def __init__(self, account: Account, *args: Any, **kwargs: Any) -> None:
        super().__init__(account, *args, **kwargs)
        offer_units(self, "unit", account)

    def clean(self) -> dict[str, Any]:
        """Refuse a commune of another time, and one that is listed already."""
        data = super().clean()
        check_unit(self, data)
        others = ListedCommune.objects.filter(unit=data.get("unit"))
        refuse_twice(self, data, others, _("Xã, phường này đã có trong danh sách trong thời gian này"))
        return data


class AgreementForm(RecordForm):
    """A standing agreement. Its kinds stay: other kinds need another document, and so another agreement."""

    agency_fields = ("giver", "receiver")

    class Meta:
        model = SharingAgreement
        fields = (
            "giver", "receiver", "both_ways", "kinds", "document", "document_date", "valid_from", "valid_to",
        )  # fmt: skip
        field_classes = {"document_date": DayField, "valid_from": DayField, "valid_to": DayField}
        widgets = {"kinds": forms.CheckboxSelectMultiple}
        error_messages = {
            "kinds": {
                "required": gettext_lazy(
                    "Chưa chọn loại tin nào: quy chế không có loại tin thì không chia sẻ gì."
                )
            }
        }

    def __init__(self, account: Account, *args: Any, **kwargs: Any) -> None:
        super().__init__(account, *args, **kwargs)
        for name in ("giver", "receiver"):
            self.offer_agencies(name, Agency.objects.all())
        if self.instance.pk is not None:
            del self.fields["kinds"]

    def clean(self) -> dict[str, Any]:
        """Refuse to give away what another agency reports."""
        data = super().clean()
        giving = [("giver", data.get("giver"))]
        if data.get("both_ways"):
            giving.append(("both_ways", data.get("receiver")))
        for field, agency in giving:
            if agency is not None and not may_give(self.account, agency):
                self.add_error(
                    field,
                    _(
                        "%(agency)s không thuộc phạm vi của bạn nên bạn không chia sẻ thay được: hãy ghi một "
                        "chiều, bên kia ghi chiều của mình."
                    )
                    % {"agency": agency},
                )
        return data


def offer_units(form: RecordForm, field: str, account: Account) -> None:
    """Let a field take a commune of the jurisdiction, of any time; those of today are offered."""
    choice = form.fields[field]
    light = AdminUnit.objects.communes().defer("geometry", "display_geometry")
    choice.queryset = restrict(light, account)
    today = restrict(light.on(timezone.localdate()), account).order_by("name")
    shown = [(unit.pk, unit.full_name) for unit in today]
    if form.instance.pk is not None and form.instance.unit_id not in dict(shown):
        shown.insert(0, (form.instance.unit_id, form.instance.unit.full_name))
    choice.choices = [("", _("chọn xã, phường")), *shown]


def check_unit(form: RecordForm, data: dict[str, Any]) -> None:
    """Refuse a commune that does not exist on the first day."""
    unit, start = data.get("unit"), data.get("valid_from")
    if unit is None or start is None:
        return
    if not AdminUnit.objects.communes().on(start).filter(pk=unit.pk).exists():
        form.add_error(
            "unit",
            _("%(unit)s không có vào ngày %(day)s: hãy chọn xã, phường của thời gian đó hoặc sửa ngày.")
            % {"unit": unit, "day": write_date(start)},
        )


def refuse_twice(form: RecordForm, data: dict[str, Any], others: models.QuerySet[Any], sentence: str) -> None:
    """Refuse a row while another one says the same for a part of its time."""
    start, end = data.get("valid_from"), data.get("valid_to")
    if form.errors or start is None:
        return
    same = others.exclude(pk=form.instance.pk).filter(Q(valid_to=None) | Q(valid_to__gt=start))
    if end is not None:
        same = same.filter(valid_from__lt=end)
    other = same.first()
    if other is not None:
        words = {"document": other.document, "day": write_date(other.valid_from)}
        form.add_error(
            None,
            sentence + _(" (%(document)s, từ %(day)s): hãy kết thúc mục đó trước.") % words,
        )


def signed_on(document: str) -> datetime.date | None:
    """Return the latest day that a document's name gives, None where it gives none."""
    days = []
    for day, month, year in _DAY_IN_TEXT.findall(document):
        try:
            days.append(datetime.date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return max(days, default=None)
