"""Plain words for every statistic and class, in both languages, with the figures of the code."""

from __future__ import annotations

import numpy as np
import pytest

from gis_app.statistics import clusters, density, local, prediction, rates, space_time, trends
from gis_app.statistics.answers import Lacking, NotEnoughData
from gis_app.statistics.density import Doubt
from gis_app.statistics.explaining import (
    association_label,
    explanation,
    hot_spot_label,
    left_out,
    methods,
    trend_label,
)
from gis_app.statistics.hot_spots import hot_spots
from gis_app.statistics.local_moran import Association
from gis_app.statistics.neighbours import Neighbours
from gis_app.statistics.texts import number, template
from gis_app.statistics.trends import Trend
from tests.statistics.maps import chessboard


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_method_has_all_its_words(language):
    for method in methods():
        words = explanation(method, language)
        assert words.question.endswith("?")
        assert words.title
        assert words.says.endswith(".")
        assert len(words.does_not_say) >= 2
        assert all(sentence.endswith(".") for sentence in (*words.does_not_say, words.minimum))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_class_and_every_lack_has_words(language):
    trend_labels = {trend_label(each, language) for each in Trend}
    assert len(trend_labels) == len(Trend)
    assert len({association_label(each, language) for each in Association}) == len(Association)
    assert len({hot_spot_label(each, language) for each in (1, -1, 0)}) == 3
    for each in Lacking:
        sentence = NotEnoughData(each, 3, 10).sentence(language)
        assert sentence.endswith(".")
        assert "{" not in sentence
    for each in Doubt:
        assert template("density", each, language).endswith(".")


@pytest.mark.parametrize(
    ("method", "figures"),
    [
        ("hot_spots", (local.LEAST_UNITS, local.LEAST_NONZERO_UNITS, local.LEAST_UNITS // 2)),
        ("empirical_bayes", (local.LEAST_UNITS, rates.LEAST_INCIDENTS)),
        ("density", (density.LEAST_INCIDENTS, density.LEAST_PLACES)),
        ("space_time", (space_time.LEAST_INCIDENTS, space_time.LEAST_PAIRS)),
        ("trends", (trends.LEAST_MONTHS,)),
        ("map_accuracy", (prediction.LEAST_UNITS, prediction.LEAST_INCIDENTS)),
        ("selection_accuracy", (prediction.LEAST_UNITS, prediction.LEAST_INCIDENTS)),
    ],
)
def test_the_minimum_in_words_is_the_minimum_in_code(method, figures):
    for language in ("vi", "en"):
        words = explanation(method, language).minimum
        assert all(str(figure) in words for figure in figures)


def test_the_least_of_a_cluster_is_told_as_a_multiple():
    assert "Gấp ba" in explanation("clusters").minimum
    assert clusters.clusters.__kwdefaults__ == {"least_incidents": 10}


def test_what_was_left_out_is_told():
    values = np.append(np.arange(12.0), [np.nan, 0.0])
    answer = hot_spots(values, Neighbours.from_pairs(14, [(i, i + 1) for i in range(12)]))
    assert left_out(answer, "vi") == [
        "1 đơn vị không có đơn vị liền kề có số liệu nên không được kiểm định.",
        "1 đơn vị chưa có số liệu nên để ra ngoài, không tính là 0.",
        "2 đơn vị không có vụ nào; vẫn được tính.",
    ]
    assert left_out(hot_spots(np.arange(1.0, 13.0), chessboard(4, 3))) == []


def test_unknown_methods_are_refused():
    with pytest.raises(KeyError):
        explanation("crystal_ball")


def test_figures_are_written_as_readers_expect():
    assert number(1234567.891, "vi", 2) == "1.234.567,89"
    assert number(1234567.891, "en", 2) == "1,234,567.89"
    assert number(0, "vi") == "0"
