"""One small form for each kind of entry."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gis_app.formats.days import DayField
from gis_app.transformation.models import AreaDocument, MassModel, Measure

_REQUIRED = _("Chưa điền ô này.")


def _text(label: str | Promise, longest: int) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=longest,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": _REQUIRED, "max_length": _("Nội dung dài quá: hãy rút ngắn.")},
    )


def _day(label: str | Promise, *, required: bool = True) -> DayField:
    return DayField(label=label, required=required, error_messages={"required": _REQUIRED})


class MeasureForm(forms.Form):
    """A measure taken."""

    text = _text(_("Biện pháp"), 500)
    taken_on = _day(_("Ngày"))
    body = _text(_("Đơn vị thực hiện"), 200)


class MassModelForm(forms.Form):
    """A model of mass participation."""

    name = _text(_("Tên mô hình"), 200)
    since = _day(_("Từ ngày"))
    until = _day(_("Đến ngày (nếu đã thôi)"), required=False)
    members = forms.IntegerField(
        label=_("Số thành viên"),
        required=False,
        min_value=0,
        max_value=1_000_000,
        widget=forms.TextInput({"inputmode": "numeric", "class": "input-number", "autocomplete": "off"}),
        error_messages={
            key: _("Số thành viên không đúng: hãy ghi số nguyên từ 0 trở lên.")
            for key in ("invalid", "min_value", "max_value")
        },
    )
    effect = forms.ChoiceField(
        label=_("Đánh giá"), choices=MassModel.Effect.choices, initial=MassModel.Effect.NOT_ASSESSED
    )

    def clean(self) -> dict[str, object]:
        """Refuse a model that ends before it begins."""
        given = super().clean() or {}
        since, until = given.get("since"), given.get("until")
        if since and until and until < since:
            self.add_error("until", _("Ngày kết thúc đứng trước ngày bắt đầu: hãy xem lại hai ngày."))
        return given


class DocumentForm(forms.Form):
    """A paper: number, date, issuer, subject."""

    number = _text(_("Số, ký hiệu"), 60)
    dated = _day(_("Ngày văn bản"))
    issuer = _text(_("Cơ quan ban hành"), 200)
    subject = _text(_("Trích yếu"), 300)


#: By the word in the address.
KINDS: Mapping[str, tuple[type[models.Model], type[forms.Form]]] = {
    "measures": (Measure, MeasureForm),
    "models": (MassModel, MassModelForm),
    "documents": (AreaDocument, DocumentForm),
}
