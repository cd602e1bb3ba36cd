"""Letters of the fonts from before Unicode, TCVN3 (".VnTime") and VNI ("VNI-Times"), as the letters they show.

In a file with fonts the font of each run decides; in plain text the content does. Numerals look the same in all of
these, so what tells a wrong reading are the words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from itertools import islice

from tvict.documents.model import Run

# TCVN3: one byte a letter, from A1 on; a space stands for a byte that is none.
_TCVN3 = "ĂÂÊÔƠƯĐăâêôơưđ      àảãáạ ằẳẵắ       ặầẩẫấậè ẻẽéẹềểễếệìỉ   ĩíịò ỏõóọồổỗốộờởỡớợù ủũúụừửữứựỳỷỹýỵ"

# VNI: a vowel and a mark behind it. For each shape of a vowel its marks, with the tones in the order of _RISING, and
# the vowels that it has, as they are printed and as they are.
_RISING = ("\u0301", "\u0300", "\u0309", "\u0303", "\u0323", "")
_VNI_MARKS = {"": "ùøûõï", "\u0302": "áàåãäâ", "\u0306": "éèúüëê"}
_VNI_VOWELS = {"": ("aeiouyôö", "aeiouyơư"), "\u0302": ("aeo", "aeo"), "\u0306": ("a", "a")}
_VNI_SINGLE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def _composed(*parts: str) -> str:
    return unicodedata.normalize("NFC", "".join(parts))


def _vni() -> dict[str, str]:
    lower = dict(_VNI_SINGLE)
    for shape, vowels in _VNI_VOWELS.items():
        for printed, vowel in zip(*vowels, strict=True):
            tones = zip(_VNI_MARKS[shape], _RISING, strict=False)
            lower |= {printed + mark: _composed(vowel, shape, tone) for mark, tone in tones}
    mixed = {k[0].upper() + k[1:]: v.upper() for k, v in lower.items() if len(k) > 1}
    return lower | {k.upper(): v.upper() for k, v in lower.items()} | mixed


TCVN3: Mapping[str, str] = {chr(code): letter for code, letter in enumerate(_TCVN3, 0xA1) if letter != " "}
VNI: Mapping[str, str] = _vni()
"""What is stored for each letter, and the letter; VNI's capitals may carry a small mark."""

_VNI_ANY = re.compile("|".join(sorted(map(re.escape, VNI), key=len, reverse=True)))
_TCVN3_FONT = re.compile(r"\.?vn[a-z]|\.abc|abc ?font", re.IGNORECASE)
_CAPITALS = re.compile(r"h( ?(bold|italic))*$", re.IGNORECASE)
_UNICODE = re.compile("[\u1ea0-\u1ef9]")
# How programs hand on some codes: minus for the soft hyphen, bullet operators for the middle dot, micro for mu.
_ALIASES = str.maketrans({"\u2212": "\xad", "\u2219": "\xb7", "\u2022": "\xb7", "\u03bc": "\xb5", "\u02c9": "\xaf"})


def font_encoding(font: str | None) -> str | None:
    """Return "TCVN3" or "VNI" for a font from before Unicode, by its name, else None.

    >>> font_encoding(".VnTimeH"), font_encoding("VNI-Times"), font_encoding("Times New Roman")
    ('TCVN3', 'VNI', None)
    """
    name = (font or "").lstrip("@'\" ")
    name = name.split("+", 1)[-1] if re.match(r"[A-Z]{6}\+", name) else name
    if re.match(r"vni|svni", name, re.IGNORECASE):
        return "VNI"
    return "TCVN3" if _TCVN3_FONT.match(name) else None


def decoded(text: str, font: str | None) -> str:
    """Return the letters that a run of text shows in its font. Text that is in Unicode already is left as it is.

    A code of TCVN3 that may be another sign comes out as it is kept until the whole word is there: see `settled`.

    >>> settled([decoded("\u00ae\u00b9t", ".VnTime")])
    ['đạt']
    """
    if _UNICODE.search(text) or not _HIGH.search(text):
        return text.upper() if font_encoding(font) == "TCVN3" and _is_capital(font) else text
    encoding = _told_by_words(text, font_encoding(font))
    if encoding is None:
        return text
    if encoding == "VNI":
        return from_vni(_bytes(text))
    out = "".join(_UNSETTLED.get(c) or TCVN3.get(c, c) for c in _bytes(text.translate(_ALIASES)))
    return out.upper() if _is_capital(font) else out


