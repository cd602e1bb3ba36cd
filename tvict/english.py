"""What stands in the notation of a report, in English: units, numbers and claims go in, English words come out.

The nouns are those of labels.toml; a unit that none of them begins stays as it is, in quotation marks.
"""

from __future__ import annotations

import re

from tvict.labels import labels

PIECE = re.compile(r"[^/,]+")
NUMERAL = re.compile(r"\d[\d.,]*\d")
NOUNS = re.compile(r"(?<=[\d)] )\(?[^\W\d_]+(?:,? [^\W\d_]+)*\)?")
"""What stands behind a number: "Kế hoạch, Quyết định", "(đơn vị, cá nhân)"."""
SWAP = str.maketrans(".,", ",.")


def unit_words(unit: str, lang: str, value: float = 0) -> str:
    """Return a unit in a language: in English each noun of it by what it begins with, in quotation marks where one of
    them is not listed, and in the singular for 1.

    >>> unit_words("dịch vụ công trực tuyến", "en"), unit_words("thuê bao/100 dân", "en"), unit_words("xã", "en", 1)
    ('services', 'subscribers/100 people', 'commune')
    >>> unit_words("gian hàng ảo", "en")
    '“gian hàng ảo”'
    """
    if lang == "vi":
        return unit
    pieces = {piece: _noun(piece.strip(" ()").lower(), lang) for piece in PIECE.findall(unit)}
    if None in pieces.values():
        return f"“{unit}”"
    words = PIECE.sub(lambda piece: piece.group().replace(piece.group().strip(), pieces[piece.group()] or ""), unit)
    return re.sub(r"(?<=[^\W\d_]{3})s\b", "", words) if abs(value) == 1 else words


def _noun(piece: str, lang: str) -> str | None:
    """Translate a noun, with the number before it where there is one; None where no beginning of it is listed."""
    count, noun = re.fullmatch(r"([\d.]*) ?(.*)", piece, re.DOTALL).groups()  # type: ignore[union-attr]
    syllables, listed_nouns = noun.split(), labels()["chart_units"]
    heads = (" ".join(syllables[:size]) for size in range(len(syllables), 0, -1))
    found = next((listed_nouns[head][lang] for head in heads if head in listed_nouns), None)
    return found and f"{count} {found}".strip()


def as_english(printed: str) -> str:
    """Return a claim, or a value as printed, in English: its numbers, and what they count.

    >>> as_english("139 + 332 + 1.106 = 1.577 ≠ 1.577,5 cơ quan"), as_english("2,17 điểm phần trăm")
    ('139 + 332 + 1,106 = 1,577 ≠ 1,577.5 agencies', '2.17 percentage points')
    >>> as_english("1.062,5 tỷ đồng"), as_english("1,2 nghìn tỷ đồng"), as_english("91 thuê bao/100 dân")
    ('1,062.5 billion đồng', '1.2 trillion đồng', '91 subscribers/100 people')
    """
    numbers = NUMERAL.sub(lambda numeral: numeral[0].translate(SWAP), printed)
    return NOUNS.sub(lambda nouns: _scaled(nouns[0]), numbers)


def _scaled(words: str) -> str:
    """Translate what stands behind a number: a word for its scale, then a unit."""
    for entry in reversed(labels()["scales"].values()):  # "nghìn tỷ" before "nghìn"
        scale, _, unit = words.partition(f"{entry['vi']} ")
        if not scale and unit:
            return f"{entry['en']} {unit_words(unit, 'en')}"
    return unit_words(words, "en")
