"""The choices before printing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gis_app.access.models import Account
from gis_app.annexes.errors import PrintingError
from gis_app.annexes.paper import Paper
from gis_app.annexes.printing import Order
from gis_app.plans.models import Plan
from gis_app.transformation.reading import day_of_year, plans_for


class OrderForm(forms.Form):
    """Plan, year, day, paper; only plans of the account's jurisdiction are offered."""

    plan = forms.ModelChoiceField(Plan.objects.none(), label=_("Kế hoạch"), empty_label=None)
    year = forms.IntegerField(label=_("Năm"), min_value=2000, max_value=2100)
    on = forms.DateField(
        label=_("Trạng thái đến hết ngày"),
        required=False,
        help_text=_("Bỏ trống: hôm nay, hoặc ngày cuối của năm đã qua."),
        # A text field: the browser's own date field follows its language, not the page's.
        widget=forms.DateInput(
            attrs={"inputmode": "numeric", "placeholder": "dd/mm/yyyy"}, format="%d/%m/%Y"
        ),
        input_formats=["%d/%m/%Y", "%Y-%m-%d"],
    )
    paper = forms.ChoiceField(
        label=_("Khổ giấy"), choices=[(paper.value, paper.value) for paper in Paper], initial=Paper.A4.value
    )
    annex_number = forms.CharField(
        label=_("Số phụ lục"),
        required=False,
        max_length=8,
        help_text=_("Chữ số La Mã khi văn bản có từ hai phụ lục trở lên."),
    )

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = [plan.pk for plan in plans_for(account)]
        self.fields["plan"].queryset = Plan.objects.filter(pk__in=allowed)

    def clean(self) -> dict[str, Any]:
        """Put the order together, so that a wrong annex number is an error of the form."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors:
            try:
                cleaned["order"] = Order(
                    plan=cleaned["plan"],
                    year=cleaned["year"],
                    on=cleaned["on"] or day_of_year(cleaned["year"]),
                    paper=Paper(cleaned["paper"]),
                    annex_number=cleaned["annex_number"].upper(),
                )
            except PrintingError as error:
                self.add_error("annex_number", str(error))
        return cleaned
