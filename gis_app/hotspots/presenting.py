"""A finished run as the page shows it: styles of the map, list of communes, other tables, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.formats.numbers import number
from gis_app.hotspots import bias
from gis_app.hotspots.methods import METHODS
from gis_app.hotspots.methods.shape import RAMP, Column, Method
from gis_app.hotspots.models import Run
from gis_app.screening.wording import page_language
from gis_app.statistics.explaining import Explanation, explanation
from gis_app.transformation.palette import StatusStyle
from layers.models import AdminUnit, IncidentCategory

#: Communes that the account sees beside those of the run.
OUTSIDE = "none"
#: So many names are written out; the list of communes has them all.
_NAMES = 12


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one cell; figures are set to the right."""

    text: str
    is_figure: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A commune in the list: its style and what stands in the columns."""

    unit: AdminUnit
    style: StatusStyle | None
    cells: list[Cell]


def method_of(run: Run) -> Method:
    """Return the statistic that was run."""
    return METHODS[run.method]


def words_of(method: str) -> Explanation:
    """Return the plain words for a statistic in the language of the page."""
    return explanation(method, page_language())


def sentences(run: Run) -> list[str]:
    """Return what the run says, in the language of the page."""
    told: list[str] = (run.result or {})["sentences"][page_language()]
    return told


def reporting(run: Run) -> list[str]:
    """Return the figures on reporting."""
    return bias.sentences(run.result["bias"], page_language())


def styles(run: Run, *, outside: bool = False) -> tuple[StatusStyle, ...]:
    """Return the styles of the communes on the map, those of amounts with the limits of their classes.

    Args:
        run: a finished one.
        outside: the reader's map holds communes beside those of the run.
    """
    limits = _limits(run)
    plain = StatusStyle(OUTSIDE, _("ranh giới xã, phường"), "#FFFFFF", "none")
    made = method_of(run).styles
    if not made or not run.result["kinds"]:
        return (plain,)
    if limits:
        made = (*classes(limits), *(each for each in made if not each.key.startswith("class")))
    used = set(run.result["kinds"])
    beside = StatusStyle(OUTSIDE, _("không thuộc lần tính này"), "#F2F2F2", "none")
    return (*(each for each in made if each.key in used), *([beside] if outside else []))


def classes(limits: Sequence[float]) -> list[StatusStyle]:
    """Return a style for each class of amounts, named by its limits."""
    language, lower, made = page_language(), 0.0, []
    decimals = 1 if limits and limits[-1] >= 1 else 3
    for at, upper in enumerate(limits):
        label = f"{number(lower, decimals, language)} – {number(upper, decimals, language)}"
        made.append(StatusStyle(f"class{at + 1}", label, RAMP[at], "none"))
        lower = upper
    return made


def surface_classes(run: Run) -> list[StatusStyle]:
    """Return the classes of a density surface, incidents per km²; none for other methods."""
    return classes(_limits(run)) if "bounds" in run.result["used"] else []


def colours(run: Run, account: Account) -> dict[str, object]:
    """Return what the map colours: the style of each commune, and how many have which."""
    kinds = dict(zip(run.unit_ids, run.result["kinds"], strict=False))
    seen = _on_the_map(run, account)
    counts = Counter(kinds.get(unit, OUTSIDE) for unit in seen)
    return {"units": {unit: kind for unit, kind in kinds.items() if unit in seen}, "counts": counts}


def has_outside(run: Run, account: Account) -> bool:
    """Say whether the account's map of the day holds communes beside those of the run."""
    return not _on_the_map(run, account) <= set(run.unit_ids)


def columns(run: Run) -> list[Column]:
    """Return the columns of the list of communes that this run has."""
    return [column for column in method_of(run).columns if column.key in run.result["values"]]


def rows(run: Run) -> list[Row]:
    """Return the communes of the run with their figures, the highest first, unknown ones last."""
    method, result = method_of(run), run.result
    if not result["values"]:
        return []
    drawn = {each.key: each for each in styles(run)}
    units = AdminUnit.objects.defer("geometry", "display_geometry").in_bulk(run.unit_ids)
    sorted_by = result["values"][method.sorted_by]
    order = sorted(
        range(len(run.unit_ids)),
        key=lambda at: (sorted_by[at] is None, -(sorted_by[at] or 0.0), units[run.unit_ids[at]].name),
    )
    return [
        Row(
            units[run.unit_ids[at]],
            drawn.get(result["kinds"][at]) if result["kinds"] else None,
            [_cell(method, column, result["values"][column.key][at]) for column in columns(run)],
        )
        for at in order
    ]


def names_classes(run: Run) -> bool:
    """Say whether the list needs a column for the class on the map: amounts and trends have their own."""
    return not _limits(run) and "class" not in run.result["values"]


def table(run: Run) -> list[list[Cell]]:
    """Return the rows of the table that is not about communes, in the order of the method's columns."""
    method, found = method_of(run), run.result["table"]
    units = {row["unit"] for row in found if "unit" in row}
    names = dict(AdminUnit.objects.filter(pk__in=units).values_list("pk", "full_name"))
    return [
        [
            Cell(names.get(row["unit"], "—"), is_figure=False)
            if column.key == "unit"
            else _cell(method, column, row[column.key])
            for column in method.rows
        ]
        for row in found
    ]


def named(run: Run) -> list[tuple[str | Promise, str]]:
    """Return, in words, the communes that could not be tested and those without incidents."""
    found = []
    alone = _("Không có xã liền kề, không được kiểm định")
    if run.method == "empirical_bayes":
        alone = _("Không có xã liền kề, kéo về mức của toàn địa bàn")
    for label, key in (
        (alone, "islands"),
        (_("Không ghi nhận vụ nào trong kỳ"), "empty"),
    ):
        units = [run.unit_ids[at] for at in run.result[key]]
        if units:
            found.append((label, _names(units)))
    unknown = [pk for pk, kind in zip(run.unit_ids, run.result["kinds"], strict=False) if kind == "unknown"]
    if unknown:
        found.append((_("Chưa có số liệu, để ra ngoài, không tính là 0"), _names(unknown)))
    return found


def categories(run: Run) -> str:
    """Return the categories that were added up."""
    return ", ".join(str(each) for each in IncidentCategory.objects.filter(pk__in=run.choices.categories))


def imports(run: Run) -> tuple[int, dict[str, Any] | None]:
    """Return how many imports of incidents there were when the run was made, and the newest."""
    batches = run.data_cutoff.get("incidents", [])
    return len(batches), batches[-1] if batches else None


def _on_the_map(run: Run, account: Account) -> set[int]:
    communes = restrict(AdminUnit.objects.communes().on(run.choices.day), account)
    return set(communes.values_list("pk", flat=True))


def _names(units: Sequence[int]) -> str:
    names = list(AdminUnit.objects.filter(pk__in=units).order_by("name").values_list("full_name", flat=True))
    told = ", ".join(names[:_NAMES])
    rest = len(names) - _NAMES
    return told if rest <= 0 else _("%(names)s và %(rest)s xã, phường khác") % {"names": told, "rest": rest}


def _limits(run: Run) -> list[float]:
    limits: list[float] = run.result["used"].get("limits", [])
    return limits


def _cell(method: Method, column: Column, value: Any) -> Cell:
    if value is None:
        return Cell("—", is_figure=column.decimals is not None)
    if column.decimals is None:
        return Cell(str(method.words.get(value, value)), is_figure=False)
    return Cell(number(value, column.decimals, page_language()), is_figure=True)
