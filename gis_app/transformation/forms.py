"""The forms of the selection and area pages. Days are typed dd/mm/yyyy (or yyyy-mm-dd)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gis_app.transformation.models import Decision, KeyAreaQuerySet

_NOT_A_DAY = _("Ngày không đúng: hãy ghi theo dạng 31/12/2026.")


class DayField(forms.DateField):
    """A day in a plain text box, so that it is typed as offices write it, whatever the browser's language."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(
            attrs={
                "class": "input-date",
                "placeholder": "31/12/2026",
                "inputmode": "numeric",
                "autocomplete": "off",
            }
        )
        super().__init__(widget=widget, **options)
        self.error_messages["invalid"] = _NOT_A_DAY


class DecisionForm(forms.Form):
    """A decision on paper and the areas it is about.

    `seen_revision` carries the state of the list that the form was filled in on
    (`gis_app.transformation.reading.revision`).
    """

    act = forms.ChoiceField(
        label=_("Nội dung"), error_messages={"required": _("Chưa chọn nội dung quyết định.")}
    )
    number = forms.CharField(
        label=_("Số quyết định"), max_length=60, error_messages={"required": _("Chưa ghi số quyết định.")}
    )
    decided_on = DayField(label=_("Ngày ký"), error_messages={"required": _("Chưa ghi ngày ký.")})
    body = forms.CharField(
        label=_("Cơ quan quyết định"),
        max_length=200,
        error_messages={"required": _("Chưa ghi cơ quan ra quyết định.")},
    )
    starts_on = DayField(
        label=_("Bắt đầu từ ngày"),
        required=False,
        help_text=_("Để trống: từ ngày ký. Ngày kết thúc tính theo kế hoạch."),
    )
    cap_breach_reason = forms.CharField(
        label=_("Lý do vượt trần"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Bắt buộc khi số địa bàn vượt trần; được in kèm danh sách."),
    )
    difference_reason = forms.CharField(
        label=_("Lý do khác kết quả tính"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Bắt buộc khi kết luận khác kết quả tính theo kế hoạch (trang Đánh giá của địa bàn)."),
    )
    seen_revision = forms.IntegerField(widget=forms.HiddenInput)
    areas = forms.ModelMultipleChoiceField(
        queryset=None,
        error_messages={
            "required": _("Chưa đánh dấu địa bàn nào: hãy đánh dấu ít nhất một địa bàn."),
            "invalid_choice": _("Có địa bàn không thuộc danh sách này: hãy tải lại trang."),
            "invalid_pk_value": _("Có địa bàn không thuộc danh sách này: hãy tải lại trang."),
        },
    )

    def __init__(
        self, *args: Any, areas: KeyAreaQuerySet, acts: list[Decision.Act] | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["areas"].queryset = areas
        offered = list(Decision.Act) if acts is None else acts
        self.fields["act"].choices = [(act.value, act.label) for act in offered]

    def marked(self) -> set[int]:
        """Return the areas (primary keys) that were ticked, also in a form that was not accepted."""
        return (
            {int(value) for value in self.data.getlist("areas") if value.isdecimal()}
            if self.is_bound
            else set()
        )


class ProposalForm(forms.Form):
    """One commune proposed by hand."""

    commune = forms.CharField(
        label=_("Xã, phường (tên hoặc mã)"),
        max_length=200,
        widget=forms.TextInput(attrs={"list": "communes", "autocomplete": "off"}),
        error_messages={"required": _("Chưa nhập tên hoặc mã xã, phường.")},
    )
    reason = forms.CharField(
        label=_("Lý do"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Chưa ghi lý do đề xuất.")},
    )
    proposed_on = DayField(label=_("Ngày đề xuất"), initial=timezone.localdate)


class RemovalForm(forms.Form):
    """Why a proposal is taken back."""

    reason = forms.CharField(
        label=_("Lý do rút"), max_length=2000, error_messages={"required": _("Chưa ghi lý do rút đề xuất.")}
    )


class YearForm(forms.Form):
    """Which plan and year to open."""

    plan = forms.ChoiceField(label=_("Kế hoạch"))
    year = forms.IntegerField(
        label=_("Năm"),
        min_value=2000,
        max_value=2100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input-number"}),
        error_messages={
            key: _("Năm không đúng: hãy ghi một năm từ 2000 đến 2100.")
            for key in ("required", "invalid", "min_value", "max_value")
        },
    )
