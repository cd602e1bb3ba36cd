"""From a text to the numbered documents it mentions: number, type, issuer, drafter, date and title.

One scan finds digits that a slash or hyphen joins to letters; everything else is decided around each hit. The words
(types, issuers, what opens a title) are those of lexicon/documents.toml. The text is expected in composed form (NFC).
"""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import dropwhile, takewhile, zip_longest
from operator import not_
from typing import NamedTuple

from tvict.reading.lexicon import toml
from tvict.reading.model import Citation

LEXICON = toml("documents")


# Vocabulary


class _Known(NamedTuple):
    """A type of document or a body whose code is known, and what its table in the lexicon says of it."""

    code: str
    said: frozenset[str]


def _known(name: str) -> dict[str, _Known]:
    said = {code: [key for key, value in entry.items() if value is True] for code, entry in LEXICON[name].items()}
    return {code: _Known(code, frozenset(keys)) for code, keys in said.items()}


def _alternatives(words: Iterable[str], before: str = "") -> str:
    """Return the source of a pattern for any of these words; a look at one letter spares the engine most attempts."""
    words = sorted(words, key=len, reverse=True)
    sources = [re.escape(word).replace(r"\ ", r"\s+") for word in words]
    letters = "".join(sorted({re.escape(word[0]) for word in words}))
    return f"(?=[{letters}]){before}(?:{'|'.join(sources)})"


def words(name: str) -> str:
    """Return the source of a pattern that finds the whole words of the class [words.NAME].

    >>> bool(re.search(words("month"), "ngày 09 Tháng 9"))
    True
    """
    entry = LEXICON["words"][name]
    flag, before = "" if entry.get("cased") else "i", r"(?<![^\W_])"
    return f"(?{flag}:{_alternatives(entry['words'], before)}(?![^\\W_]))"


_TYPES = _known("types")
_NOUNS = {noun.casefold(): _TYPES[code] for code, entry in LEXICON["types"].items() for noun in entry["nouns"]}
_CODES: defaultdict[str, list[_Known]] = defaultdict(list)
for _code, _entry in LEXICON["types"].items():
    _own = [] if _entry.get("uncoded") or _entry.get("standard") else [_code]
    for _spelling in (*_own, *_entry.get("codes", ()), *_entry.get("misprints", ())):
        _CODES[_spelling.casefold()].append(_TYPES[_code])
_MISPRINTS = {code.casefold() for entry in LEXICON["types"].values() for code in entry.get("misprints", ())}
_LETTER = next(type_ for type_ in _TYPES.values() if "letter" in type_.said)
_ISSUERS = list(_known("issuers").values())
_FORM = re.compile(
    "|".join(f"({entry.get('form', re.escape(code))})" for code, entry in LEXICON["issuers"].items()), re.IGNORECASE
)
_MATTERS = {word.casefold() for word in LEXICON["words"]["matter"]["words"]}


def _nouns_of(kind: str) -> list[str]:
    """The nouns of the types of a kind, in capitals apart."""
    return [n for t in _TYPES.values() if kind in t.said for n in LEXICON["types"][t.code]["nouns"] if not n.isupper()]


def types_named(words: str) -> frozenset[str]:
    """The types of document that a phrase names: "19 Kế hoạch, Quyết định" names KH and QĐ."""
    return frozenset(_NOUNS[" ".join(m[0].split()).casefold()].code for m in _NAMED.finditer(words))


def heads_number(words: str) -> bool:
    """Whether words do no more than head the number of a document: "Kế hoạch số", "số", "Chỉ thị", or none."""
    return _BEFORE.fullmatch(words) is not None


# Grammar

_UPPER = "".join(c for c in map(chr, [*range(0x41, 0x250), *range(0x1E00, 0x1F00)]) if c.isupper())
_GAP = r"[ \xa0]{0,2}+"
_HYPHEN = r"[-‐‑–]"
_PART = r"[^\W\d_][^\W_]*(?:[&.][^\W\d_][^\W_]*)*"

_CHAIN_PART = re.compile(_PART)

