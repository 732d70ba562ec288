"""Every code that the package uses has its sentence, in both languages, saying the same."""

from __future__ import annotations

import pickle
import re
import string
import subprocess
import sys
from pathlib import Path

import pytest

from layers import reading
from layers.reading.messages import MESSAGES, sentence

SOURCE = Path(reading.__file__).parent


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_both_languages_name_the_same_values_in_one_sentence(code):
    message = MESSAGES[code]
    assert fields(message.vi) == fields(message.en)
    for text in (message.vi, message.en):
        assert text.endswith(".")
        assert ". " not in text.replace("“Số vụ”=ref.", "")


def test_every_sentence_is_used_somewhere():
    source = "".join(p.read_text() for p in SOURCE.rglob("*.py") if p.name != "message_texts.py")
    mistakes = {"gpkg_damaged"}  # built from the name of the format
    unused = {code for code in MESSAGES if f'"{code}"' not in source} - mistakes
    assert unused == set()


def test_every_code_in_the_source_has_a_sentence():
    used = set()
    for path in SOURCE.rglob("*.py"):
        used |= set(re.findall(r'ReadingError\(\s*"([a-z_0-9]+)"', path.read_text()))
    assert len(used) > 20
    assert used <= set(MESSAGES)


def test_numbers_follow_the_language():
    params = {"x": 1234567.891, "y": 10.5}
    assert "(1.234.567,89; 10,5)" in sentence("outside_vietnam", params, "vi")
    assert "(1,234,567.89; 10.5)" in sentence("outside_vietnam", params, "en")


def test_errors_survive_the_way_between_processes():
    error = reading.ReadingError("file_missing", file="a.csv")
    again = pickle.loads(pickle.dumps(error))
    assert (again.code, again.sentence("en")) == (error.code, error.sentence("en"))


def test_the_package_needs_no_django():
    script = "import sys, layers.reading; sys.exit(any(m.split('.')[0] == 'django' for m in sys.modules))"
    subprocess.run([sys.executable, "-c", script], check=True, cwd=SOURCE.parents[1])
