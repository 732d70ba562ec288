"""Legacy Vietnamese encodings: tables, round trips, syllables, detection."""

from __future__ import annotations

import random
import shutil
import subprocess
import unicodedata

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.reading import ReadingError, column_proposals, decode_columns, fold_name
from layers.reading.encodings import OWN, decode, encode, propose, restore_capitals
from layers.reading.encodings.evidence import view
from layers.reading.encodings.syllables import FREQUENT, is_syllable
from layers.reading.encodings.tables import LETTERS, TCVN3, TONES, VISCII
from layers.reading.encodings.transcoding import unwrapped, utf8_text, wrapped
from tests.reading.legacy_text import FORMS, as_bytes, encoding_of

ALPHABET = "".join(sorted(LETTERS)) + "abcdeghiklmnopqrstuvxyABCDEGHIKLMNOPQRSTUVXY0123456789 ,.-()/"
vietnamese = st.text(ALPHABET, max_size=40)


@pytest.fixture(scope="module")
def names(communes) -> list[str]:
    return communes["full_name"].tolist()


def read_all(values: list[bytes], encoding: str) -> list[str]:
    column = pd.DataFrame({"ten": [value.decode("latin-1") for value in values]})
    return decode_columns(column, {"ten": encoding}, carrier="iso8859-1")["ten"].tolist()


# Tables


def test_the_alphabet_has_134_letters_beyond_ascii():
    assert len(LETTERS) == 134
    assert all(unicodedata.is_normalized("NFC", letter) for letter in LETTERS)


@pytest.mark.parametrize(("charset", "table"), [("TCVN", TCVN3), ("VISCII", VISCII)])
def test_tables_agree_with_the_c_library(charset, table):
    if shutil.which("iconv") is None:
        pytest.skip("no iconv here")
    for byte, letter in table.items():
        command = ["iconv", "-f", charset, "-t", "UTF-8"]
        done = subprocess.run(command, input=bytes([byte]), capture_output=True)
        if done.returncode:
            pytest.skip(f"iconv without {charset}")
        assert done.stdout.decode() == letter, hex(byte)


@pytest.mark.parametrize(
    ("encoding", "stored", "text"),
    [
        ("tcvn3", "Léc Th¹nh, §¨k ¥, Ph­íc Long", "Lộc Thạnh, Đăk Ơ, Phước Long"),
        ("vni", "Loäc Thaïnh, Ñaêk Ô, Phöôùc Long", "Lộc Thạnh, Đăk Ơ, Phước Long"),
        ("vni", "THÒ TRAÁN ÑÖÙC PHONG, bò, kyõ, lyù, ngæ", "THỊ TRẤN ĐỨC PHONG, bị, kỹ, lý, ngỉ"),
        ("viscii", "L\u00b5c Th\u00d5nh, Ph\u00df\u00bec Long", "Lộc Thạnh, Phước Long"),
        ("cp1258", "Lô\u00f2c Tha\u00f2nh", "Lộc Thạnh"),
    ],
)
def test_known_spellings(encoding, stored, text):
    assert decode(stored.encode("latin-1"), encoding) == (text, 0)


@pytest.mark.parametrize("encoding", OWN)
@pytest.mark.parametrize("letter", sorted(LETTERS))
def test_every_letter_comes_back(encoding, letter):
    text, strays = decode(encode(letter, encoding), encoding)
    assert strays == 0
    toned = any(mark in TONES for mark in unicodedata.normalize("NFD", letter))
    assert text == (letter.lower() if encoding == "tcvn3" and toned else letter)


@given(text=vietnamese)
def test_any_text_comes_back(text):
    for encoding in OWN:
        decoded, strays = decode(encode(text, encoding), encoding)
        assert strays == 0
        assert decoded.lower() == text.lower()
        assert encoding == "tcvn3" or decoded == text