#: Candidates for a number: 14/2022/QĐ-UBND, 1552/BTTTT-CATTT, 15/2020/QH14, 09-NQ/TU; _state and _party judge codes.
#: It begins with one digit so that the engine can skip to digits, and gives nothing back (+) that could not help.
#: Spaces are read around the first hyphen only: later ones are the punctuation of the sentence.
_NUMBER = re.compile(
    rf"""
    (?P<serial>[0-9](?:[0-9]{{0,2}}+\.[0-9]{{3}}|[0-9]{{0,4}}+[a-dA-D]?+))
    (?:{_GAP}/{_GAP}(?P<year>(?:19|20)\d\d)(?!\d))?
    {_GAP}(?:
        /{_GAP}(?P<head>{_PART})(?P<tail>(?:{_GAP}{_HYPHEN}{_GAP}\n?{_PART}(?:{_HYPHEN}{_PART})*)?)
      | {_HYPHEN}{_GAP}(?P<party>{_PART}){_GAP}/{_GAP}(?P<body>{_PART}(?:{_HYPHEN}{_PART})*)
    )
    """,
    re.VERBOSE,
)

_STANDARDS = sorted((t.code for t in _TYPES.values() if "standard" in t.said), key=len, reverse=True)
_INITIALS = "".join({code[0] for code in _STANDARDS})  # looked for first: spares most attempts
_AFTER = "|".join(f"(?<={code[0]}){re.escape(code[1:])}" for code in _STANDARDS)
#: Standards: QCVN 84:2021/BTTTT, TCVN ISO 9001:2015, QCVN 01-1:2018/BYT.
_STANDARD = re.compile(
    rf"(?P<type>[{_INITIALS}](?<![^\W_].)(?:{_AFTER}))\s?(?P<adopted>[A-Z]+(?:/[A-Z]+)*\s)?"
    r"(?P<serial>\d+(?:-\d+)*)(?:\s?:\s?(?P<year>(?:19|20)\d\d)(?!\d)(?:/(?P<issuer>[^\W\d_]+))?)?(?![.,]?\d)"
)

_DATE = (
    rf"{words('day')}\s*(?P<day>\d{{1,2}})(?:\s*[/.\-]\s*|\s+{words('month')}\s+)(?P<month>\d{{1,2}})"
    rf"(?:\s*[/.\-]\s*|,?\s+{words('year')}\s+)(?P<calendar>\d{{4}})(?!\d)"
)
#: White space that may hold a page break with its page number.
_BREAK = r"(?:\s*\n\s*\d{1,3}\s*\n\s*|[\s*_]*)"
_DATE_AFTER = re.compile(rf"{_BREAK}[,(]?\s*(?:(?:{words('issue')}|{words('glue')})\s+)?{_DATE}")
_DATE_HERE = re.compile(rf"\s*,?\s*{_DATE}")
_DATE_AHEAD = re.compile(
    rf"(?:^|[\n.;:+*-])\s*(?:[^\W\d_]+\s+)?{_DATE}[^\d;.\n]{{1,90}}{words('issue')}[^\d;.\n]{{0,40}}\Z"
)
_DATELINE = re.compile(rf"[^\n;\d]{{0,60}}[\s|]{{1,6}}[^\n;\d]{{0,60}},\s*{_DATE}")
_OWN = re.compile(rf"(?:^|\n)[ \t*_|]*{words('number')}[ :*_]*\Z")
#: What stands directly before a number: a type noun, the word for number, or both.
_NOUN = _alternatives(_NOUNS, r"(?<!\w)")
_BEFORE = re.compile(rf"(?:(?i:(?P<noun>{_NOUN}))(?!\w)[\s*_:(“\"]*)?(?:(?P<number>{words('number')})[\s*_:.(“\"]*)?\Z")
_NAMED = re.compile(rf"(?i:{_NOUN})(?!\w)")
_NUMBER_WORD = re.compile(rf"\s*{words('number')}\s*:?\s*\Z")

