"""The font of the printed sheets."""

from __future__ import annotations

import subprocess
from pathlib import Path

from fontTools.ttLib import TTFont

from gis_app.operations.checks.diagnosis import Diagnosis, Verdict

FAMILY = "Tinos"
# Every letter of Vietnamese beyond ASCII, and the signs that the sheets use.
NEEDED = (
    "ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴĐ"
    "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
    "–—“”°′″≥≤×"
)


def paper_font() -> Diagnosis:
    """Say whether Tinos is installed and has every Vietnamese letter."""
    try:
        answer = subprocess.run(  # noqa: S603
            ["fc-match", "--format", "%{family}|%{file}", f"{FAMILY}:style=Regular"],  # noqa: S607
            capture_output=True,
            text=True,
            check=True,
            timeout=30,
        ).stdout
    except (OSError, subprocess.SubprocessError) as error:
        return Diagnosis(
            Verdict.BAD, "Phông chữ in", f"không hỏi được fontconfig ({error})", "Cài gói fontconfig."
        )
    family, _, file = answer.partition("|")
    if FAMILY not in family:
        return Diagnosis(
            Verdict.BAD,
            "Phông chữ in",
            f"không có {FAMILY}; hệ thống sẽ thay bằng {family}",
            "Cài gói fonts-croscore (apt-get install fonts-croscore).",
        )
    with TTFont(Path(file), lazy=True) as font:
        known = font.getBestCmap()
    missing = [letter for letter in NEEDED if ord(letter) not in known]
    if missing:
        return Diagnosis(
            Verdict.BAD,
            "Phông chữ in",
            f"{file} thiếu {len(missing)} chữ: {''.join(missing)}",
            "Cài lại gói fonts-croscore.",
        )
    return Diagnosis(Verdict.GOOD, "Phông chữ in", f"{FAMILY}, đủ {len(NEEDED)} chữ và dấu cần dùng")
