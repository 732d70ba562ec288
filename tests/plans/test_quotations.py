"""Every quotation stands in its document; what a record says agrees with the words that it quotes."""

import re
import unicodedata

import pytest

from gis_app.plans.loading import RECORDS, read_record

FILES = sorted(RECORDS.glob("*.yaml"))
QUOTED = {"quote", "due_quote"}
IDS = [file.stem for file in FILES]


def normal(text):
    return " ".join(unicodedata.normalize("NFC", text).split())


def parts(value, place=""):
    """Every mapping in a record, with its place."""
    if isinstance(value, dict):
        yield place, value
        for key, inner in value.items():
            yield from parts(inner, f"{place}/{key}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from parts(inner, f"{place}/{number}")


def test_the_five_documents_have_a_record_each():
    assert IDS == [
        "binhduong-6672-2021",
        "binhphuoc-07-2022",
        "brvt-94-2017",
        "dongnai-7488-2017",
        "dongthap-bcd138-2024",
    ]


@pytest.mark.parametrize("file", FILES, ids=IDS)
def test_every_quotation_is_found_in_the_document(file, seed_texts):
    record = read_record(file)
    text = normal((seed_texts / record["source_text"]).read_text(encoding="utf-8"))
    quoted = {f"/head_quotes/{n}": quote for n, quote in enumerate(record["head_quotes"])}
    for place, part in parts(record):
        quoted |= {f"{place}/{key}": part[key] for key in QUOTED & part.keys()}
    assert len(quoted) > 20
    assert [place for place, quote in quoted.items() if normal(quote) not in text] == []


@pytest.mark.parametrize("file", FILES, ids=IDS)
def test_what_names_a_clause_quotes_it(file):
    named = [(place, part) for place, part in parts(read_record(file)) if "clause" in part]
    assert [place for place, part in named if "quote" not in part] == []


def comparison(quote, figure):
    """The comparison that the words say about a figure: `trên 75%` is strict, `từ 80% trở lên` is not."""
    number = rf"0?{figure}\b"
    for words, comparator in (
        (rf"từ {number}%? đến", "between"),
        (rf"(dưới) {number}", "<"),
        (rf"{number}%? trở lên|ít nhất {number}", ">="),
        (rf"trên {number}", ">"),
    ):
        if re.search(words, quote, re.IGNORECASE):
            return comparator
    return None


@pytest.mark.parametrize("file", FILES, ids=IDS)
def test_figures_and_comparators_are_those_of_the_words(file):
    record = read_record(file)
    for entry in record["targets"] + record["kpis"]:
        if entry["unit"] not in ("%", "% giảm", "mô hình"):
            continue
        threshold = entry["threshold"]
        figure = threshold[0] if isinstance(threshold, list) else threshold
        assert re.search(rf"(?<!\d)0?{figure}\b", entry["quote"]), entry["id"]
        stated = comparison(entry["quote"], figure)
        assert (stated or ">=", stated is not None) == (entry["comparator"], entry["comparator_stated"]), (
            entry["id"]
        )


@pytest.mark.parametrize("file", FILES, ids=IDS)
def test_a_criterion_is_worded_as_in_the_document(file):
    for entry in read_record(file).get("criteria", []):
        assert normal(entry["text"]) == normal(entry["quote"])


@pytest.mark.parametrize("file", FILES, ids=IDS)
def test_days_are_those_of_the_words(file):
    for entry in read_record(file)["reporting"]:
        days = re.findall(r"trước ngày (\d\d?)/(\d\d?)", entry["quote"])
        if "before" not in entry:
            assert days == []
            continue
        month, day = entry["before"][2:].split("-")
        assert [(int(d), int(m)) for d, m in days] == [(int(day), int(month))]