_GLUE = re.compile(rf"[\s,;*_]*(?:{words('glue')}\s+)?(?:{words('number')}\s*:?\s*)?")
_GLUE_LENGTH = 24
_CONJUNCTION = re.compile(rf"(?:,|\s{words('glue')})\s*\Z")

_OF = re.compile(rf"{_BREAK},?\s*{words('of')}\s+")
_BODY_END = re.compile(
    rf"(?P<aside>\((?!\s*{words('subject')})[^()\n]{{1,40}}\)(?=\s))|(?P<title>\s[\"“(]?(?={words('opening')}))|(?P<date>\s(?={_DATE}))"
    rf"|(?P<other>[\d;,.:()“”\"]|\n\s*\n|\s(?={words('after_issuer')}\s+[^\W{_UPPER}]))"
)
_LEVELS: list[str] = LEXICON["words"]["level"]["words"]
_PLACE = re.compile(rf"{words('level')}(?:\s+(?:-\s+)?[{_UPPER}]\w*)*")

#: After a comma or bracket only what can open nothing but a title: ", Sở đã họp" is the sentence going on.
_TITLE_START = re.compile(
    rf"{_BREAK}(?:[,(]\s*\(?(?P<subject>{words('subject')})"
    rf"|[“\"]?\s*(?:(?P<opening>{words('opening')})|(?P<capital>[{_UPPER}]\w)))"
)
#: Like _NUMBER it begins with one class of characters, for speed; what follows or precedes says which stop it is. Most
#: of them are white space, which can only stand before words that end a title.
_TITLE_STOP = re.compile(
    rf"[\s(“)”;:|.,](?:(?<=[^\S\n])(?:{words('title_end')})|(?<![^\S\n])(?:(?<=[(“])(?P<open>)|(?<=[)”])(?P<close>)"
    rf"|(?<=\n)(?P<page>[^\S\n]*\n(?:\s*[0-9]{{1,3}}\s*\n)?\s*)"
    rf"|(?P<end>(?<=[;|])|(?<=[.:])(?=[.\s]|\Z)|(?<=\n)\s*(?:[-+*•]|\d{{1,2}}[.)]|[^\W\d_]\))\s"
    rf"|(?<=,)\s+{words('main_clause')}|(?<=\n){words('title_end')})))"
)
_ABBREVIATED = re.compile(rf"{words('abbreviation')}\Z")
_UNFINISHED = re.compile(rf"{words('unfinished')}\Z")
_NO_TITLE = re.compile(rf"{words('main_clause')}|{words('title_end')}")
_LAW = re.compile(_alternatives(_nouns_of("parliament"), r"(?<!\w)") + r"(?!\w)")
_STANDARD_NOUN = re.compile(f"(?i:{_alternatives(_nouns_of('standard'))})")
_TITLE_LENGTH = 400
_BODY_LENGTH = 110


# Numbers


@dataclass(slots=True)
class _Mention:
    """A number on its way to a Citation.

    ``lead`` is where the words before it begin that belong to it ("Quyết định số"); ``after`` where its date ends;
    ``own`` says that it is the number of the text itself.
    """

    start: int
    end: int
    lead: int
    number: str
    type: _Known | None
    issuer: str | None
    drafter: str | None
    year: int | None
    said: frozenset[str] = frozenset()
    party: bool = False
    own: bool = False
    after: int = 0
    date: datetime.date | None = None
    place: str = ""
    title: str | None = None


class _Before(NamedTuple):
    """What stands directly before a number, from where on; `listed`: it goes on with an earlier number of a list."""

    lead: int
    noun: _Known | None
    numbered: bool
    listed: bool = False


class _Codes(NamedTuple):
    """The codes of a number, spelled as the lexicon does, and where they end."""

    end: int
    type: _Known | None
    code: str
    issuers: tuple[str, ...]


def _before(text: str, start: int, previous: _Mention | None) -> _Before:
    hit = next(_BEFORE.finditer(text, max(0, start - 48), start))  # of nothing, where neither stands there
    noun = _NOUNS.get(" ".join((hit["noun"] or "").casefold().split()))
    if previous is not None and _goes_with(text, previous, start):
        return _Before(hit.start(), noun or previous.type, True, True)
    return _Before(hit.start(), noun, hit["number"] is not None)


