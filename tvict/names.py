"""Personal names, identity and telephone numbers: a text goes in, what must not be shown of it comes out.

The reports thank, help and answer people by name. Their names stand in the source text and in nothing made from it:
``Names`` finds them once in the whole text, and the frames, quotations and pages made from it leave them out.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from tvict.settings import packaged

HIDDEN = "…"
"""What stands in the place of a name."""

Span = tuple[int, int]

MARKS = "\u0300-\u036f"
UPPER = "".join(re.escape(chr(code)) for code in (*range(0x41, 0x250), *range(0x1E00, 0x1F00)) if chr(code).isupper())
BLANK = r"(?:[^\S\n]*\n(?![^\S\n]*\n)[^\S\n]*|[^\S\n]+)"
"""What may stand between the syllables of a name: blanks and one line break, no end of a paragraph."""

SYLLABLE = rf"[{UPPER}][\w{MARKS}'’]*"
RUN = re.compile(rf"{SYLLABLE}(?:{BLANK}{SYLLABLE})*")
"""Words in capitals, one behind the other: names of persons, places, bodies, and what opens a sentence."""

WORD = re.compile(rf"[^\W\d_][\w{MARKS}/'’]*")
BEFORE = re.compile(rf"[\w{MARKS}/]+\.?(?=:?(?:{BLANK})?\Z|\.\Z)")
JOINT = re.compile(rf"(?:\s*[,;]|\s+-|{BLANK}v(?:à|a\u0300)|{BLANK}c(?:ù|u\u0300)ng)\s+")
NUMBER = re.compile(
    r"[+\d](?<![\w.,/-][+\d])(?:(?P<called>(?:(?<=\+)84|(?<=0)\d{2})\d*(?:[ .)-]{1,2}\d{3,4}){0,4})|\d{7,15})"
    r"(?![\w/]|[.,]\d)"
)
"""Digits as telephone numbers and cards have them, which begin with 0 or +84; others only the words before tell."""

SHOWY = re.compile(rf"[\d+{UPPER}]")
"""What every name and every such number begins with."""

DIALLED = range(10, 13)
"""Digits of a telephone number, and of a card."""

LONGEST = 6
"""Syllables of a name, at most."""

REACH = 48
"""Characters before a name in which a form of address may stand, with an office and a body."""

SIGNED = 400
"""Characters above a signature in which the office of the signer stands."""


@lru_cache(maxsize=65536)
def _folded(word: str) -> str:
    return unicodedata.normalize("NFC", word).casefold().rstrip(".")


def _either(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, letters composed or not: a text keeps the form of its file."""
    forms = {unicodedata.normalize(form, word) for word in words for form in ("NFC", "NFD")}
    return "|".join(
        re.escape(word).replace(r"\ ", r"\s+") for word in sorted(forms, key=lambda form: (-len(form), form))
    )


WRITTEN = packaged("names.toml")
"""The word lists of names.toml."""

WORDS = {name: frozenset(map(_folded, words)) for name, words in WRITTEN.items()}
"""The same in the form in which words are looked up."""

TITLES = WORDS["address"] | WORDS["office"] | WORDS["body"]
OPENING = frozenset(title.split()[0] for title in TITLES)
CALLED = WORDS["address"] | WORDS["familiar"]
CLOSING = frozenset(title.split()[-1] for title in CALLED)
SURNAMES = WORDS["surname"] | WORDS["common_word"]
BEGINNING = SURNAMES | CLOSING
SIGNATURE = re.compile(rf"(?<!\w)(?:{_either(WRITTEN['signature'])})(?!\w)")
IDENTITY = re.compile(
    rf"(?<!\w)(?:{_either(WORDS['identity'])})(?:[\s:.()–-]|{_either(WORDS['between'])}){{0,12}}\Z", re.IGNORECASE
)


