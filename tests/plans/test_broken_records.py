"""A broken record is refused with one sentence: which record, which place, what is wrong, what to do."""

import copy
import json

import pytest
from django.core.management import CommandError
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gis_app.plans import publishing
from gis_app.plans.checking import BrokenRecord, check_record
from gis_app.plans.loading import RECORDS, read_record, read_records

WHOLE = read_record(RECORDS / "brvt-94-2017.yaml")
DRAFT = read_record(RECORDS / "dongthap-bcd138-2024.yaml")


def refusal(record):
    with pytest.raises(BrokenRecord) as refused:
        check_record(record, "x.yaml")
    sentence = str(refused.value)
    assert sentence.startswith("Bản ghi kế hoạch x.yaml sai ở ")
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


def changed(path, value, record=WHOLE):
    """The record with another value at a place; `...` takes the entry away."""
    record = copy.deepcopy(record)
    here = record
    *steps, last = path
    for step in steps:
        here = here[step]
    if value is ...:
        del here[last]
    else:
        here[last] = value
    return record


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (["targets", 1, "quote"], ..., ["targets 2 (T2)", "thiếu “quote”", "bổ sung"]),
        (["targets", 1, "comparator"], "=>", ["targets 2 (T2) → comparator", "“=>”", "chọn trong: >=, >"]),
        (["targets", 1, "threshold"], 120, ["targets 2 (T2) → threshold", "120", "không quá 100"]),
        (["targets", 1, "threshold"], "80", ["targets 2 (T2) → threshold"]),
        (["targets", 1, "threshold"], float("nan"), ["targets 2 (T2) → threshold", "không phải là một số"]),
        (["targets", 1, "id"], "T1", ["targets 1 (T1) → id", "hai lần"]),
        (["targets", 1, "bullet"], ..., ["targets 2 (T2)", "thiếu “bullet”"]),
        (["targets", 1, "nguong"], 80, ["targets 2 (T2)", "mục lạ “nguong”"]),
        (["targets", 1, "clause"], "I.2", ["targets 2 (T2) → clause", "không đúng dạng"]),
        (["kpis", 0, "threshold"], -1, ["kpis 1 (K1) → threshold", "từ 0 trở lên"]),
        (["criteria", 0, "group"], "b", ["criteria 1 (a1)", "nhóm “b”"]),
        (["criteria", 3, "quote"], "", ["criteria 4 (a4) → quote", "quá ngắn"]),
        (["criteria"], ..., ["thiếu “criteria”"]),
        (["criteria_from"], "dongnai-7488-2017", ["“criteria” vừa được ghi vừa được dẫn"]),
        (["selection", "cap_pct"], 101, ["selection → cap_pct", "không quá 100"]),
        (["selection", "cap_grouping", 0, "until"], "2025-06-29", ["cap_grouping 2", "nối tiếp"]),
        (
            ["selection", "cap_grouping", 1, "from"],
            "2025-07-32",
            ["cap_grouping 2 → from", "không phải là một ngày"],
        ),
        (["selection", "cap_grouping", 1, "by"], "named", ["cap_grouping 2", "thiếu “groups”"]),
        (["selection", "cap_grouping", 1, "source"], ..., ["cap_grouping 2", "thiếu “source”"]),
        (["selection", "deciders"], [], ["selection → deciders", "để trống"]),
        (["selection", "minimums"], {"e": 1}, ["selection → minimums"]),
        (
            ["success", "counting", "convention"],
            "half",
            ["success → counting → convention", "atomic, bullets"],
        ),
        (["success", "empty_base"], ..., ["success", "thiếu “empty_base”"]),
        (["success"], 5, ["sai ở success", "một nhóm mục hoặc để trống"]),
        (["basic_reduction"], {"percent": 5}, ["basic_reduction", "thiếu “comparator”"]),
        (
            ["reporting", 0, "before"],
            "--02-29",
            ["reporting 1 → before", "không phải là một ngày có trong mọi năm"],
        ),
        (["reporting", 0, "before"], "20/11", ["reporting 1 → before", "không đúng dạng"]),
        (["tasks", 0, "due"], "2022..2020", ["tasks 1 → due", "trước năm đầu"]),
        (["period", "end"], "2016-01-01", ["period", "trước ngày bắt đầu"]),
        (["date"], "2017-13-01", ["date", "không phải là một ngày"]),
        (["title"], "a\0b", ["title", "không lưu được"]),
        (["title"], "x" * 301, ["title", "300"]),
        (["print_crs"], True, ["print_crs", "một số nguyên"]),
        (["basis"], {"a", "b"}, ["basis", "dấu nháy"]),
        (["bodies", 0], "Công an tỉnh", ["bodies 1", "một nhóm mục"]),
    ],
)
def test_the_sentence_names_place_fault_and_remedy(path, value, said):
    sentence = refusal(changed(path, value))
    assert [part for part in said if part not in sentence] == []