def _goes_with(text: str, previous: _Mention, start: int) -> bool:
    """Whether a number goes on with the one before it in a list."""
    return start - previous.after < _GLUE_LENGTH and _GLUE.fullmatch(text, previous.after, start) is not None


def _is_code(part: str) -> bool:
    """Tell a code from a word: more capitals than small letters (UBND, TTg, QyĐ, but not "Kế")."""
    return part[0].isupper() and 2 * sum(map(str.isupper, part)) > sum(map(str.isalpha, part))


def _issuer(code: str) -> _Known | None:
    form = _FORM.fullmatch(code)
    return _ISSUERS[(form.lastindex or 0) - 1] if form else None


def _spelled_issuer(code: str) -> str:
    known = _issuer(code)
    if known and ("legislature" in known.said or known.code.casefold() == code.casefold()):
        return known.code
    return code.upper() if known and code.islower() else code


def _type_of(code: str, noun: _Known | None) -> _Known | None:
    candidates = _CODES.get(code.casefold(), [])
    if noun in candidates:
        return noun
    return next((t for t in candidates if t.code.casefold() == code.casefold()), candidates[0] if candidates else None)


def _parts(chain: str, small: bool) -> tuple[tuple[str, int], ...]:
    """Split a chain into its codes with their ends, up to the first word that is none ("QĐ-UBND.Thông tư")."""
    parts = []
    for found in _CHAIN_PART.finditer(chain):
        kept = ""
        for piece in found.group().replace(".", ".\n").split("\n"):
            if not (_is_code(piece) or (small and piece.islower())):
                break
            kept += piece
        kept = kept.rstrip(".")
        if kept:
            parts.append((kept, found.start() + len(kept)))
        if kept != found.group():
            break
    return tuple(parts)


def _state(hit: re.Match[str], before: _Before) -> _Codes | None:
    """Read the codes after the slash: TYPE-ISSUER-UNIT, ISSUER-UNIT, QH14 or TYPEISSUER; None if they are no codes."""
    small = hit["head"].islower()
    codes = _parts(hit["head"] + hit["tail"], small)
    if not codes:
        return None
    (head, _), end = codes[0], hit.start("head") + codes[-1][1]
    rest = tuple(_spelled_issuer(code) for code, _ in codes[1:])
    known, noun, type_ = _issuer(head), before.noun, _type_of(head, before.noun)
    if small and not (_issuer(codes[min(1, len(codes) - 1)][0]) or noun):
        return None
    if type_ and rest:
        return _Codes(end, type_, _spelled(head, type_), rest)
    if known and "legislature" in known.said:
        return _Codes(end, noun, head.upper(), (known.code, *rest)) if hit["year"] or noun else None
    if fused := _fused(head, noun, bool(hit["year"])):
        return _Codes(end, fused[0], fused[0].code, (fused[1], *rest))
    if type_:
        return _Codes(end, type_, _spelled(head, type_), ()) if noun and before.numbered else None
    vouched = before.listed or (noun and (rest or before.numbered)) or (known and (rest or before.numbered))
    if not vouched:
        return None
    return _Codes(end, noun or (_LETTER if rest else None), "", (_spelled_issuer(head), *rest))


def _spelled(printed: str, type_: _Known) -> str:
    """Repair case and misprints (ctr, QD), but keep another code of the same type (QĐi, CTrHĐ) as printed."""
    code = printed.casefold()
    return type_.code if code == type_.code.casefold() or code in _MISPRINTS else printed


def _fused(head: str, noun: _Known | None, dated: bool) -> tuple[_Known, str] | None:
    """Part a code that lost its hyphen (NĐCP) where the noun before it, or the year in the number, vouches for it."""
    for type_ in [noun] if noun else _TYPES.values() if dated else ():
        if noun is None and "normative" not in type_.said:
            continue
        rest = head[len(type_.code) :]
        if rest and head.casefold().startswith(type_.code.casefold()) and _issuer(rest):
            return type_, _spelled_issuer(rest)
    return None


