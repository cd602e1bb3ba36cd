"""Letters from before Unicode: every letter there and back, by font, by content, and where fonts lie."""

import unicodedata

import pytest

from tvict.documents.encodings import (
    TCVN3,
    VNI,
    converted,
    decoded,
    font_encoding,
    from_tcvn3,
    from_vni,
    settled,
    text_encoding,
)

SMALL = [
    unicodedata.normalize("NFC", vowel + tone)
    for vowel in "aăâeêioôơuưy"
    for tone in ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
]
LETTERS = [letter for letter in [*SMALL, "đ"] if not letter.isascii()]
SENTENCE = (
    "Tổng số hộ nghèo của tỉnh giảm còn 6.412 hộ, tỷ lệ trường đạt chuẩn quốc gia được nâng lên 75,2%; "
    "người lao động được giải quyết việc làm tăng 5%, vượt kế hoạch đề ra."
)


def in_tcvn3(text):
    stored = {letter: code for code, letter in TCVN3.items()}
    return "".join(stored.get(letter, letter) for letter in text)


def in_vni(text):
    stored: dict[str, str] = {}
    for code, letter in VNI.items():
        stored.setdefault(letter, code)
    return "".join(stored.get(letter, letter) for letter in text)


def test_both_tables_hold_every_letter():
    assert len(LETTERS) == 67
    assert set(TCVN3.values()) >= set(LETTERS) | set("ĂÂÊÔƠƯĐ")
    assert set(VNI.values()) >= set(LETTERS) | {letter.upper() for letter in LETTERS}


@pytest.mark.parametrize("letter", LETTERS)
def test_every_letter_comes_back(letter):
    assert from_tcvn3(in_tcvn3(letter)) in (letter, "¹")
    assert from_vni(in_vni(letter)) == letter
    assert from_vni(in_vni(letter.upper())) == letter.upper()


@pytest.mark.parametrize(
    ("font", "encoding"),
    [
        (".VnTime", "TCVN3"),
        (".VnArialH", "TCVN3"),
        ("ABCDEF+.VnTime-Bold", "TCVN3"),
        ("VNI-Times", "VNI"),
        ("Times New Roman", None),
        ("Verdana", None),
        (None, None),
    ],
)
def test_fonts_tell_their_encoding(font, encoding):
    assert font_encoding(font) == encoding


def test_the_font_decides_and_unicode_stays():
    assert decoded(in_vni("Hộ nghèo"), "VNI-Times") == "Hộ nghèo"
    assert settled([decoded(in_tcvn3("hộ nghèo"), ".VnTimeH")]) == ["HỘ NGHÈO"]
    assert decoded("Hộ nghèo ở thành thị", ".VnTime") == "Hộ nghèo ở thành thị"
    assert decoded("Élève de l'école", "Arial") == "Élève de l'école"


def test_words_decide_where_a_font_lies_or_is_lost():
    assert decoded(in_vni(SENTENCE), ".VnTime") == SENTENCE
    assert settled([decoded(in_tcvn3(SENTENCE), "Arial")]) == [SENTENCE]


@pytest.mark.parametrize(("encode", "name"), [(in_tcvn3, "TCVN3"), (in_vni, "VNI")])
def test_plain_text_is_told_by_its_words(encode, name):
    assert text_encoding(encode(SENTENCE)) == name
    assert text_encoding(SENTENCE) is None
    assert text_encoding("Les élèves français étaient très gênés dès l'entrée de la forêt à Noël. " * 20) is None


def test_a_code_of_two_meanings_is_told_by_its_word():
    assert settled([decoded("tr\u00adêng", ".VnTime")]) == ["trường"]
    assert settled([decoded("lao\u00ad ®éng", ".VnTime")]) == ["lao động"]
    assert settled([decoded("®ång\u00b9", ".VnTime")]) == ["đồng¹"]
    assert settled([decoded("®\u00b9t", ".VnTime")]) == ["đạt"]


def test_letters_of_a_word_keep_their_places():
    assert converted(list(in_vni("đồng")), "VNI") == ["đ", "ồ", "", "n", "g"]
    assert converted(list(in_tcvn3("đồng")), "TCVN3") == ["đ", "ồ", "n", "g"]
