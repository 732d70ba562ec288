"""The form of one statistic: where, when, of what, and the parameters that this method knows."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.formats.numbers import number
from gis_app.hotspots import figures
from gis_app.hotspots.asked import Asked, months_before, next_month
from gis_app.hotspots.methods.shape import Method
from gis_app.hotspots.territory import communes, provinces
from gis_app.statistics.permuting import SEED
from gis_app.transformation.cycle import COUNTED
from gis_app.transformation.models import KeyArea, PlanYear

EARLIEST = datetime.date(1990, 1, 1)
#: Ten years: of longer periods monthly classes and rates mix times that have nothing in common.
MOST_MONTHS = 120
#: What a method without an opinion of its own begins with.
_MONTHS = 12
#: Trends need 12 months; two years let them show.
_MONTHS_OF = {"trends": 24}
_MOST_PERMUTATIONS = 99_999


class MonthField(forms.CharField):
    """A month written mm/yyyy, as its first day."""

    widget = forms.TextInput(
        attrs={"class": "input-date", "inputmode": "numeric", "autocomplete": "off", "placeholder": "mm/yyyy"}
    )

    def clean(self, value: Any) -> datetime.date:
        """Return the first day of the month."""
        text = super().clean(value).strip()
        try:
            month = datetime.datetime.strptime(text, "%m/%Y").date()  # noqa: DTZ007, a calendar month
        except ValueError as error:
            raise forms.ValidationError(
                _now("“%(text)s” không phải là tháng: hãy viết tháng/năm, ví dụ 06/2026.")
                % {"text": text[:20]}
            ) from error
        if not EARLIEST <= month <= timezone.localdate():
            raise forms.ValidationError(_now("Tháng phải từ 01/1990 đến tháng này."))
        return month

    def prepare_value(self, value: Any) -> Any:
        """Write a day as its month."""
        return f"{value:%m/%Y}" if isinstance(value, datetime.date) else value


def _number(
    label: Any, low: int, high: int, initial: int | None, help_text: Any = "", *, required: bool = True
) -> forms.IntegerField:
    """Return a field for a whole number within bounds; its errors say the bounds."""
    told = format_lazy(_("Hãy ghi một số nguyên từ {low} đến {high}."), low=number(low), high=number(high))
    return forms.IntegerField(
        label=label,
        min_value=low,
        max_value=high,
        initial=initial,
        help_text=help_text,
        required=required,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), told),
        widget=forms.TextInput(
            attrs={"class": "input-number", "inputmode": "numeric", "autocomplete": "off"}
        ),
    )


class StatisticForm(forms.Form):
    """What every statistic asks for; `_EXTRA` are asked for only where the method knows them."""

    province = forms.ChoiceField(label=_("Tỉnh, thành phố"))
    day = forms.DateField(
        label=_("Ranh giới có hiệu lực ngày"),
        input_formats=["%d/%m/%Y", "%Y-%m-%d"],
        widget=forms.DateInput(attrs={"class": "input-date", "placeholder": "dd/mm/yyyy"}, format="%d/%m/%Y"),
        help_text=_("mọi kỳ đều đếm được theo xã trước hoặc sau sắp xếp"),
    )
    since = MonthField(label=_("Từ tháng"))
    until = MonthField(label=_("Đến hết tháng"))
    categories = forms.MultipleChoiceField(label=_("Loại vụ việc"), widget=forms.CheckboxSelectMultiple)
    measure = forms.ChoiceField(
        label=_("Tính trên"),
        choices=[("counts", _("số vụ")), ("rates", _("tỷ lệ trên 10.000 dân, đã làm ổn định"))],
        widget=forms.RadioSelect,
        initial="counts",
    )
    surroundings = forms.BooleanField(
        label=_("Kéo về mức của vùng xung quanh thay vì mức của toàn địa bàn"), required=False
    )
    bandwidth = forms.ChoiceField(
        label=_("Bán kính"),
        choices=[
            ("suggested", _("theo quy tắc thông dụng (Silverman)")),
            ("fitted", _("khớp theo số liệu: một phần số vụ báo trước tốt nhất phần còn lại")),
            ("own", _("tự chọn")),
        ],
        widget=forms.RadioSelect,
        initial="suggested",
    )
    bandwidth_m = _number(_("Bán kính tự chọn (m)"), 10, 100_000, 1000, required=False)
    within_m = _number(_("Gần nhau về nơi: trong (m)"), 10, 50_000, 500)
    within_days = _number(_("Gần nhau về lúc: trong (ngày)"), 1, 365, 14)
    least_incidents = _number(_("Số vụ nhỏ nhất của một cụm"), 2, 1000, 10)
    plan_year = forms.TypedChoiceField(label=_("Danh sách đã chọn"), coerce=int)
    permutations = _number(
        _("Số hoán vị"),
        99,
        _MOST_PERMUTATIONS,
        None,
        _("để trống: 9.999, hoặc nhiều hơn khi có trên 250 xã"),
        required=False,
    )
    seed = _number(
        _("Hạt giống ngẫu nhiên"), 0, 2**31 - 1, SEED, _("cùng hạt giống, cùng dữ liệu thì cùng kết quả")
    )

    _EXTRA = (
        *("measure", "surroundings", "bandwidth", "bandwidth_m", "within_m", "within_days"),
        *("least_incidents", "plan_year", "permutations", "seed"),
    )

    def __init__(self, method: Method, account: Account, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.method, self.account = method, account
        for name in set(self._EXTRA) - set(method.asks):
            del self.fields[name]
        today = timezone.localdate()
        self.fields["province"].choices = provinces(today, account)
        offered = figures.by_place() if method.by_place else figures.by_commune()
        self.fields["categories"].choices = [(each.pk, str(each)) for each in offered]
        if "permutations" in self.fields and method.key == "space_time":
            self.fields["permutations"].help_text = _("để trống: 999")
        if "plan_year" in self.fields:
            self.fields["plan_year"].choices = _selections(account)
        if not self.is_bound:
            self._suggest(today)

    @property
    def extra_fields(self) -> list[forms.BoundField]:
        """Return the fields of this method, in the order of the form."""
        return [self[name] for name in self._EXTRA if name in self.fields]

    def clean(self) -> dict[str, Any]:
        """Check the period, and what depends on another choice."""
        data = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        if since and until:
            if since > until:
                self.add_error("until", _now("“Từ tháng” đứng sau “đến hết tháng”; hãy đổi lại."))
            elif months_before(until, MOST_MONTHS - 1) > since:
                self.add_error("until", _now("Kỳ dài quá 10 năm; hãy chọn kỳ ngắn hơn."))
        if self.method.key == "map_accuracy" and until and next_month(until) > timezone.localdate():
            self.add_error(
                "until", _now("Kỳ sau chưa bắt đầu nên chưa chấm được; hãy chọn kỳ kết thúc sớm hơn.")
            )
        own = data.get("bandwidth") == "own"
        if own and not data.get("bandwidth_m") and "bandwidth_m" not in self.errors:
            self.add_error("bandwidth_m", _now("Hãy ghi bán kính tự chọn, tính bằng mét."))
        return data

    def asked(self) -> Asked:
        """Return the choices of a valid form."""
        data = dict(self.cleaned_data)
        data["until"] = next_month(data["until"])
        data["categories"] = tuple(sorted(data["categories"]))
        return Asked(**data)

    def _suggest(self, today: datetime.date) -> None:
        """Begin with the newest months of the first province, of all categories."""
        choices = self.fields["province"].choices
        units = communes(choices[0][0], today, self.account).values_list("pk", flat=True) if choices else []
        newest = figures.newest_month(list(units), self.account) or today.replace(day=1)
        months = _MONTHS_OF.get(self.method.key, _MONTHS)
        if self.method.key == "map_accuracy":
            # The period after it must be there too.
            newest = months_before(newest, months)
        suggested = {
            "day": today,
            "until": newest,
            "since": months_before(newest, months - 1),
            "categories": [key for key, _label in self.fields["categories"].choices],
        }
        self.initial = suggested | self.initial


def _selections(account: Account) -> list[tuple[int, str]]:
    """Return the years of plans in which the account sees selected communes, the newest first."""
    years = restrict(KeyArea.objects.filter(status__in=COUNTED), account).values("plan_year")
    rows = PlanYear.objects.filter(pk__in=years).select_related("plan").order_by("-year", "plan")
    return [
        (row.pk, _now("%(plan)s, năm %(year)s") % {"plan": row.plan.current.label, "year": row.year})
        for row in rows
    ]
