"""What pages show of screenings, always within a jurisdiction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.screening.criteria import CRITERIA, settings_of, wording_of
from gis_app.screening.models import Candidacy, Finding, Screening
from gis_app.screening.wording import page_language

SHOWN = ("flagged", "no_data", "all")
SORTED = ("name", "criteria")


# What the plans call their groups; what is no criterion of the plan comes last.
GROUPS = {
    "a": gettext_lazy("Nhóm a: hình sự"),
    "b": gettext_lazy("Nhóm b: ma túy"),
    "c": gettext_lazy("Nhóm c: kinh tế, môi trường"),
    "d": gettext_lazy("Nhóm d: các tiêu chí khác"),
    "": gettext_lazy("Theo văn bản khác"),
}
# Groups of many criteria on figures: one column each in the table of communes.
COUNTED_GROUPS = ("a", "b", "c")


@dataclass
class CommuneRow:
    """One commune of the findings table: its findings by criterion, and whether it is a candidate."""

    unit: Any
    findings: dict[str, Finding] = field(default_factory=dict)
    candidacy: Candidacy | None = None

    @property
    def met(self) -> int:
        """Return how many criteria of the plan are met."""
        if self.candidacy is not None:
            return int(self.candidacy.met.get("any", 0))
        return self.count_met(self.findings)

    @property
    def held_back(self) -> bool:
        """Say whether the commune meets criteria and is no candidate all the same."""
        return self.candidacy is not None and self.candidacy.held_back

    def count_met(self, criteria: Iterable[str]) -> int:
        """Return how many of the criteria are met."""
        met = Finding.Outcome.MET
        return sum(key in self.findings and self.findings[key].outcome == met for key in criteria)

    def count_without_data(self, criteria: Iterable[str]) -> int:
        """Return of how many of the criteria data are missing."""
        no_data = Finding.Outcome.NO_DATA
        return sum(key in self.findings and self.findings[key].outcome == no_data for key in criteria)

    @property
    def without_data(self) -> int:
        """Return how many criteria lack data."""
        return sum(finding.outcome == Finding.Outcome.NO_DATA for finding in self.findings.values())

    def in_order(self, criteria: Iterable[str]) -> list[Finding | None]:
        """Return the finding of each criterion, None where there is none."""
        return [self.findings.get(criterion) for criterion in criteria]


@dataclass(frozen=True, slots=True)
class Column:
    """One criterion of a screening with its counts."""

    key: str
    group: str
    number: str
    label: str
    wording: str
    met: int
    not_met: int
    no_data: int


@dataclass(frozen=True, slots=True)
class GroupOfColumns:
    """The criteria of one group, and how many communes meet at least one of them."""

    key: str
    label: str
    columns: list[Column]
    communes: int

    @property
    def keys(self) -> list[str]:
        """Return the keys of the criteria."""
        return [column.key for column in self.columns]


def screenings_seen_by(account: Account) -> QuerySet[Screening]:
    """Return the screenings in which the account may see at least one finding, newest first."""
    visible = restrict(Finding.objects.all(), account).filter(screening=OuterRef("pk"))
    return (
        Screening.objects.filter(Exists(visible))
        .select_related("plan_version__plan", "run_by")
        .order_by("-run_at", "-id")
    )


def rows_of(
    findings: Iterable[Finding], candidacies: Mapping[int, Candidacy] | None = None
) -> list[CommuneRow]:
    """Group findings by commune, in their order; candidacies are by unit."""
    rows: dict[int, CommuneRow] = {}
    standing = candidacies or {}
    for finding in findings:
        if finding.unit_id not in rows:
            rows[finding.unit_id] = CommuneRow(finding.unit, candidacy=standing.get(finding.unit_id))
        rows[finding.unit_id].findings[finding.criterion] = finding
    return list(rows.values())


def chosen_rows(rows: list[CommuneRow], shown: str, sorting: str) -> list[CommuneRow]:
    """Filter by `flagged`, `no_data` or `all`, and sort by `name` or by number of `criteria` met."""
    if shown == "flagged":
        rows = [row for row in rows if row.met]
    elif shown == "no_data":
        rows = [row for row in rows if row.count_without_data(row.findings)]
    return sorted(rows, key=lambda row: -row.met) if sorting == "criteria" else rows


def columns_of(screening: Screening, rows: list[CommuneRow]) -> list[Column]:
    """Return the criteria of a screening in the order of the program, counted over the rows."""
    found = {key for row in rows for key in row.findings}
    columns = []
    for criterion in CRITERIA:
        if criterion.key not in found:
            continue
        outcomes = [row.findings[criterion.key].outcome for row in rows if criterion.key in row.findings]
        entry = screening.plan_version.criterion(criterion.key) or {}
        columns.append(
            Column(
                key=criterion.key,
                group=entry.get("group", ""),
                number=entry.get("id", ""),
                label=criterion.label.in_language(page_language()),
                wording=wording_of(screening.plan_version, criterion.key),
                met=outcomes.count(Finding.Outcome.MET),
                not_met=outcomes.count(Finding.Outcome.NOT_MET),
                no_data=outcomes.count(Finding.Outcome.NO_DATA),
            )
        )
    return columns


def groups_of(columns: list[Column], rows: list[CommuneRow]) -> list[GroupOfColumns]:
    """Return the columns by group, in the order of the groups; groups without criteria are left out."""
    found = []
    for key, label in GROUPS.items():
        of_group = [column for column in columns if column.group == key]
        keys = [column.key for column in of_group]
        if of_group:
            communes = sum(1 for row in rows if row.count_met(keys))
            found.append(GroupOfColumns(key, str(label), of_group, communes))
    return found


def parameters_used(screening: Screening) -> list[dict[str, Any]]:
    """Return the parameters of a screening with labels and units, by criterion."""
    language = page_language()
    known = {group.key: group for group in settings_of(CRITERIA)}
    groups = []
    for settings_key, values in screening.parameters.items():
        group = known.get(settings_key)
        declared = {parameter.key: parameter for parameter in group.parameters} if group else {}
        lines = [
            {
                "label": declared[key].label.in_language(language) if key in declared else key,
                "unit": declared[key].unit.in_language(language) if key in declared else "",
                "value": chosen["value"],
                "decimals": 0 if float(chosen["value"]).is_integer() else 1,
                "origin": chosen["origin"],
                "source": chosen["source"],
            }
            for key, chosen in values.items()
        ]
        label = group.label.in_language(language) if group else settings_key
        groups.append({"label": label, "lines": lines})
    return groups