@given(text=vietnamese)
def test_all_forms_of_one_name_fold_alike(text):
    forms = [as_bytes(text, form) for form in FORMS]
    folded = {
        fold_name(decode(data, encoding_of(form))[0])
        for data, form in zip(forms, FORMS, strict=True)
        if "+" not in form and encoding_of(form) in OWN
    }
    folded |= {fold_name(text), fold_name(text.upper()), fold_name(unicodedata.normalize("NFD", text))}
    assert folded == {fold_name(text)}


@given(data=st.binary(max_size=60), encoding=st.sampled_from(OWN))
def test_no_bytes_break_a_decoder(data, encoding):
    text, strays = decode(data, encoding)
    assert unicodedata.is_normalized("NFC", text)
    assert 0 <= strays <= len(data)


@given(data=st.binary(max_size=60))
def test_text_taken_for_latin1_gives_its_bytes_back(data):
    assert unwrapped(wrapped(data)) == data
    assert unwrapped(data.decode("latin-1")) == data


def test_what_no_encoding_has_is_refused():
    with pytest.raises(UnicodeEncodeError):
        encode("漢", "tcvn3")


def test_utf8_may_be_cut_by_a_field_but_not_guessed_from_one_byte():
    assert utf8_text("Lộc Thạnh".encode()[:-4]) == "Lộc Th"
    assert utf8_text("Phó".encode("latin-1")) is None
    assert view("Phường".encode()).legacy is None


# Capitals


@pytest.mark.parametrize(
    ("stored", "meant"),
    [
        ("LộC NINH", "LỘC NINH"),
        ("Xã ái Nghĩa", "Xã Ái Nghĩa"),
        ("ấp Đồn", "Ấp Đồn"),
        ("Bà Rịa", "Bà Rịa"),
        ("THị TRấN ĐồNG Hà", "THỊ TRẤN ĐỒNG HÀ"),
        ("khu phố ấp ở", "khu phố ấp ở"),
        ("ở", "ở"),
        ("Xã LộC NINH và Bà Rịa", "Xã LỘC NINH và Bà Rịa"),
    ],
)
def test_capitals_that_tcvn3_lost(stored, meant):
    assert restore_capitals(stored) == meant


def test_real_names_keep_their_capitals_in_tcvn3(names, communes):
    for name in [*names, *communes["name"]]:
        assert restore_capitals(decode(encode(name, "tcvn3"), "tcvn3")[0]) == name


# Syllables


def test_real_names_are_made_of_syllables(names):
    words = {word.lower() for name in names for word in name.split() if word.isalpha() and not word.isascii()}
    assert len(words) > 70
    assert {word for word in words if not is_syllable(word)} <= {"đak", "đăk", "đắk"}
    assert {word for word in FREQUENT if not is_syllable(word)} <= {"đak", "đăk", "đắk", "lắk", "đ"}


@pytest.mark.parametrize(
    "word", ["thũong", "ngiệp", "kà", "gế", "lộcc", "bình́", "ưởc", "hằch", "càt", "ươg", "qùn", "thươ"]
)
def test_misspelt_words_are_no_syllables(word):
    assert not is_syllable(unicodedata.normalize("NFC", word))


@pytest.mark.parametrize(
    "word", ["hoà", "hòa", "thuỷ", "thủy", "gì", "giếng", "quyết", "nghiêng", "yến", "ươm"]
)
def test_both_placements_of_the_tone_are_syllables(word):
    assert is_syllable(unicodedata.normalize("NFC", word))


# Detection


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("count", [95, 20, 5])
def test_real_names_are_recognised(names, form, count):
    shuffled = random.Random(count).sample(names, len(names))
    for start in range(0, len(names) - count + 1, count):
        part = shuffled[start : start + count]
        values = [as_bytes(name, form) for name in part]
        best = propose(values)[0]
        assert best.encoding == encoding_of(form)
        assert best.clear
        assert list(best.samples) == part[:20]
        assert read_all(values, best.encoding) == part


@pytest.mark.parametrize("form", FORMS)
def test_one_full_name_is_never_clearly_wrong(names, form):
    clear = 0
    for name in names:
        best = propose([as_bytes(name, form)])[0]
        clear += best.clear
        assert best.samples == (name,)
    assert clear >= 0.7 * len(names)


