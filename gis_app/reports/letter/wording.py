"""The figures of a report as the letter, the workbook and the page word them."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from gis_app.formats.numbers import date, number
from gis_app.reports.figures.gathering import Figures
from gis_app.reports.figures.incidents import CategoryCounts
from gis_app.screening.window import Window
from gis_app.transformation.models import Decision
from gis_app.transformation.palette import STYLES, StatusStyle
from gis_app.transformation.year_picture import CommuneState
from layers.disclosure import Mark
from layers.models import BoundarySet


def days(period: Window) -> str:
    """Write the first and last day of a period."""
    return _("từ %(since)s đến %(until)s") % {"since": date(period.since), "until": date(period.last_day)}


def victim_cases(text: str) -> str:
    """Write what may be said of a count about victims."""
    if text == Mark.WITHHELD.value:
        return _("không công bố, để không tính ngược được số nhỏ")
    return _("chưa rõ") if text == "—" else _("%(count)s vụ") % {"count": text}


def statuses(figures: Figures) -> list[tuple[StatusStyle, int]]:
    """Return how many areas stand in each status, in the order of the cycle."""
    counts = figures.picture.counts
    return [(style, counts[style.key]) for style in STYLES if style.key != "none" and counts[style.key]]


def cap_sentence(figures: Figures) -> str:
    """Return the arithmetic of the caps, how many are selected, and each breach with its reason.

    Empty where the reader sees a part only: the cap is a rule about the whole.
    """
    check = figures.picture.cap
    if check is None:
        return ""
    caps = check.use.caps
    said = [
        _("Trần lựa chọn: %(cap)s; đã chọn %(counted)s.")
        % {"cap": caps.sentence(), "counted": number(check.use.selected)}
    ]
    for use in check.use.exceeded:
        values = {
            "group": use.group.name,
            "excess": number(use.excess),
            "reasons": " ".join(check.reasons.get(use.group.key, ())) or _("chưa ghi lý do."),
        }
        if caps.is_grouped:
            said.append(_("%(group)s: vượt trần %(excess)s địa bàn; lý do: %(reasons)s") % values)
        else:
            said.append(_("Vượt trần %(excess)s địa bàn; lý do: %(reasons)s") % values)
    return " ".join(said)


def basis(commune: CommuneState) -> str:
    """Return the decision, or the reason, behind the status of an area."""
    step = commune.step
    if step is None:
        return ""
    if step.decision is None:
        return _("%(reason)s (%(day)s)") % {"reason": step.reason, "day": date(step.on)}
    return _("Quyết định số %(number)s ngày %(day)s") % {
        "number": step.decision.paper.number,
        "day": date(step.decision.paper.decided_on),
    }


def decided(decision: Decision) -> str:
    """Return what a decision did; one that was taken back since says so."""
    act = str(decision.get_act_display())
    if decision.annulment is None:
        return act
    return _("%(act)s (đã hủy theo văn bản số %(number)s)") % {
        "act": act,
        "number": decision.annulment.paper.number,
    }


def over_sentence(figures: Figures) -> str:
    """Say that the plan's own period is over, or return an empty text."""
    if not figures.picture.plan_is_over:
        return ""
    return _("Kế hoạch đã hết thời gian thực hiện (%(period)s); vẫn áp dụng theo lựa chọn của cơ quan.") % {
        "period": figures.picture.version.record["period"]["text"]
    }


def scope_sentence(figures: Figures) -> str:
    """Say that the report is about a part of the territory, or return an empty text."""
    if figures.whole:
        return ""
    return _("Báo cáo chỉ gồm phần địa bàn do cơ quan báo cáo phụ trách: %(count)s xã, phường, đặc khu.") % {
        "count": number(len(figures.picture.communes))
    }


def lacking(figures: Figures) -> list[str]:
    """Return what the figures lack, one sentence each; unknown is not zero."""
    said = []
    newest, period = figures.incidents.newest, figures.periods.now
    if newest is None:
        said.append(_("Chưa có vụ việc nào được nhập cho địa bàn này: số vụ là chưa rõ, không phải bằng 0."))
    elif newest < period.last_day:
        gap = (period.last_day - newest).days
        said.append(
            _(
                "Vụ việc mới nhất đã nhập là của ngày %(newest)s: %(gap)s ngày cuối kỳ chưa có số liệu, "
                "nên số kỳ này có thể thấp hơn thực tế."
            )
            % {"newest": date(newest), "gap": gap}
        )
    if missing := [str(category) for category in figures.incidents.unreported]:
        said.append(_("Chưa được báo cáo trong cả ba kỳ: %(list)s.") % {"list": ", ".join(missing)})
    if partly := [str(row.category) for row in figures.incidents.rows if _is_partly_known(row)]:
        said.append(
            _("Có kỳ chưa được báo cáo nên không so sánh được: %(list)s.") % {"list": ", ".join(partly)}
        )
    if not figures.picture.key_areas:
        said.append(_("Năm %(year)s chưa có địa bàn nào trong danh sách.") % {"year": figures.picture.year})
    if figures.picture.has_sample_data:
        said.append(_("Ranh giới là dữ liệu mẫu gần đúng: không dùng báo cáo này cho công việc thật."))
    return said


def sources(figures: Figures) -> list[str]:
    """Return what the figures rest on and up to which moment they were known."""
    picture = figures.picture
    said = [
        _("Kế hoạch %(label)s, phiên bản %(number)s trong chương trình.")
        % {"label": picture.version.label, "number": picture.version.number},
        *(_("Ranh giới: %(set)s.") % {"set": ", ".join(_named(one))} for one in picture.boundary_sets),
        _("Số liệu có trong chương trình lúc %(when)s.") % {"when": moment(figures)},
    ]
    if picture.screened_to:
        said.insert(1, _("Rà soát làm căn cứ: số liệu đến %(day)s.") % {"day": date(picture.screened_to)})
    return said


def moment(figures: Figures) -> str:
    """Write when the figures were read, in local time."""
    local = timezone.localtime(figures.gathered_at)
    return f"{local:%H:%M} {date(local.date())}"


def _named(boundary_set: BoundarySet) -> list[str]:
    return [part for part in (boundary_set.title, boundary_set.decree) if part]


def _is_partly_known(row: CategoryCounts) -> bool:
    return None in (row.now, row.before, row.last_year)


def nothing_lacks() -> str:
    """Return what is written where nothing is known to be lacking."""
    return _("Không thấy số liệu nào còn thiếu trong phạm vi báo cáo.")


def kpi_lines(figures: Figures) -> list[dict[str, str]]:
    """Return the shares that the whole programme is judged by, each with its result as a sentence."""
    return [{"ten": standing.kpi.text, "ket_qua": standing.sentence()} for standing in figures.kpis]
