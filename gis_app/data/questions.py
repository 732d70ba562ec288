"""What only the person knows about a file: one form for each kind of rows."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.formats.days import DayField
from layers.importing.sites import KIND_IN_FILE
from layers.models import AdminUnit, BoundarySet, Raster, SiteKind


class DetailsForm(forms.Form):
    """What only the person knows about the rows; one subclass for each kind.

    `notice` stands above the questions: what must not be brought in.

    Args:
        account: who is asked, for choices within a jurisdiction.
    """

    notice: str | Promise = ""

    def __init__(self, *args: Any, account: Account | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.account = account

    def details(self) -> dict[str, Any]:
        """Return the answers as JSON knows them."""
        return {
            name: value.isoformat() if isinstance(value, datetime.date) else value
            for name, value in self.cleaned_data.items()
        }


class BoundaryDetails(DetailsForm):
    """Level, validity and decree of a boundary set."""

    level = forms.ChoiceField(
        label=gettext_lazy("Cấp"), choices=AdminUnit.Level.choices, initial=AdminUnit.Level.COMMUNE
    )
    valid_from = DayField(label=gettext_lazy("Có hiệu lực từ"))
    valid_to = DayField(
        label=gettext_lazy("Hết hiệu lực từ"), required=False, help_text=gettext_lazy("ngày đầu tiên hết")
    )
    decree = forms.CharField(label=gettext_lazy("Văn bản quy định"), max_length=200, required=False)
    province = forms.CharField(
        label=gettext_lazy("Mã tỉnh"),
        max_length=10,
        required=False,
        help_text=gettext_lazy("chỉ cần khi tệp không có cột mã tỉnh"),
    )
    name = forms.CharField(
        label=gettext_lazy("Tên bộ ranh giới"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("để trống: đặt theo cấp, ngày và văn bản"),
    )
    source = forms.CharField(label=gettext_lazy("Nguồn của tệp"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning."""
        cleaned = super().clean()
        since, until = cleaned.get("valid_from"), cleaned.get("valid_to")
        if since and until and until <= since:
            self.add_error("valid_to", _("Ngày hết hiệu lực phải sau ngày có hiệu lực."))
        return cleaned


class IncidentDetails(DetailsForm):
    """Whose incidents they are."""

    source = forms.CharField(
        label=gettext_lazy("Nguồn số liệu"),
        max_length=80,
        help_text=gettext_lazy(
            "đơn vị hoặc sổ theo dõi, ví dụ “Phòng CSGT”; số hiệu vụ việc là duy nhất trong một nguồn"
        ),
    )


class SiteDetails(DetailsForm):
    """Which kind of sites, and who keeps the list."""

    kind = forms.ChoiceField(label=gettext_lazy("Loại địa điểm"))
    source = forms.CharField(label=gettext_lazy("Nguồn của danh sách"), max_length=80, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = SiteKind.objects.values_list("key", "label")
        self.fields["kind"].choices = [*kinds, (KIND_IN_FILE, _("nhiều loại, theo một cột của tệp"))]


class BorderDetails(DetailsForm):
    """Which border, and how well it is known."""

    country = forms.CharField(
        label=gettext_lazy("Nước láng giềng"), max_length=60, initial=gettext_lazy("Campuchia")
    )
    approximate = forms.BooleanField(label=gettext_lazy("Đường gần đúng, chưa đo đạc"), required=False)
    source = forms.CharField(label=gettext_lazy("Nguồn của tệp"), max_length=200, required=False)


class RoadDetails(DetailsForm):
    """Who keeps the roads."""

    source = forms.CharField(label=gettext_lazy("Nguồn của tệp"), max_length=200, required=False)


class IndicatorDetails(DetailsForm):
    """Which communes the codes mean."""

    communes_on = DayField(
        label=gettext_lazy("Mã xã theo ngày"),
        required=False,
        help_text=gettext_lazy("để trống: theo ngày chốt số liệu của từng dòng"),
    )


class BeltDetails(DetailsForm):
    """The decision that set the belt, where the file does not say it in columns."""

    decision = forms.CharField(
        label=gettext_lazy("Số quyết định"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("ví dụ 12/QĐ-UBND; để trống khi tệp có cột số quyết định"),
    )
    valid_from = DayField(
        label=gettext_lazy("Có hiệu lực từ"),
        required=False,
        help_text=gettext_lazy("để trống khi tệp có cột ngày hiệu lực"),
    )
    source = forms.CharField(label=gettext_lazy("Nguồn của tệp"), max_length=200, required=False)


class RasterDetails(DetailsForm):
    """What the cells are, on which day, and who published it."""

    notice = gettext_lazy(
        "Ảnh bay chụp mà nhận ra được người hoặc biển số xe thì không được nhập, kể cả khi chương trình "
        "lưu ảnh thô hơn."
    )

    kind = forms.ChoiceField(label=gettext_lazy("Mỗi ô là"), choices=Raster.Kind.choices)
    as_of = DayField(
        label=gettext_lazy("Số liệu đến ngày"),
        help_text=gettext_lazy("tính theo các xã, phường của ngày này; với ảnh: ngày bay chụp"),
    )
    source = forms.CharField(
        label=gettext_lazy("Nguồn"),
        max_length=180,
        help_text=gettext_lazy("nơi công bố và tên bộ số liệu; một nguồn chỉ có một số cho mỗi xã và năm"),
    )
    no_persons = forms.BooleanField(
        label=gettext_lazy("Với ảnh bay chụp: đã xem kỹ, không nhận ra được người hay biển số"),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Ask of a picture that somebody has looked at it."""
        cleaned = super().clean()
        if cleaned.get("kind") == Raster.Kind.DRONE and not cleaned.get("no_persons"):
            self.add_error("no_persons", _("Hãy xem kỹ ảnh rồi đánh dấu ô này, hoặc bỏ tệp."))
        return cleaned


class SuccessionDetails(DetailsForm):
    """Between which two sets the table speaks."""

    old_set = forms.ChoiceField(label=gettext_lazy("Bộ cũ"))
    new_set = forms.ChoiceField(
        label=gettext_lazy("Bộ mới"),
        help_text=gettext_lazy("bảng có cột mã cũ và mã mới; tỷ lệ để trống được tính theo ranh giới"),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        sets = restrict(BoundarySet.objects.order_by("valid_from", "pk"), self.account)
        for name in ("old_set", "new_set"):
            self.fields[name].choices = [("", _("— chọn —")), *((str(one.pk), one.title) for one in sets)]

    def clean(self) -> dict[str, Any]:
        """Refuse a table from a set to itself."""
        cleaned = super().clean()
        if cleaned.get("old_set") and cleaned.get("old_set") == cleaned.get("new_set"):
            self.add_error("new_set", _("Bộ cũ và bộ mới là một; hãy chọn hai bộ khác nhau."))
        return cleaned


class NoDetails(DetailsForm):
    """Nothing is asked: the file says everything itself."""
