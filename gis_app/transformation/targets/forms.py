"""The form in which an office says what it knows: day and source for all, one small form per target."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gis_app.access.models import Account
from gis_app.formats.days import DayField
from gis_app.transformation.models import KeyArea, TargetResult
from gis_app.transformation.targets.amounts import AmountError, read_amount
from gis_app.transformation.targets.answers import Answer, answer_of, has_base
from gis_app.transformation.targets.entering import Entry
from gis_app.transformation.targets.given import Given
from gis_app.transformation.targets.problems import Problem, problem
from gis_app.transformation.targets.progress import TargetProgress

State = TargetResult.State
_ASSESSMENTS = [(State.ASSESSED_MET.value, _("đạt")), (State.ASSESSED_NOT_MET.value, _("chưa đạt"))]
_NUMBER = {"inputmode": "decimal", "autocomplete": "off", "maxlength": 24, "class": "input-number"}


class SharedForm(forms.Form):
    """The day and the source of all figures of one visit."""

    as_of = DayField(
        label=_("Số liệu tính đến ngày"),
        error_messages={"required": _("Chưa ghi ngày của số liệu: hãy ghi theo dạng 31/12/2026.")},
    )
    source = forms.CharField(
        label=_("Nguồn số liệu"),
        max_length=200,
        help_text=_("cơ quan hoặc văn bản cung cấp; không ghi họ tên"),
        error_messages={
            "required": _("Chưa ghi nguồn số liệu: hãy ghi cơ quan hoặc văn bản cung cấp."),
            "max_length": _("Nội dung dài quá 200 ký tự: hãy rút ngắn."),
        },
    )


class TargetForm(forms.Form):
    """What is said about one target; a form left as it was says nothing."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    numerator = forms.CharField(required=False, max_length=40, widget=forms.TextInput(_NUMBER))
    denominator = forms.CharField(required=False, max_length=40, widget=forms.TextInput(_NUMBER))
    assessment = forms.ChoiceField(
        label=_("Kết quả đánh giá"), required=False, choices=_ASSESSMENTS, widget=forms.RadioSelect
    )
    nothing_arose = forms.BooleanField(label=_("Không phát sinh"), required=False)
    document_number = forms.CharField(
        label=_("Số văn bản"), required=False, max_length=60, widget=forms.TextInput({"autocomplete": "off"})
    )
    document_date = DayField(label=_("Ngày văn bản"), required=False)

    def __init__(self, row: TargetProgress, *args: Any, **options: Any) -> None:
        self.row = row
        self.answer = answer_of(row.target)
        super().__init__(
            *args, prefix=row.target.id, initial={"seen": row.newest.pk if row.newest else None}, **options
        )
        labels = _LABELS.get(self.answer, ("", ""))
        self.fields["numerator"].label = labels[0] or row.target.unit
        self.fields["denominator"].label = labels[1]
        unused = {
            Answer.ASSESSMENT: ("numerator", "denominator"),
            Answer.COUNT: ("denominator", "assessment"),
        }.get(self.answer, ("assessment",))
        for name in (*unused, *(() if has_base(row.target) else ("nothing_arose",))):
            del self.fields[name]

    @property
    def says_something(self) -> bool:
        """Say whether anything was filled in."""
        return any(self.cleaned_data.get(name) for name in self.fields if name != "seen") or any(
            name in self.errors for name in self.fields
        )

    def entry(self, as_of: datetime.date, source: str) -> Entry | None:
        """Return what is said; None where it is nothing or cannot be read, which is then told on the form."""
        given = self.cleaned_data
        if self.errors or not self.says_something:
            return None
        numerator, denominator = self._amount("numerator"), self._amount("denominator")
        if given.get("nothing_arose"):
            state = State.NOTHING_AROSE
        elif self.answer is Answer.ASSESSMENT:
            if not given["assessment"]:
                self.add_problems([problem("assessment", "assessment_missing")])
                return None
            state = State(given["assessment"])
        else:
            state = State.MEASURED
        if self.errors:
            return None
        said = Given(
            self.row.target,
            state,
            numerator,
            denominator,
            as_of,
            source,
            given["document_number"],
            given["document_date"],
        )
        return Entry(said, given["seen"])

    def add_problems(self, problems: Sequence[Problem]) -> None:
        """Show what is wrong beside the fields; what concerns none of them stands above."""
        for found in problems:
            field = found.field if found.field in self.fields else None
            self.add_error(field, found.sentence())

    def see(self, newest: int | None) -> None:
        """Take it that the last word (its primary key) has been seen now: it may be replaced next."""
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = "" if newest is None else str(newest)

    def _amount(self, name: str) -> Decimal | None:
        text = self.cleaned_data.get(name, "")
        try:
            return read_amount(text)
        except AmountError as error:
            self.add_problems([problem(name, error.code, value=text)])
            return None


_LABELS = {
    Answer.RATIO: (_("Tử số"), _("Mẫu số")),
    Answer.RISE: (_("Kỳ này"), _("Kỳ so sánh")),
    Answer.FALL: (_("Kỳ này"), _("Kỳ so sánh")),
}


class EntryForms:
    """All forms of one visit."""

    def __init__(
        self,
        area: KeyArea,
        rows: Sequence[TargetProgress],
        account: Account,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        self.shared = SharedForm(data, initial=_initial(area, rows, account))
        self.targets = [TargetForm(row, data) for row in rows]

    def entries(self) -> list[Entry] | None:
        """Return what is said about all targets, or None where something cannot be read."""
        if not self.shared.is_valid():
            for form in self.targets:
                form.is_valid()
            return None
        day, source = self.shared.cleaned_data["as_of"], self.shared.cleaned_data["source"]
        entries = []
        for form in self.targets:
            form.is_valid()
            entry = form.entry(day, source)
            if entry is not None:
                entries.append(entry)
        return None if any(form.errors for form in self.targets) else entries

    def add_problems(self, problems: Mapping[str, Sequence[Problem]]) -> None:
        """Show the problems of each target on its form; those of the day and the source once, above."""
        told = set()
        for form in self.targets:
            found = problems.get(form.row.target.id, ())
            form.add_problems([p for p in found if p.field not in self.shared.fields])
            for changed in (p for p in found if p.code == "changed_meanwhile"):
                form.see(changed.figures["newest_pk"])
            for shared in (p for p in found if p.field in self.shared.fields):
                if shared.sentence() not in told:
                    told.add(shared.sentence())
                    self.shared.add_error(shared.field, shared.sentence())


def _initial(area: KeyArea, rows: Sequence[TargetProgress], account: Account) -> dict[str, Any]:
    newest = max((row.newest for row in rows if row.newest), key=lambda result: result.pk, default=None)
    today = timezone.localdate()
    office = str(account.agency) if account.agency else ""
    return {
        "as_of": min(today, area.ends_on) if area.ends_on else today,
        "source": newest.source if newest else office,
    }
