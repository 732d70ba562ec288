"""What pages show of screenings, always within a jurisdiction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.screening.criteria import CRITERIA, settings_of, wording_of
from gis_app.screening.models import Finding, Screening
from gis_app.screening.wording import page_language

SHOWN = ("flagged", "no_data", "all")
SORTED = ("name", "criteria")


@dataclass
class CommuneRow:
    """One commune of the findings table: its findings in the order of the columns."""

    unit: Any
    findings: dict[str, Finding] = field(default_factory=dict)

    @property
    def met(self) -> int:
        """Return how many criteria are met."""
        return sum(finding.outcome == Finding.Outcome.MET for finding in self.findings.values())

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
    label: str
    wording: str
    met: int
    not_met: int
    no_data: int


def screenings_seen_by(account: Account) -> QuerySet[Screening]:
    """Return the screenings in which the account may see at least one finding, newest first."""
    visible = restrict(Finding.objects.all(), account).filter(screening=OuterRef("pk"))
    return (
        Screening.objects.filter(Exists(visible))
        .select_related("plan_version__plan", "run_by")
        .order_by("-run_at", "-id")
    )


def rows_of(findings: Iterable[Finding]) -> list[CommuneRow]:
    """Group findings by commune, in their order."""
    rows: dict[int, CommuneRow] = {}
    for finding in findings:
        rows.setdefault(finding.unit_id, CommuneRow(finding.unit)).findings[finding.criterion] = finding
    return list(rows.values())


def chosen_rows(rows: list[CommuneRow], shown: str, sorting: str) -> list[CommuneRow]:
    """Filter by `flagged`, `no_data` or `all`, and sort by `name` or by number of `criteria` met."""
    if shown == "flagged":
        rows = [row for row in rows if row.met]
    elif shown == "no_data":
        rows = [row for row in rows if row.without_data]
    return sorted(rows, key=lambda row: -row.met) if sorting == "criteria" else rows


def columns_of(screening: Screening, rows: list[CommuneRow]) -> list[Column]:
    """Return the criteria of a screening in the order of the program, counted over the rows."""
    found = {key for row in rows for key in row.findings}
    columns = []
    for criterion in CRITERIA:
        if criterion.key not in found:
            continue
        outcomes = [row.findings[criterion.key].outcome for row in rows if criterion.key in row.findings]
        columns.append(
            Column(
                key=criterion.key,
                label=criterion.label.in_language(page_language()),
                wording=wording_of(screening.plan_version, criterion.key),
                met=outcomes.count(Finding.Outcome.MET),
                not_met=outcomes.count(Finding.Outcome.NOT_MET),
                no_data=outcomes.count(Finding.Outcome.NO_DATA),
            )
        )
    return columns


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
