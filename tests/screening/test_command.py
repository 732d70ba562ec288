"""`manage.py screen`: the table, the JSON of the contract, and one sentence for bad input."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from gis_app.screening.models import Screening
from tests.factories import SiteFactory
from tests.screening.asking import hectares

pytestmark = pytest.mark.django_db
ARGUMENTS = ("screen", "--plan", "dongnai-7488-2017", "--year", "2026", "--as-of", "2026-06-30")


def run(*more: str) -> str:
    out = StringIO()
    call_command(*ARGUMENTS, *more, stdout=out)
    return out.getvalue()


def test_the_table_counts_and_names_flagged_communes(people):
    SiteFactory(kind_id="mine", geometry=hectares((107.05, 11.05), 6))
    text = run()
    assert "Khai thác khoáng sản" in text
    assert f"{people.home_communes[0].full_name} (75001): d.mining" in text
    assert "Thời hạn của kế hoạch không gồm năm 2026." in text


def test_json_is_as_agreed(people, tmp_path):
    SiteFactory(kind_id="mine", geometry=hectares((107.05, 11.05), 6))
    run("--json", str(tmp_path / "out.json"), "--set", "d.mining.min_area_ha=6,5")
    written = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert (written["plan"], written["year"], written["as_of"]) == ("dongnai-7488-2017", 2026, "2026-06-30")
    assert written["boundary_set"] == "Bộ ranh giới thử nghiệm"
    assert written["parameters"]["d.mining"] == {"min_sites": 2, "min_area_ha": 6.5, "bank_m": 200}
    (finding,) = (f for f in written["findings"] if (f["commune"], f["criterion"]) == ("75001", "d.mining"))
    assert finding["outcome"] == "not_met"
    assert {"value", "threshold", "reason", "evidence"} <= set(finding)
    assert finding["evidence"][0]["layer"] == "site"


def test_json_to_standard_output_is_nothing_else(people):
    assert json.loads(run("--json", "-"))["screening"] == Screening.objects.get().pk


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (["--plan", "x"], "Không có kế hoạch"),
        (["--year", "hai nghìn"], "không phải là số"),
        (["--year", "1999"], "2000–2100"),
        (["--as-of", "31/02/2026"], "không đọc được"),
        (["--as-of", "2999-01-01"], "tương lai"),
        (["--set", "min_sites"], "không phải là tham số"),
        (["--set", "d.mining.min_sites=0"], "từ 1 đến 100"),
        (["--json", "/khong/co/tep.json"], "Thư mục"),
        (["--province", "99"], "mã 99"),
    ],
)
def test_bad_input_is_one_sentence_and_stores_nothing(people, more, sentence):
    with pytest.raises(CommandError, match=sentence):
        run(*more)
    assert not Screening.objects.exists()
