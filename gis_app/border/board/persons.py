"""Whether a report's text names somebody. It must not be stored then; the text goes back to who wrote it."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from gis_app.border.board.refusing import RefusedError
from layers.models import AdminUnit
from layers.reading.names import fold_name, nfc
from layers.reading.person_words import HONOURED, SURNAMES
from layers.reading.persons import person_text

_WORD = re.compile(r"[^\W\d_]+|[^\w\s]")
#: What stands before a name that is the name of a place.
_PLACE_WORDS = """
    xã phường khu ấp thôn bản làng sóc phum phố đường tuyến hẻm ngã cầu cống chợ bến cảng đồn trạm chốt đội tổ
    mốc cột suối sông rạch kênh hồ núi đồi rẫy rừng đảo trường viện khẩu quận huyện tỉnh nông lâm
"""
_OF_PLACES = frozenset(_PLACE_WORDS.split())
#: Fewer words are seldom a whole name in a sentence, and often the name of a place.
_WORDS_OF_A_NAME = (3, 5)


def check_text(text: str) -> str:
    """Return the text as it is stored.

    Raises RefusedError when it holds a number or the name of a person, naming which.
    """
    tidy = nfc(text).strip()
    code = person_text(tidy)
    found = _name_within(tidy) if code is None else ""
    if code is None and not found:
        return tidy
    words = {"what": _what(code or "person_name"), "found": f" (“{found}”)" if found else ""}
    raise RefusedError(
        _(
            "Nội dung có %(what)s%(found)s: hãy bỏ phần đó rồi gửi lại, chương trình không lưu "
            "thông tin về người."
        )
        % words
    )


def _what(code: str) -> str:
    return {
        "person_id": _("số giấy tờ tùy thân"),
        "person_phone": _("số điện thoại"),
        "person_plate": _("biển số xe"),
    }.get(code, _("họ tên người"))


def _name_within(text: str) -> str:
    """Return the first run of words that reads like a full name and is not known as a place, or ""."""
    least, most = _WORDS_OF_A_NAME
    words = _WORD.findall(text)
    place = 0
    while place < len(words):
        run = 0
        while place + run < len(words) and words[place + run][0].isupper() and words[place + run].isalpha():
            run += 1
        # The first word of a sentence has a capital too: "Gặp Nguyễn Văn Bình".
        for first in range(place, place + run - least + 1):
            before = words[first - 1].lower() if first else ""
            name = " ".join(words[first : place + run])
            if (
                place + run - first <= most
                and words[first].lower() in SURNAMES
                and not words[first].isupper()
                and before not in _OF_PLACES
                and fold_name(name) not in HONOURED
                and not AdminUnit.objects.filter(name=name).exists()
            ):
                return name
        place += max(run, 1)
    return ""
