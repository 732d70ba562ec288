"""d.land_dispute: disputes and complaints about land, clearance and compensation, public disorder.

Four conditions are reported each; any one makes a commune a candidate.
"""

from __future__ import annotations

from gis_app.screening.rules.parts import Part, any_of
from gis_app.screening.rules.shape import Judgement, Question, Row, Rule
from gis_app.screening.wording import Text, both


def judge(row: Row, question: Question) -> Judgement:
    """Met by a collective dispute, by open complaints, or by enough disputes or disorder in twelve months.

    Whether there are disputes is known from the figure on collective disputes or from reported incidents;
    whether there are complaints, from the figure or from the register of clearance projects.
    """
    collective, disputes = _collective(row, question), _incidents(row, question, "disputes")
    if collective.met is None and disputes.met is not None:
        parts = [disputes]
    elif disputes.met is None and collective.met is not None:
        parts = [collective]
    else:
        parts = [collective, disputes]
    parts += [_complaints(row, question), _incidents(row, question, "disorder")]
    return any_of(parts, {"projects": row["projects"]})


def _collective(row: Row, question: Question) -> Part:
    value, least = row["collective"], question.parameters["min_collective"]
    reason = both(
        "{n} vụ tranh chấp, khiếu kiện đông người chưa giải quyết (ngưỡng {least}).",
        "Unresolved collective disputes: {n} (threshold {least}).",
        n=value,
        least=least,
    )
    if value is None:
        reason = Text(
            "Chưa có số liệu tranh chấp, khiếu kiện đông người.", "No figure on collective disputes."
        )
    return Part(
        "collective_disputes",
        None if value is None else value >= least,
        value,
        least,
        "vụ",
        reason,
        ("indicator:d.collective_disputes",),
    )


def _complaints(row: Row, question: Question) -> Part:
    """Take the larger of the commune's figure and the sum over the projects that reach into it."""
    least = question.parameters["min_complaints"]
    counted, of_projects = row["complaints_counted"], row["project_complaints"]
    value = of_projects if counted is None else max(counted, of_projects)
    certain = counted is not None or (
        not row["without_complaints"] and question.sites_known(row["province_code"], "clearance_project")
    )
    met = True if value >= least else False if certain else None
    if met is None:
        reason = both(
            "Chưa đủ số liệu khiếu nại về giải phóng mặt bằng ({n} dự án trong địa bàn, {unknown} dự án "
            "chưa rõ số khiếu nại).",
            "Not enough figures on complaints about clearance (projects in the commune: {n}, of which with "
            "unknown complaints: {unknown}).",
            n=row["projects"],
            unknown=row["without_complaints"],
        )
    else:
        reason = both(
            "{n} khiếu nại về giải phóng mặt bằng chưa giải quyết, {projects} dự án trong địa bàn "
            "(ngưỡng {least}).",
            "Open complaints about clearance: {n}, projects in the commune: {projects} (threshold {least}).",
            n=value,
            projects=row["projects"],
            least=least,
        )
    return Part(
        "clearance_complaints",
        met,
        None if met is None else value,
        least,
        "đơn",
        reason,
        ("site:clearance_project", "indicator:d.clearance_complaints"),
    )


_INCIDENTS = {
    "disputes": ("land_dispute", Text("tranh chấp, khiếu kiện đất đai", "land disputes")),
    "disorder": ("public_disorder", Text("gây rối trật tự công cộng", "public disorder")),
}


def _incidents(row: Row, question: Question, name: str) -> Part:
    category, what = _INCIDENTS[name]
    least = question.parameters[f"min_{name}"]
    days = {"since": question.window.since, "last": question.window.last_day, "what": what}
    known = question.reported(row["province_code"], category)
    if known:
        reason = both(
            "{n} vụ {what} từ {since} đến {last} (ngưỡng {least}).",
            "Cases of {what} from {since} to {last}: {n} (threshold {least}).",
            n=row[name],
            least=least,
            **days,
        )
    else:
        reason = both(
            "Chưa có số liệu vụ {what} từ {since} đến {last}.",
            "No figures on {what} from {since} to {last}.",
            **days,
        )
    return Part(
        name,
        row[name] >= least if known else None,
        row[name] if known else None,
        least,
        "vụ",
        reason,
        (f"incident:{category}",),
    )


RULE = Rule("land_dispute", judge)
