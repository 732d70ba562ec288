"""What no longer agrees with the seals, each as one sentence that names the decision."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from gis_app.access.models import AuditEntry
from gis_app.transformation.models import Decision, Seal, StatusChange
from gis_app.transformation.sealing import forms

_FIELDS = {
    "plan_year__plan_id": "kế hoạch",
    "plan_year__year": "năm",
    "act": "nội dung",
    "number": "số",
    "decided_on": "ngày",
    "body": "cơ quan quyết định",
    "decider": "nơi quyết định theo kế hoạch",
    "decider_reason": "lý do cơ quan khác quyết định",
    "proposed_by": "cơ quan đề xuất",
    "signer_title": "chức vụ người ký",
    "starts_on": "ngày bắt đầu chuyển hóa",
    "caps": "trần theo nhóm",
    "amends_id": "quyết định được đính chính, hủy",
    "reason": "lý do",
    "recorded_by_id": "người ghi",
    "recorded_at": "lúc ghi",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it was sealed, in Vietnamese; `decision_id` where it is about a decision."""

    sentence: str
    decision_id: int | None = None


def faults() -> list[Fault]:
    """Look at the whole chain, at every decision and line, and at the copies of seals kept elsewhere."""
    seals = list(Seal.objects.order_by("position"))
    decisions = {row["id"]: row for row in Decision.objects.values(*forms.DECISION_COLUMNS)}
    lines: dict[int, list[dict[str, Any]]] = {}
    for line in _lines(StatusChange.objects.exclude(decision=None)):
        lines.setdefault(line.pop("decision_id"), []).append(line)
    found = list(_chain_faults(seals))
    for seal in seals:
        row = decisions.get(seal.decision_id)
        found += _content_faults(seal, row, lines.get(seal.decision_id, []))
    sealed = {seal.decision_id for seal in seals}
    for key in sorted(decisions.keys() - sealed):
        found.append(
            Fault(f"{_named(decisions[key])} chưa được niêm phong: nó không do chương trình ghi", key)
        )
    found += _copy_faults(seals)
    return found


def faults_of(decision: Decision) -> list[Fault]:
    """Look at one decision with its lines and its own link, not at the chain before and after."""
    row = Decision.objects.values(*forms.DECISION_COLUMNS).get(pk=decision.pk)
    seal = Seal.objects.filter(decision=decision).first()
    if seal is None:
        return [Fault(f"{_named(row)} chưa được niêm phong: nó không do chương trình ghi", decision.pk)]
    lines = list(_lines(StatusChange.objects.filter(decision=decision)))
    for line in lines:
        line.pop("decision_id")
    return [*_own_faults(seal), *_content_faults(seal, row, lines)]


def _lines(changes: Any) -> Iterator[dict[str, Any]]:
    return changes.values("decision_id", *forms.LINE_COLUMNS).iterator()


def _chain_faults(seals: list[Seal]) -> Iterator[Fault]:
    """Every link is numbered after the one before, holds its seal, and is the hash of its own text."""
    previous, expected = "", 1
    for seal in seals:
        yield from _own_faults(seal)
        if seal.position != expected:
            gap = f"thiếu niêm phong thứ {expected}" + (
                f" đến {seal.position - 1}" if seal.position - 1 > expected else ""
            )
            yield Fault(f"Chuỗi niêm phong bị đứt trước {_sealed_name(seal)}: {gap}", seal.decision_id)
        elif seal.previous != previous:
            yield Fault(
                f"{_sealed_name(seal)} không nối với niêm phong đứng trước: niêm phong thứ "
                f"{max(seal.position - 1, 0)} hoặc {seal.position} đã bị thay",
                seal.decision_id,
            )
        previous, expected = seal.sha256, seal.position + 1


def _own_faults(seal: Seal) -> Iterator[Fault]:
    if forms.digest(seal.content) != seal.sha256:
        yield Fault(f"Niêm phong của {_sealed_name(seal)} đã bị sửa", seal.decision_id)
        return
    told = json.loads(seal.content)
    if (told["position"], told["previous"], told["form"]) != (seal.position, seal.previous, seal.form):
        yield Fault(f"Niêm phong của {_sealed_name(seal)} đã bị đổi chỗ", seal.decision_id)