@dataclass(frozen=True)
class Names:
    """What must not be shown of one text: ``people`` are the spans of personal names, ``numbers`` those of identity
    and telephone numbers.
    """

    text: str
    people: tuple[Span, ...] = ()
    numbers: tuple[Span, ...] = ()
    spans: tuple[Span, ...] = field(init=False)
    _again: re.Pattern[str] | None = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "spans", tuple(sorted((*self.people, *self.numbers))))
        object.__setattr__(self, "_again", _anywhere({self.text[start:end] for start, end in self.people}))

    @classmethod
    def of(cls, text: str) -> Names:
        """Find the names and numbers of a text."""
        people, numbers = tuple(_people(text)), tuple(_numbers(text))
        others = (span for span in numbers if not any(start <= span[0] and span[1] <= end for start, end in people))
        return cls(text, people, tuple(others))

    def between(self, start: int, end: int) -> str:
        """Return a stretch of the text as it may be shown."""
        parts, cursor = [], start
        first = max(bisect_right(self.spans, (start, start)) - 1, 0)
        for opening, closing in self.spans[first : bisect_left(self.spans, (end,), first)]:
            if closing > cursor:
                parts += [self.text[cursor : max(opening, cursor)], HIDDEN]
                cursor = closing
        return "".join([*parts, self.text[cursor:end]])

    def covered(self) -> str:
        """Return the whole text with what must not be shown covered letter by letter, so that offsets hold."""
        letters = list(self.text)
        for opening, closing in self.spans:
            letters[opening:closing] = HIDDEN * (closing - opening)
        return "".join(letters)

    def is_number(self, start: int, end: int) -> bool:
        """Tell whether a stretch of the text holds part of a telephone number or of the number of a card."""
        return any(opening < end and start < closing for opening, closing in self.numbers)

    def hide(self, words: str) -> str:
        """Return words made from the text, or written about it, without the names that it or they print."""
        if self._again is not None:
            words = self._again.sub(HIDDEN, words)
        return masked(words)


@lru_cache(maxsize=4096)  # tables say the same labels and headings many times
def masked(text: str) -> str:
    """Put an ellipsis for each personal name, identity and telephone number; a text without one comes back as it is.

    >>> masked("theo yêu cầu của hộ Bà Lâm Thị Tuyết, ông Ngô Văn Phú; Cho ý kiến")
    'theo yêu cầu của hộ Bà …, ông …; Cho ý kiến'
    """
    if not SHOWY.search(text):
        return text
    found = Names.of(text)
    return found.between(0, len(text)) if found.spans else text


def _people(text: str) -> Iterator[Span]:
    """Yield the span of each personal name, in order."""
    last = -1
    for run in RUN.finditer(text):
        if not _may_hold(text, run):
            continue
        syllables = [hit.span() for hit in WORD.finditer(text, *run.span())]
        while syllables:
            name = _name(text, syllables, last)
            if name is None:
                del syllables[0]
            else:
                yield name
                last = name[1]
                syllables = [span for span in syllables if span[0] >= last]


def _may_hold(text: str, run: re.Match[str]) -> bool:
    """Tell whether a name can stand in a run: most open a sentence or name a body, and cost no more than this look."""
    at = run.start()
    return _may_begin(run.group()) or _announces(text[at - 14 if at > 14 else 0 : at])


@lru_cache(maxsize=4096)  # a report names the same bodies again and again
def _may_begin(run: str) -> bool:
    """Tell whether a name can begin in a run of words with capitals."""
    syllables = run.split()
    return bool(syllables[1:]) and not BEGINNING.isdisjoint(map(_folded, syllables))


@lru_cache(maxsize=4096)
def _announces(before: str) -> bool:
    """Tell whether words end with a form of address or an office, behind which one name alone may stand."""
    words = before.split()
    return bool(words) and _folded(words[-1].rstrip(":")) in CLOSING


def _name(text: str, syllables: list[Span], last: int) -> Span | None:
    """Return the span of the name that begins with the first syllable; None where it is no name.

    ``last`` is where the name before ends.
    """
    known = _plain(text, syllables[0]) in SURNAMES
    if not known and not _ends_with(_before(text, syllables[0][0], 1), CLOSING):
        return None
    own = _own_syllables(text, syllables)
    if not own:
        return None
    span = own[0][0], own[-1][1]
    plain = [_plain(text, syllable) for syllable in own]
    before = _before(text, span[0])
    listed = last > 0 and (joint := JOINT.match(text, last)) is not None and joint.end() == span[0]
    if _ends_with(before, CALLED) and _is_named(text, span, plain, before, known):
        return span
    if " ".join(plain) in WORDS["places"] or not known or len(own) < 2:
        return None
    if (listed or _ends_with(before, WORDS["person"])) and (plain[0] in WORDS["surname"] or len(own) > 2):
        return span
    if _holds_office(before):
        return span
    if _is_full(plain) and not _ends_with(before, WORDS["named_after"]):
        return span
    return span if _is_signature(text, span) else None


