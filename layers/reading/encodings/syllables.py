"""What a Vietnamese syllable can look like.

A syllable is an onset, a rhyme and at most one tone. The tables hold the spellings of today's
orthography; the tone must stand on the vowel that carries a hat, breve or horn where the rhyme has
one, and syllables closed by c, ch, p or t take only sắc and nặng. The frequent words are those of
administrative names and places, with the commonest syllables of the names themselves.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from layers.reading.encodings.tables import ACUTE, DOT, TONES

_ONSETS = "b ch d đ gi h l m n p ph r s t th tr v x"
_BEFORE_BACK = frozenset(f"{_ONSETS} c g kh ng nh".split())
_BEFORE_FRONT = frozenset(f"{_ONSETS} k gh kh ngh nh".split())
_FRONT = "eêiy"

_SPELLINGS = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
    i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu y
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet
    oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uâc uân uâng uât uây uc uê uêch uên uênh uêt ui um un ung uơ uôc uôi uôm uôn uông uôt up ut
    uy uya uych uyên uyêt uyn uynh uyp uyt uyu
    ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
"""
_RHYMES = frozenset(_SPELLINGS.split())
_SPELLINGS_AFTER_QU = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt ân âng ât ây e en eo et ê êch ên
    ênh êt êu i inh ich it y ych yên yêt ynh yt ơ ơi ôc
"""
#: After "qu", whose u belongs to the onset.
_RHYMES_AFTER_QU = frozenset(_SPELLINGS_AFTER_QU.split())
_RHYMES_ALONE = _RHYMES | {"yêm", "yên", "yêng", "yêt", "yêu"}
_STOPS = ("c", "ch", "p", "t")
_MARKED = "ăâêôơư"

_NAMES = """
    xã phường thị trấn quận huyện tỉnh phố đặc ấp tổ khóm đường cầu chợ bến đình chùa miếu ngã hẻm
    số cũ mới trên dưới và của có bộ công trường trạm đội đồn khu thôn làng bản ô sóc phum đồi núi
    sông suối hồ ao kênh rạch vàm cửa cồn đảo cù bãi gò giồng bàu bưng trảng rừng đất đá nước lộ
    quốc tỉnh đê đập cống bệnh viện nhà văn hóa hoà hòa hoá mẫu giáo tiểu học trung tâm cơ sở
    lộc bình phú tân phước thạnh thành thuận hưng hiệp hội thịnh đông tây bắc thượng hạ định đức
    đại đồng điền mỹ lợi lập lý lương lâm lạc lực liên hải hà hậu vĩnh viễn vạn việt văn xuân
    xuyên thống nhất nhứt nhì quảng quế quý nghĩa nghệ ngọc nguyễn nhơn nhuận nhật khánh kiến kỳ
    kiệm kiệt giàu dầu dương cẩm cần châu chánh chương cường bà bảo biên biển bửu ân ái âu ông đa
    đô đạo đăng đổ đỏ đồng tà tiến tiền tịnh toàn tôn trà trị triệu trúc trọng từ tấn túc vũng vũ
    võ yên sơn phùng phụng phong tiên hiền hiếu hữu hòn hố hàm hàng hoàng hoài hớn hốt huệ lãnh lễ
    lệ lê lũy lưu mã mạc mường mộc năm nậm nội nông ninh sài tài thái thới thiện thiết thọ thủ thủy
    thuỷ thổ thanh tường tương trực trần trương trưng tự tuấn uyên ứng ước phạm phủ phượng quyết
    quyền quới quán rịa sả sĩ sỹ đinh đoàn đào đặng đỗ đầm đầu đắc đắk đăk đak lắk đắt bù nho đốp
    chơn trừ giá gia một hai ba bốn sáu bảy tám chín mười tầm vông được đang đến để đã ở là cho
    không tên địa danh diện tích dân chú ghi loại cấp đơn vị hành chính tọa độ kinh vĩ người vụ
"""
#: Only words with a mark of some kind decide anything; the others are ASCII in every encoding.
FREQUENT = frozenset(unicodedata.normalize("NFC", word) for word in _NAMES.split() if not word.isascii())


@lru_cache(maxsize=65_536)
def is_syllable(word: str) -> bool:
    """Whether ``word``, in small letters and NFC, is spelled like a Vietnamese syllable."""
    parts = unicodedata.normalize("NFD", word)
    tones = [mark for mark in parts if mark in TONES]
    if len(tones) > 1:
        return False
    base = unicodedata.normalize("NFC", "".join(c for c in parts if c not in TONES))
    rhyme = _rhyme(base)
    if rhyme is None:
        return False
    if not tones:
        return not rhyme.endswith(_STOPS)
    if rhyme.endswith(_STOPS) and tones[0] not in (ACUTE, DOT):
        return False
    return _tone_is_placed(word, base)


def _rhyme(base: str) -> str | None:
    """Rhyme of a syllable without tone, or None if it cannot be split into onset and rhyme."""
    if base in _RHYMES_ALONE:
        return base
    if base.startswith("qu"):
        return base[2:] if base[2:] in _RHYMES_AFTER_QU else None
    if base.startswith("gi") and base[1:] in ("i", "in", "iêng", "iêc", "iêt", "ip"):
        # gì, gìn, giếng: the i is written once for onset and rhyme together.
        return base[1:]
    for length in (3, 2, 1):
        onset, rhyme = base[:length], base[length:]
        if rhyme not in _RHYMES:
            continue
        if onset in (_BEFORE_FRONT if rhyme[0] in _FRONT else _BEFORE_BACK):
            return rhyme
    return None


def _tone_is_placed(word: str, base: str) -> bool:
    marked = [position for position, letter in enumerate(base) if letter in _MARKED]
    if not marked:
        return True
    composed = unicodedata.normalize("NFC", word)
    toned = next(
        i for i, c in enumerate(composed) if any(m in TONES for m in unicodedata.normalize("NFD", c))
    )
    return toned == marked[-1]
