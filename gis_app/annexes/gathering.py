"""From a year of a plan to what its sheets say: wording, numbers, grounds in the plan's VN-2000 zone."""

from __future__ import annotations

import datetime

import numpy as np
import shapely
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gis_app.access.models import Account
from gis_app.annexes.drawing import Area, MapContent
from gis_app.annexes.scale import Extent
from gis_app.annexes.sheet import LegendEntry, SheetContent, TableRow
from gis_app.formats.numbers import date, number
from gis_app.transformation.cap_use import GroupUse
from gis_app.transformation.palette import STYLES, style_of
from gis_app.transformation.year_picture import CapCheck, CommuneState, YearPicture, border_lines, grounds
from layers.reading.crs import geometries_from_wgs84, zone

_BLANK = "……"  # room to write by hand


def map_content(picture: YearPicture, account: Account | None) -> tuple[MapContent, Extent]:
    """Return what the map shows in metres of the plan's VN-2000 zone, and the extent of the territory."""
    epsg = picture.version.print_crs
    by_unit = grounds(picture, account, "full")
    mapped = [commune for commune in picture.mapped if commune.unit_id in by_unit]
    moved = geometries_from_wgs84(
        np.array([by_unit[commune.unit_id] for commune in mapped], dtype=object), epsg
    )
    areas = [
        Area(commune.code, commune.name, ground, style_of(commune.status), commune.number)
        for commune, ground in zip(mapped, moved, strict=True)
    ]
    border, approximate = border_lines(picture.on)
    border_moved = geometries_from_wgs84(border, epsg) if len(border) else border
    return MapContent(areas, list(border_moved), approximate), Extent(*shapely.total_bounds(moved))


def sheet_content(picture: YearPicture, content: MapContent, annex_number: str) -> SheetContent:
    """Return the words and figures of the sheets in the language that is active."""
    key_areas = picture.key_areas
    counts = picture.counts
    others = [commune.full_name for commune in picture.communes if not commune.status]
    return SheetContent(
        annex_number=annex_number,
        title=_("Bản đồ địa bàn trọng điểm, phức tạp về trật tự, an toàn xã hội"),
        subtitle=_("%(territory)s năm %(year)s") % {"territory": picture.territory, "year": picture.year},
        attached_to=_attached_to(picture),
        legend=[LegendEntry(style, counts[style.key]) for style in (*STYLES[1:], STYLES[0])],
        border_label=_border_label(content),
        zone=_zone(picture.version.print_crs),
        notes=_notes(picture),
        warning=_warning(picture),
        summary=_summary(picture),
        rows=[_row(commune) for commune in key_areas],
        total_area=_area(sum(commune.area_km2 for commune in key_areas)),
        others_title=ngettext(
            "Đơn vị không thuộc diện chuyển hóa (%(count)s):",
            "Các đơn vị không thuộc diện chuyển hóa (%(count)s):",
            len(others),
        )
        % {"count": number(len(others))},
        others=others,
        north_letter=_("B"),
        compiled_on=timezone.localdate(),
    )


def _border_label(content: MapContent) -> str:
    """Return what the legend calls the border line, empty where the map has none."""
    if not content.border:
        return ""
    return _("biên giới quốc gia (gần đúng)") if content.border_is_approximate else _("biên giới quốc gia")


def _attached_to(picture: YearPicture) -> str:
    """Return the line under the title: the decision that the list goes with, or blanks to fill in."""
    decision = picture.decision.paper if picture.decision else None
    if decision is None:
        text = _("(Kèm theo Văn bản số …/… ngày … tháng … năm … của …)")
        return text.replace("…", _BLANK)
    # Two digits for days below 10 and for the months 1 and 2: Nghị định 30/2020/NĐ-CP, phụ lục I, mục II.4.b.
    month = decision.decided_on.month
    return _("(Kèm theo Quyết định số %(number)s ngày %(day)s tháng %(month)s năm %(year)s của %(body)s)") % {
        "number": decision.number,
        "day": f"{decision.decided_on:%d}",
        "month": f"0{month}" if month < 3 else month,
        "year": decision.decided_on.year,
        "body": decision.body,
    }


def _zone(epsg: int) -> list[str]:
    printed = zone(epsg)
    meridian = printed.central_meridian or 0.0
    degrees, minutes = int(meridian), round(meridian % 1 * 60)
    return [
        _(
            "Hệ tọa độ VN-2000, múi chiếu %(width)s°, "
            "kinh tuyến trục %(degrees)s°%(minutes)02d′ (EPSG:%(epsg)s)"
        )
        % {
            "width": 6 if epsg in (3405, 3406) else 3,
            "degrees": degrees,
            "minutes": minutes,
            "epsg": epsg,
        },
        _("Lưới ki-lô-mét: X (Bắc) ghi ở hai cạnh bên, Y (Đông) ghi ở cạnh trên và cạnh dưới"),
    ]


