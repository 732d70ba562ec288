"""From figures and the choices of a form to the values of a template's tags (see `fields`)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from gis_app.formats.numbers import date, number
from gis_app.reports import changes
from gis_app.reports.figures.gathering import Figures
from gis_app.reports.figures.incidents import CategoryCounts
from gis_app.reports.letter import wording
from gis_app.transformation.palette import style_of


@dataclass(frozen=True, slots=True)
class Choices:
    """What the office writes on the letter.

    `superior`, `agency`, `authority` and `signer` are set in capitals as the form of letters asks for;
    `recipients` are offices, never persons.
    """

    on: datetime.date
    superior: str
    agency: str
    place: str
    number: str
    subject: str
    addressee: str
    authority: str
    signer: str
    recipients: tuple[str, ...]


def letter_context(figures: Figures, choices: Choices, period_label: str) -> dict[str, Any]:
    """Return a value for every tag, in Vietnamese."""
    picture, periods = figures.picture, figures.periods
    version = picture.version
    return {
        "co_quan_chu_quan": choices.superior.upper(),
        "co_quan": choices.agency.upper(),
        "ten_co_quan": choices.agency,
        "so_ky_hieu": choices.number,
        "dia_danh": choices.place,
        # Two digits for days below 10 and for the months 1 and 2: Nghị định 30/2020/NĐ-CP, phụ lục I, II.4.b.
        "ngay": f"{choices.on.day:02d}",
        "thang": f"{choices.on.month:02d}" if choices.on.month < 3 else str(choices.on.month),
        "nam": str(choices.on.year),
        "trich_yeu": choices.subject,
        "quyen_han": choices.authority.upper(),
        "chuc_vu": choices.signer.upper(),
        "noi_nhan": [{"ten": name} for name in choices.recipients],
        "kinh_gui": choices.addressee,
        "ke_hoach": version.label,
        "ke_hoach_ten": version.record["title"],
        "ke_hoach_co_quan": version.plan.issuer,
        "ke_hoach_phien_ban": str(version.number),
        "ke_hoach_het_han": wording.over_sentence(figures),
        "ky_bao_cao": period_label,
        "tu_ngay": date(periods.now.since),
        "den_ngay": date(periods.now.last_day),
        "ky_truoc": wording.days(periods.before),
        "cung_ky": wording.days(periods.last_year),
        "lap_luc": wording.moment(figures),
        "dia_phuong": picture.territory,
        "pham_vi": wording.scope_sentence(figures),
        "so_xa": number(len(picture.communes)),
        "tran": wording.cap_sentence(figures),
        "trang_thai": [
            {"ten": str(style.label), "so": number(count)} for style, count in wording.statuses(figures)
        ],
        "dia_ban": [
            {
                "stt": str(commune.number),
                "ten": commune.full_name,
                "trang_thai": str(style_of(commune.status).label),
                "can_cu": wording.basis(commune),
            }
            for commune in picture.key_areas
        ],
        "buoc": [
            {"ten": str(status.label), "so": number(count)} for status, count in figures.steps.counts.items()
        ],
        "quyet_dinh": [
            {
                "so": decision.paper.number,
                "ngay": date(decision.paper.decided_on),
                "co_quan": decision.paper.body,
                "noi_dung": wording.decided(decision),
                "so_dia_ban": number(areas),
            }
            for decision, areas in figures.steps.decisions
        ],
        "chi_so": wording.kpi_lines(figures),
        "vu_viec": [_incidents(row) for row in figures.incidents.rows],
        "ghi_chu_so_nho": changes.small_numbers_note() if figures.incidents.rows else "",
        "nan_nhan": [
            {"loai": str(found.category), "nam": str(year), "so_vu": wording.victim_cases(text)}
            for found in figures.victims
            for year, text in zip(found.years, found.texts, strict=True)
        ],
        "con_thieu": [
            {"cau": sentence} for sentence in wording.lacking(figures) or [wording.nothing_lacks()]
        ],
        "nguon": [{"cau": sentence} for sentence in wording.sources(figures)],
    }


def _incidents(row: CategoryCounts) -> dict[str, str]:
    return {
        "loai": str(row.category),
        "ky_nay": changes.count(row.now),
        "ky_truoc": changes.count(row.before),
        "cung_ky": changes.count(row.last_year),
        "so_ky_truoc": changes.difference(row.against_before),
        "so_cung_ky": changes.difference(row.against_last_year),
        "nhan_xet": changes.remark(row.against_last_year),
    }
