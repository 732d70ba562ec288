"""What narrows a list, checked; every offered row is one that the account may see.

The list on the screen and its export read the same fields of the same names, so that an address of the one is
an address of the other.
"""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.data import holdings
from gis_app.data.exports.filters import Filters, Presence, Standing
from gis_app.data.exports.lists import LISTS
from gis_app.formats.days import DayField
from gis_app.screening.models import Finding, Screening
from gis_app.transformation.reading import plans_for
from layers.models import AdminUnit, ImportBatch, IncidentCategory, Indicator, SiteKind

_Precision = IncidentCategory.Precision
#: Which categories a list of incidents may hold.
_PRECISIONS = {
    "incidents": (_Precision.POINT,),
    "counts": (_Precision.POINT, _Precision.COMMUNE),
    "victim_years": (_Precision.COMMUNE_YEAR,),
}
_EARLIEST_YEAR, _LATEST_YEAR = 2000, 2100
#: A day beyond these is a slip of the keyboard.
_EARLIEST, _LATEST = datetime.date(1900, 1, 1), datetime.date(2200, 12, 31)


class _Day(DayField):
    """A day within the reach of calendars that offices use."""

    def __init__(self, **options: Any) -> None:
        said = gettext_lazy("Ngày này quá xa; hãy kiểm tra lại năm.")
        within = [MinValueValidator(_EARLIEST, said), MaxValueValidator(_LATEST, said)]
        super().__init__(required=False, validators=within, **options)


class _Labelled(forms.ModelMultipleChoiceField):
    """A choice of reference rows in the language of the page; none chosen means all."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, widget=forms.CheckboxSelectMultiple, **options)
        self.error_messages["invalid_choice"] = gettext_lazy("“%(value)s” không có trong danh sách này.")

    def label_from_instance(self, row: Any) -> str:
        """Return the row's label."""
        english = (get_language() or "").startswith("en")
        return str(row.label_en if english and row.label_en else row.label)


class NarrowingForm(forms.Form):
    """The choices that one list knows.

    Args:
        what: key of `LISTS`.
        account: whose rows are offered.
    """

    categories = _Labelled(label=gettext_lazy("Loại vụ việc"), queryset=IncidentCategory.objects.none())
    kinds = _Labelled(label=gettext_lazy("Loại địa điểm"), queryset=SiteKind.objects.all())
    indicators = _Labelled(label=gettext_lazy("Chỉ tiêu"), queryset=Indicator.objects.all())
    since = _Day(label=gettext_lazy("Từ ngày"))
    last_day = _Day(label=gettext_lazy("Đến hết ngày"))
    standing = forms.ChoiceField(label=gettext_lazy("Tình trạng"), required=False, choices=Standing.choices)
    presence = forms.ChoiceField(label=gettext_lazy("Địa điểm nào"), required=False, choices=Presence.choices)
    on = _Day(label=gettext_lazy("Theo ngày"), help_text=gettext_lazy("trống: hôm nay"))
    plan = forms.ChoiceField(label=gettext_lazy("Kế hoạch"), required=False)
    year = forms.IntegerField(
        label=gettext_lazy("Năm"),
        required=False,
        min_value=_EARLIEST_YEAR,
        max_value=_LATEST_YEAR,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input-short"}),
        error_messages={"invalid": gettext_lazy("Năm phải là một số nguyên, ví dụ 2026.")},
    )
    screening = forms.ModelChoiceField(
        label=gettext_lazy("Kết quả rà soát"),
        required=False,
        queryset=Screening.objects.none(),
        empty_label=gettext_lazy("không kèm"),
    )
    period = forms.CharField(
        label=gettext_lazy("Kỳ"), required=False, max_length=20, help_text="2026, 2026-Q3, 2026-07"
    )
    commune = forms.CharField(
        label=gettext_lazy("Mã xã, phường"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("trống: mọi xã, phường bạn phụ trách"),
    )
    source = forms.ChoiceField(label=gettext_lazy("Nguồn"), required=False)
    batch = forms.ModelChoiceField(
        label=gettext_lazy("Lần nhập"),
        required=False,
        queryset=ImportBatch.objects.none(),
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": gettext_lazy("Không có lần nhập này trong địa bàn của bạn.")},
    )

    def __init__(self, what: str, account: Account, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.what, self.account = what, account
        for name in list(self.fields):
            if name in NarrowingForm.base_fields and name not in LISTS[what].fields:
                del self.fields[name]
        if "categories" in self.fields:
            offered = IncidentCategory.objects.filter(precision__in=_PRECISIONS[what])
            self.fields["categories"].queryset = offered
        if "plan" in self.fields:
            plans = [(plan.pk, str(plan)) for plan in plans_for(account)]
            self.fields["plan"].choices = [("", _("không chọn")), *plans]
        if "screening" in self.fields:
            seen = restrict(Finding.objects.all(), account).values("screening")
            self.fields["screening"].queryset = Screening.objects.filter(pk__in=seen)
        if "source" in self.fields:
            sources = holdings.sources(what, account)
            self.fields["source"].choices = [("", _("mọi nguồn")), *((name, name) for name in sources)]
        if "batch" in self.fields:
            brought = ImportBatch.objects.filter(layer=what)
            self.fields["batch"].queryset = restrict(brought, account)

    @property
    def narrowing(self) -> list[forms.BoundField]:
        """Return the fields that narrow the list and that a person fills in."""
        return [self[name] for name in LISTS[self.what].fields if not self[name].is_hidden]

    @property
    def batch_meant(self) -> ImportBatch | None:
        """Return the import that the form is narrowed to."""
        if "batch" not in self.fields:
            return None
        return self.fields["batch"].queryset.filter(pk=_number(self["batch"].value())).first()

    def clean(self) -> dict[str, Any]:
        """Check what belongs together."""
        data = super().clean() or {}
        since, last_day = data.get("since"), data.get("last_day")
        if since and last_day and since > last_day:
            self.add_error("last_day", _("Ngày này đứng trước “từ ngày”; hãy đổi lại hai ngày."))
        code = data.get("commune", "").strip()
        data["commune"] = None
        if code:
            communes = AdminUnit.objects.communes().on(data.get("on") or timezone.localdate())
            data["commune"] = restrict(communes, self.account).filter(code=code).first()
            if data["commune"] is None:
                self.add_error(
                    "commune", _("Không có xã, phường mã này trong địa bàn của bạn; hãy kiểm tra mã.")
                )
        return data

    def filters(self) -> Filters:
        """Return the choices; the form must be valid."""
        data = self.cleaned_data
        plan = data.get("plan")
        return Filters(
            on=data.get("on") or timezone.localdate(),
            since=data.get("since"),
            last_day=data.get("last_day"),
            commune=data.get("commune"),
            source=data.get("source") or "",
            batch=data.get("batch"),
            standing=Standing(data.get("standing") or ""),
            presence=Presence(data.get("presence") or ""),
            categories=list(data.get("categories") or ()),
            kinds=list(data.get("kinds") or ()),
            indicators=list(data.get("indicators") or ()),
            period=data.get("period") or "",
            plan=next((p for p in plans_for(self.account) if p.pk == plan), None) if plan else None,
            year=data.get("year"),
            screening=data.get("screening"),
        )


def _number(text: Any) -> int:
    """Return the number of a row that an address names; -1, which no row has, for anything else."""
    said = str(text or "")
    return int(said) if said.isdecimal() and len(said) < 19 else -1