def _own_syllables(text: str, syllables: Sequence[Span]) -> list[Span]:
    """Return the syllables of a run that can belong to one name: what begins an office or a form of address ends it.

    In a line of capitals nothing else does, so that a name there is as long as its middle syllables say.
    """
    own = syllables[:LONGEST]
    plain = [_plain(text, span) for span in own]
    if text[slice(*own[0])].isupper() and len(own) > 3 and text[slice(*own[3])].isupper():
        own = own[: 4 if plain[2] in WORDS["often_middle"] else 3]
    for count, (start, _) in enumerate(own):
        if plain[count] in OPENING and not (count == 0 and plain[1:2] and plain[1] in WORDS["middle"]):
            ahead = [_plain(text, hit.span()) for hit, _ in zip(WORD.finditer(text, start), range(4), strict=False)]
            if any(" ".join(ahead[:size]) in TITLES for size in (1, 2, 3, 4)):
                return list(own[:count])
    return list(own)


def _is_named(text: str, span: Span, plain: list[str], before: list[str], known: bool) -> bool:
    """Tell whether what follows a form of address is a name; one capital syllable behind a capital one is a place."""
    if " ".join(plain) in WORDS["places"]:
        return False
    if len(plain) > 1:
        return known or _ends_with(before, WORDS["address"]) or any(sign in text[slice(*span)] for sign in "'’")
    spoken = BEFORE.search(text, max(span[0] - 20, 0), span[0])
    return before[-1] in WORDS["familiar"] and spoken is not None and spoken.group()[0].islower()


def _holds_office(before: list[str]) -> bool:
    """Tell whether the words before end with an office, or with an office and bodies behind it."""
    while not _ends_with(before, WORDS["office"]):
        size = next((n for n in (4, 3, 2, 1) if " ".join(before[-n:]) in WORDS["body"] and len(before) > n), 0)
        if not size:
            return False
        before = before[:-size]
    return True


def _ends_with(before: list[str], group: frozenset[str]) -> bool:
    return any(" ".join(before[-size:]) in group for size in range(1, min(len(before), 5) + 1))


def _is_full(plain: list[str]) -> bool:
    """Tell whether syllables are a name by themselves: surname, middle name, given name."""
    if not 2 < len(plain) < 6:
        return False
    return plain[1] in WORDS["middle"] or (plain[0] in WORDS["surname"] and plain[1] in WORDS["often_middle"])


def _is_signature(text: str, span: Span) -> bool:
    opening = text.rfind("\n", 0, span[0]) + 1
    closing = text.find("\n", span[1])
    line = text[opening : closing if closing >= 0 else len(text)].strip(" \t\r*_|")
    return line == text[slice(*span)] and bool(SIGNATURE.search(text, max(opening - SIGNED, 0), opening))


def _before(text: str, start: int, most: int = 8) -> list[str]:
    """Return words right before a place, folded, at most so many; none where a sentence or a paragraph ends between."""
    words: list[str] = []
    at = start
    while len(words) < most and (hit := BEFORE.search(text, max(at - 20, start - REACH, 0), at)):
        if words and hit.group().endswith("."):
            break
        words.insert(0, _folded(hit.group()))
        at = hit.start()
    return words


def _plain(text: str, span: Span) -> str:
    return _folded(text[slice(*span)])


def _anywhere(names: set[str]) -> re.Pattern[str] | None:
    """Return a pattern for the names that are long enough to be known again without a form of address, whole or cut.

    What is made of a text may hold a part of a name, its first letter small, and a heading in small letters.
    """
    pieces = set()
    whole = [r"\s+".join(map(re.escape, name.split())) for name in sorted(names) if len(name.split()) > 2]
    for name in names:
        syllables = name.split()
        full = len(syllables) > 2
        for size in range(2 if full else len(syllables), len(syllables) + 1):
            pieces |= {tuple(syllables[at : at + size]) for at in range(len(syllables) - size + 1) if size > 1}
    if not pieces:
        return None
    written = [r"\s+".join(map(_either_case, piece)) for piece in sorted(pieces, key=lambda p: (-len(p), p))]
    return re.compile(rf"(?<!\w)(?:{'|'.join([*(f'(?i:{name})' for name in whole), *written])})(?!\w)")


def _either_case(syllable: str) -> str:
    first = sorted({syllable[0], syllable[0].lower()})
    return f"[{''.join(first)}]{re.escape(syllable[1:])}"


def _numbers(text: str) -> Iterator[Span]:
    """Yield the spans of telephone numbers and of numbers of cards, accounts and passports.

    A telephone number begins with 0 or +84: "thuê bao điện thoại: 1.125.000" is a quantity.
    """
    for hit in NUMBER.finditer(text):
        called = hit["called"] is not None and sum(map(str.isdigit, hit.group())) in DIALLED
        if called or IDENTITY.search(text, max(hit.start() - REACH, 0), hit.start()):
            yield hit.span()