def test_a_range_whose_ends_are_swapped():
    assert "mức dưới" in refusal(changed(["targets", 1, "threshold"], [10, 5], DRAFT))


def test_nothing_counted_towards_the_share():
    record = copy.deepcopy(WHOLE)
    for entry in record["targets"]:
        entry["counts_in_80pct_rule"] = False
    assert "không có chỉ tiêu nào được tính" in refusal(record)


@pytest.mark.parametrize("record", [None, [], "text", 5, {}, {1: 2}])
def test_what_is_no_record_at_all(record):
    assert "cấp ngoài cùng" in refusal(record)


def test_a_record_nested_beyond_measure():
    deep = []
    for _level in range(100_000):
        deep = [deep]
    refusal(deep)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def places(value, path=()):
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from places(inner, (*path, key))


PLACES = [path for path in places(WHOLE) if path]


@settings(max_examples=60)
@example(path=("id",), value={"\n": float("inf")})
@given(path=st.sampled_from(PLACES), value=JSON)
def test_anything_anywhere_is_stored_as_it_is_or_refused_in_one_sentence(path, value):
    record = changed(list(path), value)
    try:
        check_record(record, "x.yaml")
    except BrokenRecord:
        refusal(record)
    else:
        assert json.loads(json.dumps(record, allow_nan=False)) == record


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"id: [unclosed", "dòng 1"),
        (b"id: a\nid: b\n", "dòng 2"),
        (b"a: &x [1]\nb: *x\n", "dòng 2"),
        (b"a: !!python/object:os.system {}\n", "dòng 1"),
        ("tên: Đồng Nai".encode("utf-16"), "UTF-8"),
        (b"", "cấp ngoài cùng"),
        (b"[" * 5000, "plan.yaml"),
    ],
)
def test_a_file_that_is_no_record(tmp_path, text, said):
    file = tmp_path / "plan.yaml"
    file.write_bytes(text)
    with pytest.raises(BrokenRecord) as refused:
        read_record(file)
    assert "plan.yaml" in str(refused.value)
    assert said in str(refused.value)


def test_a_file_of_another_name(tmp_path):
    file = tmp_path / "other.yaml"
    file.write_text((RECORDS / "brvt-94-2017.yaml").read_text("utf-8"), "utf-8")
    with pytest.raises(BrokenRecord, match="khác tên tệp"):
        read_record(file)


def test_a_rule_taken_over_from_a_plan_that_has_none(tmp_path):
    file = tmp_path / "dongthap-bcd138-2024.yaml"
    file.write_text((RECORDS / file.name).read_text("utf-8"), "utf-8")
    with pytest.raises(BrokenRecord, match=r"criteria_from: kế hoạch “brvt-94-2017” không có"):
        read_records(tmp_path)


@pytest.mark.django_db
def test_migrating_with_a_broken_record_ends_with_its_sentence(monkeypatch):
    def broken():
        raise BrokenRecord("Bản ghi kế hoạch x.yaml sai ở id: thiếu.")

    monkeypatch.setattr(publishing, "read_records", broken)
    with pytest.raises(CommandError, match=r"x\.yaml sai ở id"):
        publishing.publish_records()
