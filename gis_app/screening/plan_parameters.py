"""What a plan sets differently from the program's defaults: reading it with its bounds, and setting it."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.access.roles import Action
from gis_app.formats.numbers import number
from gis_app.plans.models import Plan, PlanParameter
from gis_app.plans.seeing import may_change
from gis_app.screening.counted import COUNTED
from gis_app.screening.criteria import CRITERIA, Settings, criteria_of, settings_of
from gis_app.screening.parameters import ParameterError, checked
from gis_app.screening.rules import RULES
from gis_app.screening.rules.shape import Parameter

_LONGEST_SOURCE = 300


@dataclass(frozen=True, slots=True)
class Setting:
    """One parameter of a plan: what the program has, and what the plan sets."""

    settings: Settings
    parameter: Parameter
    set_by_plan: PlanParameter | None

    @property
    def name(self) -> str:
        """Return the parameter's name, as screenings and the command line have it."""
        return f"{self.settings.key}.{self.parameter.key}"

    @property
    def label(self) -> str:
        """Return what it is called."""
        return self.parameter.label.in_language(_language())

    @property
    def unit(self) -> str:
        """Return its unit."""
        return self.parameter.unit.in_language(_language())

    @property
    def source(self) -> str:
        """Return what the program's default rests on."""
        return self.parameter.source.in_language(_language())

    @property
    def default(self) -> str:
        """Return the program's default as it is typed."""
        return written(self.parameter.default)

    @property
    def low(self) -> str:
        """Return the lowest value that it may have."""
        return written(self.parameter.minimum)

    @property
    def high(self) -> str:
        """Return the highest value that it may have."""
        return written(self.parameter.maximum)

    @property
    def value(self) -> str:
        """Return the plan's own value as it is typed, or an empty text."""
        return written(self.set_by_plan.value) if self.set_by_plan else ""


@dataclass(frozen=True, slots=True)
class Group:
    """The parameters of one criterion, or shared ones; `test` is the file that guards the rule."""

    key: str
    label: str
    settings: list[Setting]
    test: str


def parameters_of(plan: Plan) -> list[Group]:
    """Return every parameter of the criteria that the plan's newest version has."""
    by_plan = {(row.criterion, row.key): row for row in plan.parameters.all()}
    groups = []
    for settings in settings_of(criteria_of(plan.current, timezone.localdate())):
        rows = [
            Setting(settings, parameter, by_plan.get((settings.key, parameter.key)))
            for parameter in settings.parameters
        ]
        if rows:
            label = settings.label.in_language(_language())
            groups.append(Group(settings.key, label, rows, guarded_by(settings.key)))
    return groups


def find_parameter(criterion: str, key: str) -> tuple[Settings, Parameter]:
    """Return the parameter of a name. Raises ParameterError for one that no criterion has."""
    for settings in settings_of(CRITERIA):
        for parameter in settings.parameters:
            if (settings.key, parameter.key) == (criterion, key):
                return settings, parameter
    raise ParameterError(
        _("Không có tham số %(name)s; hãy chọn một tham số trong danh sách của kế hoạch.")
        % {"name": f"{criterion}.{key}"}
    )


@transaction.atomic
def set_parameter(
    plan: Plan, criterion: str, key: str, typed: str, source: str, account: Account | None
) -> PlanParameter | None:
    """Set a parameter for one plan, or leave it to the program's default where nothing is typed.

    Raises:
        ParameterError: no such parameter, no number, out of its bounds, or no source.
        PermissionDenied: the account may not change the plan.
    """
    if not may_set(plan, account):
        raise PermissionDenied(
            _("Chỉ cán bộ tham mưu phụ trách toàn bộ địa bàn của kế hoạch được sửa tham số.")
        )
    settings, parameter = find_parameter(criterion, key)
    rows = PlanParameter.objects.filter(plan=plan, criterion=criterion, key=key)
    text = typed.strip().replace(" ", "").replace(",", ".")
    if not text:
        rows.delete()
        return None
    try:
        value = float(text)
    except ValueError as error:
        raise ParameterError(
            _("“%(text)s” không phải là số; hãy ghi một số từ %(low)s đến %(high)s.")
            % {"text": typed, "low": written(parameter.minimum), "high": written(parameter.maximum)}
        ) from error
    value = checked(parameter, settings.key, value)
    if not source.strip():
        raise ParameterError(_("Chưa ghi căn cứ của giá trị này; hãy ghi văn bản hoặc lý do rồi lưu lại."))
    if len(source.strip()) > _LONGEST_SOURCE:
        raise ParameterError(_("Căn cứ dài quá %(n)s ký tự; hãy rút ngắn.") % {"n": _LONGEST_SOURCE})
    return PlanParameter.objects.update_or_create(
        plan=plan, criterion=criterion, key=key, defaults={"value": value, "source": source.strip()}
    )[0]


def may_set(plan: Plan, account: Account | AnonymousUser | None) -> bool:
    """Say whether the account may set the parameters of a plan."""
    return may_change(account, plan.current.record["territory"], Action.SET_PARAMETERS)


def guarded_by(settings_key: str) -> str:
    """Return the test file that guards the criteria of these settings, for whoever maintains the program."""
    if any(rule.settings_key == settings_key for rule in RULES):
        return f"tests/screening/test_rule_{settings_key.partition('.')[2]}.py"
    if any(criterion.settings_key == settings_key for criterion in COUNTED):
        return "tests/screening/test_counted.py"
    return "tests/screening/test_regulations.py"


def written(value: float) -> str:
    """Write a value as it is typed, in the page's language."""
    text = repr(float(value)).removesuffix(".0")
    decimals = len(text.partition(".")[2])
    return number(value, decimals, _language()) if "e" not in text else text


def _language() -> str:
    return get_language() or "vi"
