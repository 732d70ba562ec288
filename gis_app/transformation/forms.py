"""The forms of the selection and area pages. Days are typed dd/mm/yyyy (or yyyy-mm-dd)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gis_app.formats.days import DayField
from gis_app.plans.cap_groups import CapGroup
from gis_app.plans.models import PlanVersion
from gis_app.transformation.cycle import STEPS
from gis_app.transformation.models import Decision, KeyAreaQuerySet, Paper

_BREACH = "breach_reason-"


def _breach_label(group: CapGroup) -> str:
    return _("Lý do vượt trần, %(group)s") % {"group": group.name}


class DecisionForm(forms.Form):
    """A decision on paper and the areas it is about; its cleaned data are arguments of `deciding.decide`.

    `seen_revision` carries the state of the list that the form was filled in on
    (`gis_app.transformation.reading.revision`). Each group of the cap has a field for the reason why it is
    exceeded.
    """

    act = forms.ChoiceField(
        label=_("Nội dung"), error_messages={"required": _("Chưa chọn nội dung quyết định.")}
    )
    number = forms.CharField(
        label=_("Số quyết định"), max_length=60, error_messages={"required": _("Chưa ghi số quyết định.")}
    )
    decided_on = DayField(label=_("Ngày ký"), error_messages={"required": _("Chưa ghi ngày ký.")})
    proposed_by = forms.CharField(
        label=_("Cơ quan đề xuất"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"list": "proposers", "autocomplete": "off"}),
    )
    decider = forms.ChoiceField(label=_("Nơi quyết định theo kế hoạch"), required=False)
    body = forms.CharField(
        label=_("Cơ quan quyết định"),
        max_length=300,
        help_text=_("Tên ghi trên văn bản."),
        error_messages={"required": _("Chưa ghi cơ quan ra quyết định.")},
    )
    decider_reason = forms.CharField(
        label=_("Lý do cơ quan khác quyết định"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    signer_title = forms.CharField(
        label=_("Chức vụ người ký"),
        max_length=200,
        required=False,
        help_text=_("Chỉ chức vụ, không ghi tên người."),
    )
    starts_on = DayField(
        label=_("Bắt đầu từ ngày"),
        required=False,
        help_text=_("Để trống: từ ngày ký. Ngày kết thúc tính theo kế hoạch."),
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
        self,
        *args: Any,
        areas: KeyAreaQuerySet,
        version: PlanVersion,
        groups: Sequence[CapGroup],
        acts: list[Decision.Act] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.fields["areas"].queryset = areas
        offered = list(STEPS) if acts is None else acts
        self.fields["act"].choices = [(act.value, act.label) for act in offered]
        self.bodies = [one.name for one in version.deciders]
        self.proposers = [one.name for one in version.proposers]
        self.fields["decider"].choices = [
            *((name, name) for name in self.bodies),
            ("", _("cơ quan khác (ghi lý do)")),
        ]
        self._groups = {f"{_BREACH}{group.key}": group for group in groups}
        for name, group in self._groups.items():
            label = _("Lý do vượt trần") if len(groups) == 1 else _breach_label(group)
            self.fields[name] = forms.CharField(
                label=label,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text=_("Bắt buộc khi số địa bàn vượt trần; được in kèm danh sách."),
            )

    def breach_fields(self) -> list[tuple[CapGroup, BoundField]]:
        """Return the field for the reason of each group."""
        return [(group, self[name]) for name, group in self._groups.items()]

    def clean_decider(self) -> str | None:
        """Return the chosen body of the plan, empty for another one; None where the form did not ask."""
        return str(self.cleaned_data["decider"]) if "decider" in self.data else None

    def clean(self) -> dict[str, Any]:
        """Gather the reasons of the groups."""
        data = super().clean() or self.cleaned_data
        data["breach_reasons"] = {group.key: data.pop(name, "") for name, group in self._groups.items()}
        return data

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


class AmendmentForm(forms.Form):
    """A correction or an annulment of a decision: the paper, and why."""

    number = forms.CharField(
        label=_("Số"), max_length=60, error_messages={"required": _("Chưa ghi số quyết định.")}
    )
    decided_on = DayField(label=_("Ngày ký"), error_messages={"required": _("Chưa ghi ngày ký.")})
    body = forms.CharField(
        label=_("Cơ quan"), max_length=300, error_messages={"required": _("Chưa ghi cơ quan ra quyết định.")}
    )
    signer_title = forms.CharField(label=_("Chức vụ người ký"), max_length=200, required=False)
    reason = forms.CharField(
        label=_("Lý do"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Chưa ghi lý do: hãy ghi vì sao quyết định được đính chính hoặc hủy.")},
    )
    seen_revision = forms.IntegerField(widget=forms.HiddenInput)

    def paper(self) -> Paper:
        """Return what stands on the paper."""
        data = self.cleaned_data
        return Paper(data["number"], data["decided_on"], data["body"], data["signer_title"])


class AnnulmentForm(AmendmentForm):
    """An annulment, with the day from which the statuses before count again."""

    from_the_beginning = forms.TypedChoiceField(
        label=_("Trạng thái trước được tính lại"),
        choices=[
            ("", _("từ ngày ký văn bản hủy")),
            ("yes", _("từ đầu, như chưa có quyết định (ghi nhầm vào chương trình)")),
        ],
        coerce=bool,
        empty_value=False,
        required=False,
    )


class ClosingForm(forms.Form):
    """From which day a year is closed, and on what grounds."""

    closed_on = DayField(label=_("Ngày khép lại"), initial=timezone.localdate)
    note = forms.CharField(label=_("Căn cứ"), max_length=2000, required=False)


class ReopeningForm(forms.Form):
    """Why a closed year is opened again."""

    reason = forms.CharField(
        label=_("Lý do mở lại"), max_length=2000, error_messages={"required": _("Chưa ghi lý do mở lại năm.")}
    )


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
