"""The seals over decisions."""

from __future__ import annotations

from gis_app.operations.checks.diagnosis import Diagnosis, Verdict

_TOLD = 3


def decisions() -> Diagnosis:
    """Say whether every decision is as it was sealed; the newest seal is told, to be held against paper."""
    from gis_app.transformation.sealing.chain import head
    from gis_app.transformation.sealing.verifying import faults

    subject = "Niêm phong quyết định"
    found = faults()
    if found:
        told = "; ".join(fault.sentence for fault in found[:_TOLD])
        more = f"; và {len(found) - _TOLD} chỗ khác" if len(found) > _TOLD else ""
        return Diagnosis(
            Verdict.BAD,
            subject,
            f"{told}{more}",
            "Đối chiếu với văn bản giấy và bản sao lưu, xem Nhật ký → Mọi thay đổi; không sửa tay thêm.",
        )
    last = head()
    if last is None:
        return Diagnosis(Verdict.GOOD, subject, "chưa có quyết định nào")
    return Diagnosis(
        Verdict.GOOD, subject, f"{last.position} quyết định nguyên vẹn; niêm phong cuối {last.short}"
    )