def _party(hit: re.Match[str], before: _Before) -> _Codes | None:
    """Read TYPE/ISSUER-UNIT after the hyphen; None if it is none."""
    type_ = _type_of(hit["party"], before.noun)
    small = hit["party"].islower()
    bodies = _parts(hit["body"], small)
    if type_ is None or not bodies or (small and not _issuer(bodies[0][0])):
        return None
    issuers = tuple(_spelled_issuer(code) for code, _ in bodies)
    return _Codes(hit.start("body") + bodies[-1][1], type_, _spelled(hit["party"], type_), issuers)


def _issuer_and_drafter(issuers: tuple[str, ...], type_: _Known | None) -> tuple[str | None, str | None]:
    if not issuers or issuers[0].casefold() in _MATTERS:
        return None, None
    # A committee's code goes on after the hyphen (BCĐ-TTĐN), and a committee is no unit of the body before it.
    committee = any((known := _issuer(code)) and "compound" in known.said for code in issuers)
    if committee or (type_ is not None and "joint" in type_.said):
        return "-".join(issuers), None
    return issuers[0], "-".join(issuers[1:]) or None


def _stands_free(text: str, start: int, before: _Before) -> bool:
    """Tell whether a number begins at `start`, and not inside a date, an address of the web or a longer number."""
    previous = text[start - 1 : start]
    if previous.isalnum() or previous == "_":
        return before.numbered and not previous.isdigit()
    return previous not in ("/", "-", "–", "=") and not (
        previous in (".", ",") and text[start - 2 : start - 1].isdigit()
    )


def _numbered(text: str, hit: re.Match[str], previous: _Mention | None) -> _Mention | None:
    start = hit.start()
    before = _before(text, start, previous)
    if not _stands_free(text, start, before):
        return None
    codes = _state(hit, before) if hit["head"] else _party(hit, before)
    if codes is None:
        return None
    serial = hit["serial"].replace(".", "")
    issuer, drafter = _issuer_and_drafter(codes.issuers, codes.type)
    known = _issuer(codes.issuers[0]) if codes.issuers else None
    said = known.said if known else frozenset[str]()
    named = known is not None and "legislature" in said and codes.code.startswith(known.code)  # QH15 says who issues
    if hit["party"]:
        number = f"{serial}-{codes.code}/{'-'.join(codes.issuers)}"
    else:
        chain = filter(None, (codes.code, *codes.issuers[named:]))
        number = "/".join(filter(None, (serial, hit["year"], "-".join(chain))))
    own = before.numbered and before.noun is None and _OWN.search(text, max(0, start - 20), start) is not None
    year, end = _year(hit), codes.end
    party = bool(hit["party"]) or "party" in said
    return _Mention(start, end, before.lead, number, codes.type, issuer, drafter, year, said, party, own, after=end)


def _year(hit: re.Match[str]) -> int | None:
    """The year within a number."""
    return int(hit["year"]) if hit["year"] else None


def _standard(text: str, hit: re.Match[str]) -> _Mention:
    number, (start, end) = " ".join(hit.group().split()).replace(" :", ":").replace(": ", ":"), hit.span()
    title = _words_between(text, _STANDARD_NOUN, start, 260)
    type_, year = _TYPES[hit["type"]], _year(hit)
    return _Mention(start, end, start, number, type_, hit["issuer"], None, year, after=end, title=title)


def _words_between(text: str, noun: re.Pattern[str], start: int, reach: int) -> str | None:
    """Return what stands between noun and number in one clause: "Luật An toàn thông tin mạng số 86/2015/QH13"."""
    found = _last_in_clause(text, noun, start, reach)
    if found is None:
        return None
    return _tidied(_NUMBER_WORD.sub("", text[found.end() : _unclosed(text, found.end(), start) or start]))


