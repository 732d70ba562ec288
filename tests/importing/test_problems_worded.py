"""Problems are stored as code and figures, and worded in the language of whoever reads."""

from __future__ import annotations

import datetime
import re

import numpy as np
import pytest
from django.utils import translation

from gis_app.data.models import JobProblem
from layers.importing.findings import Finding
from layers.models import BoundarySet, ImportProblem
from layers.reading.messages import MESSAGES
from layers.wording import ANY, SENTENCES, in_vietnamese, plain, worded


def test_a_stored_problem_speaks_the_language_of_the_reader():
    problem = ImportProblem(code="outside_communes", column="lon", figures={"lon": 105.5, "lat": 10.123456})
    assert str(problem) == (
        "Vị trí (105,5; 10,123456) nằm ngoài mọi xã, phường đang quản lý; hãy kiểm tra tọa độ."
    )
    with translation.override("en"):
        assert "105.5; 10.123456" in problem.sentence


def test_what_the_reading_package_finds_is_worded_too():
    problem = JobProblem(code="count_unreadable", column="deaths", figures={"value": "hai"}, refuses=True)
    assert problem.sentence == MESSAGES["count_unreadable"].vi.format(column="deaths", value="hai")
    with translation.override("en"):
        assert problem.sentence == MESSAGES["count_unreadable"].en.format(column="deaths", value="hai")


def test_a_sentence_of_an_earlier_version_is_shown_as_it_is():
    old = ImportProblem(code="outside_communes", stored_sentence="Vị trí nằm ngoài mọi xã; hãy kiểm tra.")
    with translation.override("en"):
        assert old.sentence == "Vị trí nằm ngoài mọi xã; hãy kiểm tra."


def test_words_that_differ_and_sentences_within_sentences():
    figures = {"say": "cell_value", "value": "x", "kind": ANY}
    assert "hãy ghi số từ 0" in worded("value_unreadable", "B7", figures)
    name = {
        "say": "set_repaired",
        "original": {"say": "set_of_commune", "date": "01/07/2025", "what": "NQ 1662"},
        "tolerance": 2.5,
    }
    with translation.override("en"):
        told = in_vietnamese(name)
    assert told == "Cấp xã từ 01/07/2025 (NQ 1662) (đã sửa, dung sai 2,5 m)"
    assert BoundarySet(name=told, name_figures=name).title == told
    assert BoundarySet(name="Bộ của Sở").title == "Bộ của Sở"


def test_figures_are_plain_short_and_storable():
    stored = plain(
        {
            "value": "x\x00y" * 1_000_000,
            "count": np.int64(3),
            "far": np.float64("nan"),
            "on": datetime.date(2025, 7, 1),
            "kind": ANY,
        }
    )
    assert len(stored["value"]) == 400
    assert "\x00" not in stored["value"]
    assert stored["count"] == 3
    assert stored["far"] == "nan"
    assert stored["on"] == "01/07/2025"
    assert stored["kind"] == ANY


@pytest.mark.parametrize("key", sorted(SENTENCES))
def test_every_sentence_can_be_filled_and_ends(key):
    template = str(SENTENCES[key])
    figures = dict.fromkeys(re.findall(r"%\((\w+)\)s", template), "…")
    told = Finding(1, "cột", "code", {"say": key, **figures}).sentence
    assert "%(" not in told
    assert key.startswith("set_") or told.endswith(".")


def test_no_sentence_hides_another():
    assert not set(SENTENCES) & set(MESSAGES)


def test_an_unknown_code_is_shown_rather_than_failing():
    assert Finding(1, "", "of_a_later_version").sentence == "of_a_later_version"