@pytest.mark.parametrize("form", [form for form in FORMS if "unicode" not in form])
def test_one_bare_name_is_asked_rather_than_read_wrongly(communes, form):
    for name in communes["name"]:
        best = propose([as_bytes(name, form)])[0]
        assert not best.clear or best.samples == (name,)


@pytest.mark.parametrize("declared", ["cp1252", "iso8859-1", "cp1251", "cp1258"])
@pytest.mark.parametrize("form", ["tcvn3", "vni", "viscii", "cp1258", "utf-8"])
def test_a_lying_declaration_does_not_win(names, form, declared):
    best = propose([as_bytes(name, form) for name in names[:5]], declared=declared)[0]
    assert (best.encoding, best.clear) == (encoding_of(form), True)


def test_a_true_declaration_of_another_language_wins():
    best = propose([text.encode("cp1252") for text in ("Café", "Hôtel", "Straße")], declared="cp1252")[0]
    assert (best.encoding, best.clear) == ("cp1252", True)


@pytest.mark.parametrize("text", ["Grüße aus Köln", "Señor Muñoz", "Ångström", "Ελλάδα"])
def test_text_of_another_language_stays_unicode(text):
    assert propose([text.encode()])[0].encoding == "utf-8"


def test_ascii_has_nothing_to_decide():
    proposals = propose([b"Long Binh", b"", b"Tan An"])
    assert [(p.encoding, p.confidence) for p in proposals] == [("ascii", 1.0)]
    assert proposals[0].samples == ("Long Binh", "", "Tan An")


def test_the_first_twenty_names_are_shown_under_each_candidate(names):
    proposals = propose([as_bytes(name, "tcvn3") for name in names])
    assert [len(p.samples) for p in proposals] == [20] * len(proposals)
    assert len({p.encoding for p in proposals}) == len(proposals) >= 4
    assert [p.confidence for p in proposals] == sorted((p.confidence for p in proposals), reverse=True)
    assert sum(p.confidence for p in proposals) <= 1 + 1e-9


# Frames


def test_each_column_of_a_frame_on_its_own(names):
    stored = {"a": "tcvn3+unicode", "b": "vni+unicode", "c": "utf-8", "d": "utf-8-twice"}
    frame = pd.DataFrame({c: [as_bytes(n, form).decode() for n in names] for c, form in stored.items()})
    frame["n"] = range(len(names))
    frame["empty"] = None
    proposals = column_proposals(frame)
    found = {column: best[0].encoding for column, best in proposals.items()}
    assert found == {"a": "tcvn3", "b": "vni", "c": "utf-8", "d": "utf-8-twice"}
    decoded = decode_columns(frame, found)
    for column in stored:
        assert decoded[column].tolist() == names
    assert decoded["n"].equals(frame["n"])
    assert decoded["empty"].isna().all()


@pytest.mark.parametrize("form", ["tcvn3", "vni", "tcvn3+unicode", "vni+unicode"])
def test_rows_of_unicode_among_legacy_rows_stay(names, form):
    values = [as_bytes(name, form if i % 2 else "utf-8") for i, name in enumerate(names)]
    assert propose(values)[0].encoding == encoding_of(form)
    assert read_all(values, encoding_of(form)) == names


@pytest.mark.parametrize("form", [form for form in FORMS if "unicode" in form])
def test_legacy_names_stored_as_unicode_are_not_taken_for_unicode(communes, form):
    for name in [*communes["name"], *communes["full_name"]]:
        assert read_all([as_bytes(name, form)], encoding_of(form)) == [name]


def test_choices_that_cannot_be(names):
    frame = pd.DataFrame({"ten": names})
    with pytest.raises(ReadingError) as refused:
        decode_columns(frame, {"ten": "klingon"})
    assert refused.value.code == "encoding_not_supported"
    with pytest.raises(ReadingError) as refused:
        decode_columns(frame, {"khac": "tcvn3"})
    assert refused.value.code == "column_unknown"