def _last_in_clause(text: str, noun: re.Pattern[str], start: int, reach: int) -> re.Match[str] | None:
    floor = max(0, start - reach)
    floor = max(floor, *(text.rfind(mark, floor, start) for mark in (";", ". ", "\n\n")))
    found = list(noun.finditer(text, floor, start))
    return found[-1] if found else None


def _name_law(text: str, mention: _Mention) -> None:
    """Take type and title of an act of parliament from the name before its number, which may be many words away."""
    found = _last_in_clause(text, _LAW, mention.start, 160)
    if found is not None and mention.type is None:
        mention.type, mention.lead = _NOUNS[found.group().casefold()], found.start()
    mention.title = _words_between(text, _LAW, mention.start, 160)


# Dates, issuers' names and titles around a number


def _day(hit: re.Match[str] | None) -> datetime.date | None:
    try:
        return datetime.date(*(int(hit[part]) for part in ("calendar", "month", "day"))) if hit else None
    except ValueError:
        return None


def _date(text: str, mention: _Mention) -> None:
    """Fill the date after the number, after the issuer's name, in the dateline, or before "… ban hành"."""
    hit = _DATE_AFTER.match(text, mention.end)
    if hit is None and mention.own:
        hit = _DATELINE.match(text, mention.end, mention.end + 200)
    if hit is None and (of := _OF.match(text, mention.end)):
        stop = _body_end(text, of.end())
        if stop is not None and stop.lastgroup == "date":
            mention.place, hit = _place(text[of.end() : stop.start()]), _DATE_HERE.match(text, stop.start())
    if hit is not None:
        mention.after = hit.end()
    elif mention.lead < mention.start:
        hit = _DATE_AHEAD.search(text, max(0, mention.start - 200), mention.start)
    mention.date = _day(hit)


def _place(body: str) -> str:
    """Return the place in a body's name, "" for the province itself.

    >>> _place("UBND huyện Duyên Hải"), _place("UBND tỉnh")
    ('huyện duyên hải', '')
    """
    found = _PLACE.search(body)
    place = " ".join(found.group().casefold().split()) if found else ""
    return "" if place == _LEVELS[0] else place


def _body_end(text: str, start: int) -> re.Match[str] | None:
    """Find what ends the name of a body; a bracket within it, "Bộ Chính trị (khóa IX)", does not."""
    stops = _BODY_END.finditer(text, start, start + _BODY_LENGTH)
    return next((stop for stop in stops if stop.lastgroup != "aside"), None)


def _share_dates(text: str, mentions: list[_Mention]) -> None:
    """Give the date after the last number of a list to the numbers before it."""
    for earlier, later in zip(reversed(mentions[:-1]), reversed(mentions[1:]), strict=True):
        given = later.date if later.date is not None and earlier.year in (None, later.date.year) else None
        if earlier.date is None and given is not None and _goes_with(text, earlier, later.start):
            earlier.date = given


def _read_title(text: str, mention: _Mention, following: _Mention | None) -> None:
    """Fill title and place from the words after number and date."""
    position = mention.after
    if of := _OF.match(text, position):
        stop = _body_end(text, of.end())
        position = stop.start() if stop else of.end() + _BODY_LENGTH
        mention.place = mention.place or _place(text[of.end() : position])
        if stop is None:
            return
    begun = _TITLE_START.match(text, position)
    start = begun.start(begun.lastgroup or 0) if begun else position
    capital_after_break = begun and begun["capital"] and "\n\n" in text[position:start]
    if begun is None or _NO_TITLE.match(text, start) or capital_after_break:
        return
    end = _title_end(text, start)
    if following is not None and following.start < end:
        end = _end_at_mention(text, start, following)
    mention.title = _tidied(text[start:end]) or mention.title


def _title_end(text: str, start: int) -> int:
    limit = min(len(text), start + _TITLE_LENGTH)
    opened: list[int] = []
    for stop in _TITLE_STOP.finditer(text, start, limit):
        at, kind = stop.start(), stop.lastgroup
        shortened = stop.group() == "." and _ABBREVIATED.search(text, max(start, at - 4), at)
        if kind == "open":
            opened.append(at)
        elif kind == "close" and opened:
            opened.pop()
        elif not shortened and not (kind == "page" and _goes_on(text, start, stop)):
            return next((bracket for bracket in opened if text[bracket] == "("), at)
    return limit if limit == len(text) else max(text.rfind(" ", start, limit), start)