class Letters:
    """The letters of one document by its fonts; ``met`` are the old encodings that were met in them."""

    def __init__(self) -> None:
        self.met: set[str] = set()

    def shown(self, text: str, font: str | None) -> str:
        """Return the letters that a text shows in its font."""
        letters = decoded(text, font)
        if letters != text and (encoding := font_encoding(font)):
            self.met.add(encoding)
        return letters

    def notices(self) -> list[str]:
        """Tell of the encodings that were met."""
        return [f"words in {name} fonts read as the letters they show" for name in sorted(self.met)]


def settled_runs(runs: list[Run]) -> list[Run]:
    """Return the runs of a paragraph with each word of an old font read as a whole."""
    return [replace(run, text=text) for run, text in zip(runs, settled([run.text for run in runs]), strict=True)]


def _is_capital(font: str | None) -> bool:
    return bool(_CAPITALS.search((font or "").split(",")[0]))


def _told_by_words(text: str, encoding: str | None) -> str | None:
    """The encoding of a run whose font says one, or another one where its words leave no doubt: fonts lie, or are lost
    when a file is saved anew.
    """
    if encoding is None:
        return text_encoding(text, _FEW)
    stored = _bytes(text)
    (other,) = ENCODINGS.keys() - {encoding}
    lies = _vietnamese(stored, encoding, 1) < _DOUBTED_SHARE and _vietnamese(stored, other, 1) >= _SHARE
    return other if lies and len(_LATIN.findall(stored)) >= _FEW else encoding


_UNSETTLED = {"\xad": "\ue0ad", "\xb9": "\ue0b9"}
_SETTLED = {"\ue0ad": ("ư", ""), "\ue0b9": ("ạ", "¹")}
_AFTER_VOWEL = re.compile("(?:[aeouy]|(?<!g)i)[\u0300-\u0323]*u\u031b", re.IGNORECASE)
_DOUBT = re.compile("[\ue0ad\ue0b9]")
_DOUBTED = re.compile("(?:[\ue0ad\ue0b9]|[^\\W\\d_])+")


def settled(texts: list[str]) -> list[str]:
    """Return the texts of the runs of a paragraph with each code that may be a letter or another sign as what makes a
    syllable of its word: "ư" or a soft hyphen, "ạ" or a raised 1.
    """
    whole = "".join(texts)
    if not _DOUBT.search(whole):
        return texts
    signs: dict[int, str] = {}
    for word in _DOUBTED.finditer(whole):
        letters = _DOUBT.sub(lambda m: _SETTLED[m[0]][0], word[0])
        odd = not is_syllable(letters) or _AFTER_VOWEL.search(unicodedata.normalize("NFD", letters))
        other = bool(odd and is_syllable(_DOUBT.sub("", word[0]))) or letters == "ạ"
        for m in _DOUBT.finditer(whole, *word.span()):
            capital = len(word[0]) > 1 and word[0].isupper()
            sign = _SETTLED[m[0]][other]
            signs[m.start()] = sign.upper() if capital else sign
    shown = (signs.get(at, letter) for at, letter in enumerate(whole))
    return ["".join(islice(shown, len(text))) for text in texts]


def from_tcvn3(text: str) -> str:
    """Return the letters of a text in TCVN3 whose bytes were taken for Latin ones.

    Its capitals with tones are the small letters of another font: in a word of capitals, and in a word of two letters
    among such words, they are capitals too. The code of "ạ" is that of a raised 1, which stands behind a whole syllable
    or opens a line.
    """
    out = _FIRST_NOTE.sub("¹", _TCVN3_WORD.sub(_tcvn3_word, text))
    return _AMONG_CAPITALS.sub(lambda m: m[0].upper(), out)


_TCVN3_WORD = re.compile(f"[A-Za-z{''.join(map(re.escape, TCVN3))}]+")
_LETTERS = "".join(sorted(set(TCVN3.values())))
_BIG = "A-Z" + "".join(c.upper() for c in _LETTERS)
_FIRST_NOTE = re.compile(r"^ạ(?=[ \t])", re.MULTILINE)
_AMONG_CAPITALS = re.compile(f"(?<=[{_BIG}]{{2}}[ -])(?:[- ] )?[A-Z][{_LETTERS}](?![^\\W\\d_])")
_INITIAL = re.compile(r"[A-Z][^A-Za-z]+$")
"""A word with one capital, its first: "Bé" is "Bộ", not "BỘ"."""


def _tcvn3_word(found: re.Match[str]) -> str:
    stored = found[0]
    word = "".join(TCVN3.get(character, character) for character in stored)
    if stored.endswith("\xb9") and not is_syllable(word) and is_syllable(word[:-1]):
        word = word[:-1] + "¹"
    plain = "".join(character for character in stored if character.isascii())
    return word.upper() if plain.isupper() and not _INITIAL.match(stored) else word


