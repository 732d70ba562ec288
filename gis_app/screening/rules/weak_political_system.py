"""d.weak_political_system: only from assessments that a named body signed, never inferred from other figures.

An assessment is an indicator value whose source names the document. Two are reported each; either one makes a
commune a candidate.
"""

from __future__ import annotations

import datetime
from typing import Any

from gis_app.screening.rules.parts import Part, any_of
from gis_app.screening.rules.shape import Judgement, Question, Row, Rule
from gis_app.screening.window import Window
from gis_app.screening.wording import Text, both

_SYSTEM = {
    1: Text("yếu kém", "weak"),
    2: Text("trung bình", "medium"),
    3: Text("khá", "good"),
    4: Text("vững mạnh", "strong"),
}
_BOARD = {
    1: Text("không hiệu quả", "ineffective"),
    2: Text("hiệu quả thấp", "of low effect"),
    3: Text("hiệu quả", "effective"),
}
_WHAT = {
    "d.political_system_grade": Text("Hệ thống chính trị ở cơ sở", "Political system"),
    "d.steering_board_grade": Text(
        "Ban Chỉ đạo và phong trào toàn dân bảo vệ an ninh Tổ quốc", "Steering board and mass movement"
    ),
}


def prepare(question: Question) -> dict[str, Any]:
    """Name the first day on which an assessment still counts."""
    return {"oldest": Window.of_months(int(question.parameters["max_age_months"]), question.as_of).since}


def judge(row: Row, question: Question) -> Judgement:
    """Met by a grade that is low enough; without an assessment, or with only one good one, no data."""
    return any_of(
        [
            _part(row, question, "d.political_system_grade", "weak_system", _SYSTEM),
            _part(row, question, "d.steering_board_grade", "weak_board", _BOARD),
        ]
    )


def _part(row: Row, question: Question, indicator: str, parameter: str, words: dict[int, Text]) -> Part:
    most = question.parameters[parameter]
    found = row["assessments"].get(indicator)
    name = indicator.removeprefix("d.")
    if found is None:
        reason = both(
            "{what}: chưa có văn bản xếp loại trong {months} tháng.",
            "{what}: no assessment within {months} months.",
            what=_WHAT[indicator],
            months=question.parameters["max_age_months"],
        )
        return Part(name, None, None, most, "mức", reason, (f"indicator:{indicator}",))
    grade = found["value"]
    reason = both(
        "{what}: mức {grade} ({words}), theo {source}, ngày {day} (ngưỡng: đến mức {most}).",
        "{what}: grade {grade} ({words}), by {source} of {day} (threshold: at most {most}).",
        what=_WHAT[indicator],
        grade=grade,
        words=words.get(int(grade), Text("ngoài thang", "outside the scale")),
        source=found["source"],
        day=datetime.date.fromisoformat(found["on"]),
        most=most,
    )
    return Part(name, grade <= most, grade, most, "mức", reason)


RULE = Rule("weak_political_system", judge, prepare)