def _goes_on(text: str, start: int, page: re.Match[str]) -> bool:
    """Tell whether a title goes on after a page break: in the middle of a sentence, or where it has hardly begun."""
    title = text[start : page.start()].strip()
    return text[page.end() : page.end() + 1].islower() or _UNFINISHED.match(title) is not None


def _end_at_mention(text: str, start: int, following: _Mention) -> int:
    """End a title that runs into another number: after it if it is part of the title, before it if it stands beside."""
    lead = following.lead if following.lead >= start else following.start
    if (unclosed := _unclosed(text, start, following.start)) is not None:
        return unclosed
    joined = _CONJUNCTION.search(text, start, lead)
    return joined.start() if joined is not None else following.end if lead > start else start


def _unclosed(text: str, start: int, end: int) -> int | None:
    """Where a bracket opens that does not close before an end."""
    opened = text.rfind("(", start, end)
    return opened if opened > text.rfind(")", start, end) else None


def _heading_title(text: str, position: int) -> str | None:
    """Return the lines under the heading that names the type: "BÁO CÁO⏎Kết quả hoạt động …"."""
    lines = [line.strip(" *_#\t\r") for line in text[position : position + 800].split("\n")]
    heading = next((at for at, line in enumerate(lines) if line.casefold() in _NOUNS), len(lines))
    below = dropwhile(not_, lines[heading + 1 :])
    return _tidied(" ".join(takewhile(bool, below))[:_TITLE_LENGTH])


def _tidied(printed: str) -> str | None:
    """Join the lines of a title, drop loose punctuation; None if no letter is left."""
    title = " ".join(printed.split()).strip(" ,:-–*_")
    if title.count("“") != title.count("”"):
        title = title.replace("“", "").replace("”", "")
    if title.endswith((")", "]")) and title.count("(") < title.count(")"):
        title = title[:-1]
    return title if any(map(str.isalpha, title)) else None


# The whole


def _mentions(text: str) -> list[_Mention]:
    found: list[_Mention] = []
    for hit in _NUMBER.finditer(text):
        if (mention := _numbered(text, hit, found[-1] if found else None)) is not None:
            if "legislature" in mention.said:
                _name_law(text, mention)
            _date(text, mention)
            found.append(mention)
    found += [_standard(text, hit) for hit in _STANDARD.finditer(text)]
    return sorted(found, key=lambda mention: mention.start)


def find_citations(text: str) -> list[Citation]:
    """Return every mention of a numbered document, in the order of the text.

    ``text`` of a mention is its number as printed, ``number`` the same with a lost hyphen, spaces and case repaired.
    Dates that do not exist, and dates without a year, are missing.

    >>> [(c.number, c.type, c.date) for c in find_citations("Kế hoạch số 16/KH-UBND ngày 24/02/2022 về hạ tầng")]
    [('16/KH-UBND', 'KH', '2022-02-24')]
    """
    mentions = _mentions(text)
    _share_dates(text, mentions)
    for mention, following in zip_longest(mentions, mentions[1:]):
        if mention.own:
            mention.title = _heading_title(text, mention.after)
        if mention.title is None:
            _read_title(text, mention, following)
    return [_citation(text, m) for m in mentions]


def _citation(text: str, m: _Mention) -> Citation:
    return Citation(
        start=m.start,
        end=m.end,
        text=text[m.start : m.end],
        number=m.number,
        type=m.type.code if m.type else None,
        issuer=m.issuer,
        drafter=m.drafter,
        year_in_number=m.year,
        date=m.date.isoformat() if m.date else None,
        title=m.title,
        system="party" if m.party else "state",
        normative=m.year is not None and m.type is not None and "normative" in m.type.said,
        place=m.place or None,
        numbering="term" if "term" in m.said else "year",
    )