def from_vni(text: str) -> str:
    """Return the letters of a text in VNI whose bytes were taken for Latin ones."""
    return _VNI_ANY.sub(lambda m: VNI[m[0]], text)


ENCODINGS: Mapping[str, Callable[[str], str]] = {"TCVN3": from_tcvn3, "VNI": from_vni}
"""The encodings from before Unicode, and what makes the letters of each of a text whose bytes were taken for Latin."""


def converted(letters: list[str], encoding: str) -> list[str]:
    """Return the letters of one word in an encoding, as many as were given: the mark behind a VNI vowel leaves "".

    >>> converted(list("ñoàng"), "VNI")
    ['đ', 'ồ', '', 'n', 'g']
    """
    word = "".join(letters)
    if encoding == "TCVN3" or len(word) != len(letters):
        out = from_tcvn3(word) if encoding == "TCVN3" else word
        return list(out) if len(out) == len(letters) else letters
    found = letters.copy()
    for m in _VNI_ANY.finditer(word):
        found[m.start() : m.end()] = [VNI[m[0]], *[""] * (len(m[0]) - 1)]
    return found


def _bytes(text: str) -> str:
    return "".join(_byte(character) if ord(character) > 0xFF else character for character in text)


@cache
def _byte(character: str) -> str:
    """The Latin character of the byte that a program took for another one: of a symbol font, or in a code page."""
    if "\uf000" <= character <= "\uf0ff":
        return chr(ord(character) - 0xF000)
    for codec in ("cp1258", "cp1252"):
        try:
            return character.encode(codec).decode("latin-1")
        except UnicodeEncodeError:
            continue
    return character


_ONSET, _CODA = "(?:ngh?|[gcknpt]h|gi|qu|tr|[bcdđghklmnpqrstvx])?", "(?:ch|n[gh]|[cmnpt])?"
_SYLLABLE = re.compile(f"{_ONSET}[aeiouy]{{1,3}}{_CODA}", re.IGNORECASE)
TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
SHAPES = re.compile("[\u0302\u0306\u031b]")
_WORD = re.compile(r"[^\W\d_]+")
_HIGH = re.compile("[^\x00-\x7f]")
_FEW = 6  # letters and words, at least, that tell of one run
_DOUBTED_SHARE = 0.6
_TELLING = 12  # accented words, and what share of them is Vietnamese, that decide a whole text
_SHARE = 0.95
_LATIN = re.compile("[\u00a1-\u00ff]")


def is_syllable(word: str) -> bool:
    """Tell whether a word is a Vietnamese syllable, with one tone at most."""
    apart = unicodedata.normalize("NFD", word)
    bare = SHAPES.sub("", TONES.sub("", apart))
    return len(TONES.findall(apart)) <= 1 and _SYLLABLE.fullmatch(bare) is not None


# Vowels as they stand together in Vietnamese, which the wrong encoding of two does not give.
_NUCLEI = (
    "a ă â e ê i o ô ơ u ư y ai ao au ay âu ây eo êu ia iê iu oa oă oe oi oo ôi ơi ua uâ ue uê ui uô uơ uy ưa ưi ươ ưu "
    "yê iêu oai oay oeo uây uôi uya uyê uyu ươi ươu yêu uai"
).split()
_SPELT = re.compile(f"{_ONSET}(?:{'|'.join(_NUCLEI)}){_CODA}", re.IGNORECASE)


def _toneless(word: str) -> str:
    return unicodedata.normalize("NFC", TONES.sub("", unicodedata.normalize("NFD", word)))


def text_encoding(text: str, telling: int = _TELLING) -> str | None:
    """Return "TCVN3" or "VNI" for a plain text in it whose bytes were taken for Latin ones, else None.

    Decided only where it is certain: enough accented words, next to all of them Vietnamese once decoded and most of
    them not Vietnamese as they stand, and none of the letters that only Unicode has.
    """
    if _UNICODE.search(text) or len(_LATIN.findall(text)) < telling:
        return None
    found = {name: _vietnamese(text, name, telling) for name in ENCODINGS}
    best = max(found, key=found.__getitem__)
    return best if found[best] >= _SHARE else None


def _vietnamese(text: str, encoding: str, telling: int) -> float:
    """The share of syllables among the accented words that a text shows in an encoding; 0 for too few to tell."""
    chunks = [ENCODINGS[encoding](chunk) for chunk in text.split() if _LATIN.search(chunk)]
    words = [word.casefold() for chunk in chunks for word in _WORD.findall(chunk) if not word.isascii()]
    good = [word for word in words if is_syllable(word) and _SPELT.fullmatch(_toneless(word))]
    return len(good) / len(words) if len(good) >= telling else 0.0