def _content_faults(seal: Seal, row: dict[str, Any] | None, lines: list[dict[str, Any]]) -> Iterator[Fault]:
    """Compare a decision and its lines with the sealed text, and name what differs."""
    if row is None:
        yield Fault(f"{_sealed_name(seal)} đã bị xóa khỏi cơ sở dữ liệu", seal.decision_id)
        return
    try:
        told = json.loads(seal.content)
        sealed, sealed_lines = told["decision"], told["lines"]
    except (ValueError, KeyError, TypeError):
        return  # the seal itself was told to be broken
    now = json.loads(forms.content(seal.form, seal.position, seal.previous, row, lines))
    if now["decision"] != sealed:
        for key in forms.DECISION_COLUMNS:
            if now["decision"][key] != sealed.get(key):
                name = _FIELDS.get(key, key)
                yield Fault(
                    f"{_sealed_name(seal)}: {name} trong cơ sở dữ liệu là "
                    f"“{_shown(now['decision'][key])}”, lúc "
                    f"niêm phong là “{_shown(sealed.get(key))}”",
                    seal.decision_id,
                )
    before = {line["id"]: line for line in sealed_lines}
    after = {line["id"]: line for line in now["lines"]}
    removed, added = before.keys() - after.keys(), after.keys() - before.keys()
    changed = [key for key in before.keys() & after.keys() if before[key] != after[key]]
    for count, what in ((removed, "bị xóa"), (added, "được thêm"), (changed, "bị sửa")):
        if count:
            yield Fault(
                f"{_sealed_name(seal)}: {len(count)} dòng địa bàn {what} sau khi niêm phong", seal.decision_id
            )


def _copy_faults(seals: list[Seal]) -> Iterator[Fault]:
    """Hold the chain against its copies: the history of the table of seals, the log of prints."""
    links = {seal.position: seal.sha256 for seal in seals}
    event_model = Seal.pgh_event_model
    for position, sha256, content in (
        event_model.objects.filter(pgh_label="insert")
        .order_by("position", "pgh_id")
        .values_list("position", "sha256", "content")
    ):
        if position not in links:
            yield Fault(f"Niêm phong thứ {position} ({_content_name(content)}) đã bị xóa khỏi chuỗi")
        elif links[position] != sha256:
            yield Fault(
                f"Niêm phong thứ {position} ({_content_name(content)}) đã bị thay bằng niêm phong khác"
            )
    printed = AuditEntry.objects.filter(act=AuditEntry.Act.PRINT_ANNEX, details__has_key="seal")
    for details in printed.order_by("at").values_list("details", flat=True):
        if links.get(details.get("sealed")) != details["seal"]:
            yield Fault(
                f"Phụ lục in cho kế hoạch ngày {details.get('on')} mang niêm phong thứ "
                f"{details.get('sealed')} "
                f"({details['seal'][:16]}…) nay không còn trong chuỗi"
            )


def _named(row: dict[str, Any]) -> str:
    return (
        f"Quyết định số {row['number']} ngày {_shown(row['decided_on'])} "
        f"({row['plan_year__plan_id']}, {row['plan_year__year']})"
    )


def _sealed_name(seal: Seal) -> str:
    return _content_name(seal.content) or f"Quyết định thứ {seal.position}"


def _content_name(content: str) -> str:
    try:
        return _named(json.loads(content)["decision"])
    except (ValueError, KeyError, TypeError):
        return ""


def _shown(value: object) -> str:
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False)
    text = str(value if value is not None else "")
    parts = text.split("-")
    if len(parts) == 3 and all(part.isdecimal() for part in parts) and len(parts[0]) == 4:
        return "/".join(reversed(parts))
    return text


def known_seal(printed: str) -> Seal | None:
    """Return the link of a seal on paper: sixteen hexadecimal digits or more, blanks ignored."""
    digits = "".join(printed.split()).lower()
    if len(digits) < 16 or not all(digit in "0123456789abcdef" for digit in digits):
        return None
    return Seal.objects.filter(sha256__startswith=digits).select_related("decision__plan_year").first()