def _notes(picture: YearPicture) -> list[str]:
    notes = []
    for boundary_set in picture.boundary_sets:
        source = ", ".join(
            part
            for part in (
                boundary_set.title,
                boundary_set.decree,
                _("có hiệu lực từ %(day)s") % {"day": date(boundary_set.valid_from)},
            )
            if part
        )
        notes.append(_("Nguồn ranh giới: %(source)s.") % {"source": source})
    if picture.has_sample_data:
        notes.append(_("DỮ LIỆU MẪU: ranh giới gần đúng, không dùng cho công việc thật."))
    else:
        notes.append(_("Ranh giới thu gọn theo tỷ lệ, không có giá trị xác định địa giới."))
    notes.append(_("Trạng thái tính đến hết ngày %(day)s.") % {"day": date(picture.on)})
    if picture.screened_to:
        notes.append(_("Số liệu rà soát đến ngày %(day)s.") % {"day": date(picture.screened_to)})
    notes.append(_("Lập ngày %(day)s.") % {"day": date(timezone.localdate())})
    return notes


def _warning(picture: YearPicture) -> str:
    """Return the notice that the plan's own period is over (or has not begun), or nothing."""
    if not picture.plan_is_over:
        return ""
    end = picture.version.record["period"].get("end")
    if end and datetime.date.fromisoformat(end).year < picture.year:
        return _("Kế hoạch %(number)s đã hết thời gian thực hiện (%(end)s).") % {
            "number": picture.version.label,
            "end": date(datetime.date.fromisoformat(end)),
        }
    return _("Năm %(year)s ngoài thời gian thực hiện của Kế hoạch %(number)s.") % {
        "year": picture.year,
        "number": picture.version.label,
    }


def _summary(picture: YearPicture) -> list[str]:
    version = picture.version
    lines = [
        _("Căn cứ %(title)s (%(number)s, %(issuer)s).")
        % {
            "title": version.record["title"],
            "number": version.label,
            "issuer": version.record["issuer"],
        }
    ]
    if warning := _warning(picture):
        lines.append(warning)
    if not picture.key_areas:
        lines.append(
            _("Năm %(year)s chưa có địa bàn nào; toàn bộ %(count)s đơn vị không thuộc diện chuyển hóa.")
            % {"year": picture.year, "count": number(len(picture.communes))}
        )
    check = picture.cap
    if check is None:
        lines.append(
            _("Bảng và bản đồ chỉ gồm %(count)s đơn vị thuộc phạm vi phụ trách của nơi lập.")
            % {"count": number(len(picture.mapped))}
        )
        return lines
    caps = check.use.caps
    lines.append(
        _("Trần lựa chọn: %(sentence)s; đã lựa chọn %(counted)s. %(note)s")
        % {"sentence": caps.sentence(), "counted": number(check.use.selected), "note": caps.note()}
    )
    if picture.seal is not None:
        lines.append(
            _("Niêm phong quyết định số %(position)s: %(seal)s.")
            % {"position": picture.seal.position, "seal": picture.seal.short}
        )
    lines += [_breach(use, check) for use in check.use.exceeded]
    return lines


def _breach(use: GroupUse, check: CapCheck) -> str:
    values = {
        "excess": number(use.excess),
        "group": use.group.name,
        "sentence": use.group.cap.sentence(),
        "counted": number(use.selected),
        "reasons": " ".join(check.reasons.get(use.group.key, ())) or _("chưa ghi lý do."),
    }
    if not check.use.caps.is_grouped:
        return _("Vượt trần %(excess)s đơn vị. Lý do: %(reasons)s") % values
    return (
        _(
            "Vượt trần %(excess)s đơn vị (%(group)s: %(sentence)s; đã lựa chọn %(counted)s). "
            "Lý do: %(reasons)s"
        )
        % values
    )


def _row(commune: CommuneState) -> TableRow:
    name = commune.full_name
    if not commune.on_map:
        name = _("%(name)s (đơn vị trước sắp xếp, không có trên bản đồ)") % {"name": name}
    return TableRow(
        number=commune.number or 0,
        name=name,
        code=commune.code,
        status=str(style_of(commune.status).label),
        basis=_basis(commune),
        criteria=[f"{criterion.number}: {criterion.reason}" for criterion in commune.criteria],
        area=_area(commune.area_km2),
    )


def _basis(commune: CommuneState) -> str:
    step = commune.step
    if step is None:
        return ""
    if step.decision is None:
        return _("%(reason)s (%(day)s)") % {"reason": step.reason, "day": date(step.on)}
    paper = step.decision.paper
    return format_html(
        _("Quyết định số {number} ngày {day}, {body}"),
        number=format_html('<span class="nowrap">{}</span>', paper.number),
        day=date(paper.decided_on),
        body=paper.body,
    )


def _area(square_kilometres: float) -> str:
    return number(square_kilometres, 1)
