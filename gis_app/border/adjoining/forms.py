"""What is added to a pair of provinces: a document, an office, a meeting."""

from __future__ import annotations

from typing import Any

from django import forms

from gis_app.border.models import ContactOffice, JointAgreement, JointMeeting
from gis_app.formats.days import DayField


class _OfPairForm(forms.ModelForm):
    """A form whose row belongs to one pair; `kind` names it among the forms of the page."""

    kind = ""

    def __init__(self, codes: tuple[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix=self.kind, **kwargs)
        self.instance.province, self.instance.other_province = codes


class AgreementForm(_OfPairForm):
    """A document of coordination."""

    kind = "agreement"

    class Meta:
        model = JointAgreement
        fields = ("document", "subject", "valid_from", "valid_to")
        field_classes = {"valid_from": DayField, "valid_to": DayField}


class OfficeForm(_OfPairForm):
    """An office that the other side may call; `side` is one of the two provinces."""

    kind = "office"

    class Meta:
        model = ContactOffice
        fields = ("side", "office", "channel")

    def __init__(self, codes: tuple[str, str], names: dict[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(codes, *args, **kwargs)
        choices = [(code, names.get(code, code)) for code in codes]
        self.fields["side"] = forms.ChoiceField(label=self.fields["side"].label, choices=choices)


class MeetingForm(_OfPairForm):
    """A meeting of the two sides."""

    kind = "meeting"

    class Meta:
        model = JointMeeting
        fields = ("held_on", "minutes", "outcome", "next_on")
        field_classes = {"held_on": DayField, "next_on": DayField}
        widgets = {"outcome": forms.Textarea(attrs={"rows": 3})}
