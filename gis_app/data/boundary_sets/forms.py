"""What a person says about a boundary set."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from layers.boundary_sets.repairing import MOST_TOLERANCE_M
from layers.models import BoundarySet


class RepairForm(forms.Form):
    """How wide a gap may be closed."""

    tolerance_m = forms.FloatField(
        label=_("Dung sai (m)"),
        initial=20,
        min_value=0.01,
        max_value=MOST_TOLERANCE_M,
        localize=True,
        help_text=_("khe hở hẹp hơn số này được khép lại; khe rộng hơn giữ nguyên"),
    )


class RefuseForm(forms.Form):
    """Why a set is not taken."""

    reason = forms.CharField(label=_("Lý do"), max_length=300)


class PairForm(forms.Form):
    """Two sets whose links are asked for."""

    old = forms.ModelChoiceField(BoundarySet.objects.none(), label=_("Bộ cũ"))
    new = forms.ModelChoiceField(BoundarySet.objects.none(), label=_("Bộ mới"))

    def __init__(self, *args: object, sets: QuerySet[BoundarySet], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name in ("old", "new"):
            self.fields[name].queryset = sets  # type: ignore[attr-defined]
