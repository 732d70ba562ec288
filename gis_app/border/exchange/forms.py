"""The form of a pack."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.border.exchange.drafting import Wanted
from gis_app.border.exchange.rights import provinces_of
from gis_app.border.exchange.selecting import CHOOSABLE, DEEPEST_M, USUAL_DEPTH_M, USUAL_STATES
from gis_app.border.models import BorderSection, Counterpart, ExchangePack, ReportKind
from gis_app.border.models.exchange import LONGEST_NOTE
from gis_app.formats.days import DayField

_CHECKS = forms.CheckboxSelectMultiple


class _SectionsField(forms.ModelMultipleChoiceField):
    """Sections by name and by who answers for them: names repeat along the border."""

    def label_from_instance(self, section: BorderSection) -> str:
        """Return what a box says."""
        return f"{section.name} ({section.agency})"


class PackForm(forms.Form):
    """What the author of a pack asks for."""

    counterpart = forms.ModelChoiceField(
        label=_("Bên nhận"),
        queryset=Counterpart.objects.filter(is_current=True),
        empty_label=_("chọn bên nhận"),
    )
    province = forms.ModelChoiceField(label=_("Tỉnh, thành phố"), queryset=None, empty_label=None)
    document = forms.CharField(
        label=_("Văn bản làm căn cứ"),
        max_length=200,
        help_text=_("thỏa thuận, biên bản: số, ngày; in trong tệp"),
    )
    purpose = forms.CharField(
        label=_("Mục đích"), max_length=300, help_text=_("chỉ lưu trong hồ sơ, không đưa vào tệp")
    )
    first_day = DayField(label=_("Từ ngày"))
    last_day = DayField(label=_("Đến hết ngày"), help_text=_("trước hôm nay"))
    depth_m = forms.IntegerField(
        label=_("Cách đường biên giới không quá (m)"),
        min_value=1,
        max_value=DEEPEST_M,
        initial=USUAL_DEPTH_M,
    )
    kinds = forms.ModelMultipleChoiceField(label=_("Loại tin"), queryset=None, widget=_CHECKS)
    states = forms.MultipleChoiceField(
        label=_("Trạng thái tin"),
        choices=[(state.value, state.label) for state in CHOOSABLE],
        initial=USUAL_STATES,
        widget=_CHECKS,
    )
    sections = _SectionsField(
        label=_("Đoạn biên giới"),
        queryset=None,
        widget=_CHECKS,
        required=False,
        help_text=_("không chọn: mọi đoạn"),
    )
    note_en = forms.CharField(
        label=_("Ghi chú tiếng Anh"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "lang": "en"}),
        help_text=_("viết riêng cho gói này; không ghi tên người, giờ, tọa độ, không chép nội dung tin"),
    )
    note_vi = forms.CharField(
        label=_("Ghi chú tiếng Việt"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, account: Account, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["province"].queryset = provinces_of(account)
        self.fields["kinds"].queryset = ReportKind.objects.filter(leaving__may_leave=True)
        sections = restrict(BorderSection.objects.all(), account).select_related("agency")
        self.fields["sections"].queryset = sections

    @classmethod
    def of(cls, pack: ExchangePack, account: Account) -> PackForm:
        """Return the form filled in with a pack."""
        names = [name for name in cls.base_fields if name not in {"kinds", "sections"}]
        initial = {name: getattr(pack, name) for name in names}
        return cls(account, initial={**initial, "kinds": pack.kinds.all(), "sections": pack.sections.all()})

    def clean(self) -> dict[str, Any]:
        """Refuse a period that runs backwards at its field."""
        data = super().clean() or {}
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and first > last:
            self.add_error("last_day", _("Ngày cuối kỳ trước ngày đầu kỳ: hãy sửa lại."))
        return data

    def wanted(self) -> Wanted:
        """Return what was asked for; the form must be valid."""
        return Wanted(**{name: value for name, value in self.cleaned_data.items() if name != "version"})
