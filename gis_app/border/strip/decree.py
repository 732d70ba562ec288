"""A whole list of border communes from one decree: entered at a stroke, all or nothing."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.border.models import ListedCommune
from gis_app.border.strip.forms import signed_on
from gis_app.border.strip.membership import memberships
from gis_app.formats.days import DayField
from gis_app.formats.numbers import date as write_date
from layers.models import AdminUnit
from layers.reading.names import fold_name
from layers.reading.persons import person_text


@dataclass(frozen=True, slots=True)
class Entered:
    """What a list changed: communes named anew, communes that are border area no more."""

    added: int
    ended: int


class DecreeForm(forms.Form):
    """The communes that a document names, chosen from those along the border and typed for the others."""

    document = forms.CharField(
        label=gettext_lazy("Văn bản"), max_length=200, help_text=gettext_lazy("số, ngày ký, cơ quan ban hành")
    )
    valid_from = DayField(label=gettext_lazy("Từ ngày"))
    units = forms.MultipleChoiceField(
        label=gettext_lazy("Xã, phường có ranh giới trùng đường biên giới"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    others = forms.CharField(
        label=gettext_lazy("Xã, phường khác trong văn bản"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("mỗi dòng một tên; chương trình tìm trong địa bàn của bạn"),
    )
    replaces = forms.BooleanField(
        label=gettext_lazy("Danh sách này thay danh sách trước: xã, phường không có tên thì kết thúc"),
        required=False,
        initial=True,
    )

    def __init__(self, account: Account, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account
        along = memberships(timezone.localdate(), account)
        self.fields["units"].choices = [(str(each.unit.pk), each.unit.full_name) for each in along]
        self.initial.setdefault("units", [str(each.unit.pk) for each in along])

    def clean(self) -> dict[str, Any]:
        """Find every commune that is named; `chosen` holds them."""
        data = super().clean() or {}
        if person_text(data.get("document") or "") is not None:
            self.add_error("document", _("Văn bản không được ghi họ tên, số điện thoại: hãy ghi số và ngày."))
        start = data.get("valid_from")
        if start is None:
            return data
        signed = signed_on(data.get("document") or "")
        if signed and start < signed:
            self.add_error(
                "valid_from",
                _("Ngày bắt đầu đứng trước ngày văn bản (%(day)s): hãy xem lại hai ngày.")
                % {"day": write_date(signed)},
            )
        mine = list(
            restrict(AdminUnit.objects.communes().on(start), self.account).defer(
                "geometry", "display_geometry"
            )
        )
        chosen = {unit.pk: unit for unit in mine if str(unit.pk) in set(data.get("units") or ())}
        missing = set(data.get("units") or ()) - {str(pk) for pk in chosen}
        if missing:
            names = AdminUnit.objects.filter(pk__in=missing).values_list("full_name", flat=True)
            self.add_error(
                "units",
                _("Không có vào ngày %(day)s: %(names)s. Hãy bỏ chọn hoặc sửa ngày.")
                % {"day": write_date(start), "names": ", ".join(names)},
            )
        unknown = self._find(data.get("others") or "", mine, chosen)
        if unknown:
            self.add_error(
                "others",
                _("Không tìm thấy trong địa bàn của bạn: %(names)s. Hãy xem lại tên.")
                % {"names": "; ".join(unknown)},
            )
        if not chosen and not unknown:
            self.add_error("units", _("Chưa chọn xã, phường nào."))
        data["chosen"] = list(chosen.values())
        return data

    def _find(self, text: str, mine: list[AdminUnit], chosen: dict[int, AdminUnit]) -> list[str]:
        """Add the communes named in the lines to `chosen`; return the lines that name none, or several."""
        unknown = []
        for line in filter(None, (line.strip(" \t,;.-•") for line in text.splitlines())):
            exact = fold_name(line, keep_type=True)
            found = [unit for unit in mine if fold_name(unit.full_name, keep_type=True) == exact]
            found = found or [unit for unit in mine if fold_name(unit.full_name) == fold_name(line)]
            if len(found) == 1:
                chosen[found[0].pk] = found[0]
            else:
                unknown.append(line[:80])
        return unknown


@transaction.atomic
def enter(
    units: list[AdminUnit], document: str, day: datetime.date, account: Account, *, replaces: bool
) -> Entered:
    """Store a list that holds from a day on.

    A list that replaces the one before ends every entry of the jurisdiction that still holds then, so that
    each commune bears the newer document. One that only adds leaves communes alone that are listed already.
    """
    standing = restrict(ListedCommune.objects.on(day), account).select_for_update(of=("self",))
    held = {entry.unit_id: entry for entry in standing}
    wanted = {unit.pk: unit for unit in units}
    ended = 0
    if replaces:
        for unit_id, entry in held.items():
            if entry.valid_from == day:
                # The same list entered twice on its first day, or corrected: the row takes the document.
                if unit_id in wanted:
                    ListedCommune.objects.filter(pk=entry.pk).update(document=document)
                    del wanted[unit_id]
                continue
            ListedCommune.objects.filter(pk=entry.pk).update(valid_to=day)
            ended += unit_id not in wanted
    else:
        wanted = {pk: unit for pk, unit in wanted.items() if pk not in held}
    added = ListedCommune.objects.bulk_create(
        [ListedCommune(unit=unit, document=document, valid_from=day) for unit in wanted.values()],
        ignore_conflicts=True,  # the same list, sent twice at the same moment
    )
    return Entered(sum(1 for entry in added if entry.unit_id not in held), ended)
