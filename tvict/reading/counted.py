"""Items that the text lists for a stated count, split by form alone; whether they are as many is for analysis to say.

Items stand in brackets or behind a colon, in a footnote, as names directly behind the count, or as names before it
("A, B và C là 3 tỉnh"). A list whose marks can be read in two ways has no items: its reason names how many each way
gives. The stated number is never looked at; only that it is printed with one or two digits, as counts of names are.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, pairwise, takewhile
from operator import attrgetter
from types import MappingProxyType
from typing import NamedTuple

from tvict.reading.amounts import Amount
from tvict.reading.citations import heads_number, types_named
from tvict.reading.itemised import ORDERS, Lines
from tvict.reading.lexicon import FIXED, either, has, lexicon, shape, speaks_of, syllables, tags_of
from tvict.reading.model import Citation, CountedList
from tvict.reading.structure import LEVELS, Context, called_note, is_denominator, is_level, kind_counted, same_kind
from tvict.reading.tokens import Stream

Item = tuple[int, int]
AMBIGUOUS = "ambiguous"
SHORT = 6  # tokens of an item that commas and a joint behind the last may part although it begins small
NAMING = 9  # tokens of a name at most
SPAN = 12  # tokens from one date to another at most
NEAR = 2  # words that may say more of what is counted before its names
LOOSE = ("loose", "closed", "short", "open", "shared", "kinds", "equated", "cited")
"""Forms of items in small letters, of lists that go on, of more than the count, of what may be kinds, of names behind a
verb of being, and of documents whose titles may cite others: they may list something else."""
_at = attrgetter("at")
_ANDS = lexicon().sets["and"] - {"-"}
_NAME_HEADS = lexicon().sets["place_noun"] | lexicon().sets["body_noun"]
_DATE = re.compile(r"(?<![\d/])\d{1,2}/\d{1,2}(?:/\d{4})?(?![\d/])")
_TURN = shape("<among|comprise>")
BRACKETED = ("names", "numbered", "semicolons", "loose", "documents", "head", AMBIGUOUS)
"""Forms of which a bracket may list items; a colon takes any."""


class Known(NamedTuple):
    """What a count may call from elsewhere: the paragraphs, the footnotes by their marks, the documents that the text
    cites, its lines.
    """

    contexts: Sequence[Context]
    notes: Mapping[str, Context]
    cited: Sequence[Citation]
    lines: Lines


def counted_lists(contexts: Sequence[Context], cited: Sequence[Citation], lines: Lines) -> list[CountedList]:
    """Return the items of every stated count that lists them; ``cited`` are the documents of the text, in order."""
    known = Known(contexts, {c.note: c for c in contexts if c.note}, cited, lines)
    out: list[CountedList] = []
    for n, c in enumerate(contexts):
        conditions = {b.at for a in c.amounts for b in _with_conditions(c, a)[1:]}
        for a in c.amounts:
            if a.at in conditions or a.row or a.figure.role not in LEVELS or a.figure.value is None:
                continue
            found = _dates(c, a) if a.sort == "time" else []
            if a.sort in ("count", "") and not _is_unnamed(c.s, a):
                found = _items(c, a, known)
                if c.colon and "count" not in a.reasons:
                    found = _lined(a, n, known)
            if found and speaks_of(" ".join(c.s.keys[a.right : a.right + NEAR_ABOVE]), "said_above"):
                continue  # "chỉ số liên quan đến 4 nhóm tiêu chí ở trên gồm: …": they were listed before
            out += [CountedList(a.figure.figure_id, lo, hi, c.s.text[lo:hi]) for lo, hi in found]
    return out


NEAR_ABOVE = 6  # tokens behind a count that may say that its items stand above


def _with_conditions(c: Context, a: Amount) -> list[Amount]:
    """A count, what a stroke says it is of, and those that say what is reached, in percent or, by places and bodies, in
    anything: names behind them are of what is counted ("2/3 xã đạt 19 tiêu chí: An, Bình").
    """
    whole = c.beside(a)
    found = [a] if whole is None or not is_denominator(whole) else [a, whole]
    for b in c.amounts_in(found[-1].at + 1):
        tags, between = c.s.shape[found[-1].right : b.left], c.s.keys[found[-1].right : b.left]
        parted = not {*",;:()"}.isdisjoint(tags) or not _ANDS.isdisjoint(between)
        other = _of_places(b) or _heads(c, b) or not (_of_places(a) or b.sort == "percent")
        if parted or not between or b.sentence != a.sentence or other:
            break
        found.append(b)
    return found


def _of_places(a: Amount) -> bool:
    return a.sort == "count" and kind_counted(a) == "place_noun"


def _heads(c: Context, a: Amount) -> bool:
    """Whether what a colon opens begins with the noun of an amount: "2 xã có 3 dự án: dự án …"."""
    colon = c.s.shape.find(":", a.right, c.last)
    unit = " ".join(syllables(a.figure.unit or ""))
    return colon > 0 and unit != "" and " ".join(c.s.keys[colon + 1 : colon + 4]).startswith(unit)


def _dates(c: Context, a: Amount) -> list[tuple[int, int]]:
    """The two dates from which to which a number of days or years is, in brackets or right behind it: none with hours,
    or of months. What is due within so many days may be counted from the day after.
    """
    s = c.s
    if s.shape[a.right - 1] not in tags_of("day", "year"):
        return []
    for lo, hi in c.brackets.items():
        near = a.right <= lo <= a.right + 8 and set(s.shape[a.right : lo]).isdisjoint(",;.")
        if near and lexicon().sets["at_work"].isdisjoint(map(" ".join, pairwise(s.keys[a.right : lo]))):
            found = _ends_of_time(s, lo + 1, hi)
            if len(found) == 2:
                return found
    lo = a.right + (s.shape[a.right] == ",")
    due = any(" ".join(s.keys[k : a.left]) in lexicon().sets["due_within"] for k in (a.left - 2, a.left - 1))
    if due or not has(s.shape[lo], "dated", "from"):
        return []
    hi = min(lo + SPAN, c.last)
    found = _ends_of_time(s, lo, lo + len(s.shape[lo:hi].partition(",")[0]))
    return found[:2] if len(found) > 1 else []


def _ends_of_time(s: Stream, lo: int, hi: int) -> list[tuple[int, int]]:
    """The dates between two tokens if a word or a dash leads from one to the next."""
    found = [m.span() for m in _DATE.finditer(s.text, s.starts[lo], s.ends[hi - 1])]
    ranged = not set(s.shape[lo:hi]).isdisjoint(tags_of("until") + FIXED["hyphen"])
    ranged = ranged or not lexicon().sets["until_day"].isdisjoint(s.keys[lo:hi])
    return found if ranged and not has(s.shape[lo:hi], "hour") else []


def _items(c: Context, a: Amount, known: Known) -> list[tuple[int, int]]:
    """Return the items of one count, in characters; none where form allows two."""
    s = c.s
    if (note := known.notes.get(called_note(s, a))) is not None:
        found, form = _run(s, note.first, note.last), "footnote"
    else:
        found, form = _named(c, a) or _headed(c, a) or _behind(c, a, known.cited) or _kinds(c, a) or ([], "")
        told = [any(lo <= b.at < hi for b in c.amounts) for lo, hi in found]
        if len(told) > 2 and all(told[:-1]) and not told[-1]:
            found = found[:-1]  # "4 nhóm giảm gồm: gạo giảm 2%; …; muối không đổi": no number, no item
    if not form:
        return []
    if found:
        form = "open" if _goes_on(s, found, form) else "shared" if _of_more(c, a, found[0][0]) else form
    scope = "default" if form in LOOSE or _of_others(s, a, found) else "sentence"
    a.because("count", f"count.{form}", scope, *((found[0][0], found[-1][1]) if found else (a.at, a.right)))
    return [] if form.startswith(AMBIGUOUS) else [(s.starts[lo], s.ends[hi - 1]) for lo, hi in found]


def _of_others(s: Stream, a: Amount, found: Sequence[Item]) -> bool:
    """Whether all items are kinds of one noun that is not counted, and few bear a name: "10 huy chương, gồm: nghề điện,
    nghề mộc".
    """
    heads = {s.keys[lo] for lo, _ in found}
    noun = len(found) > 1 and len(heads) == 1 and all(s.shape[lo] in tags_of("noun") for lo, _ in found)
    if not noun or heads & {*syllables(a.figure.unit or "")}:
        return False
    return 2 * sum(s.capital(lo + 1) for lo, _ in found) <= len(found)


def _is_unnamed(s: Stream, a: Amount) -> bool:
    """Whether a number is none of one or two digits that counts what it names: "phòng 7" and "phương án 1" do not."""
    f = a.figure
    unnamed = f.unit is None or not a.unit_said or (a.right == a.at + 1 and s.shape[a.left - 1] in tags_of("noun"))
    return unnamed or f.scale != 1 or f.decimals > 0 or len(s.keys[a.at]) > 2 or a.fraction_of is not None


def _lined(a: Amount, n: int, known: Known) -> list[tuple[int, int]]:
    """The items in lines below a line that ends in a colon behind a count, in characters: "5 nhiệm vụ sau:", where
    each line begins with the noun that is counted or such things are set out in lines of any words.
    """
    c = known.contexts[n]
    doubt = _announces(c, a)
    items = known.lines.below(n) if doubt is not None else None
    if items is None or any(_is_part(known.contexts[k], a) for ks in items.blocks for k in ks):
        return []
    unit, texts = syllables(a.figure.unit or ""), [known.lines.text[lo:hi] for lo, hi in items.spans]
    heads = all(syllables(text)[: len(unit)] == unit for text in texts)
    if not heads and lexicon().sets["in_lines"].isdisjoint(c.s.keys[a.at + 1 : a.right]):
        return []
    sure = items.sure and (heads or not doubt)
    a.because("count", "count.lines" if sure else "count.below", "sentence" if sure else "default")
    return items.spans


def _announces(c: Context, a: Amount) -> bool | None:
    """Whether a count that the colon of its line follows may not be of what the colon opens; None where it is not, as
    "tại 3 xã:", "3 xã chưa đạt do các nguyên nhân sau:", "3 xã chưa đạt, nguyên nhân:".
    """
    s, last = c.s, _with_conditions(c, a)[-1]
    colon = c.last - 1
    if last is not c.amounts[-1] or s.shape[colon] != ":" or c.sentences[-1] > a.at:
        return None
    lo = last.right
    while s.shape[lo] == "," and s.shape[lo + 1] in tags_of("noun"):  # "5 nhiệm vụ, giải pháp sau"
        lo += 2
    parted = any(s.shape[k] in ";()." or (s.shape[k] == "," and not _tells(s, k + 1)) for k in range(lo, colon))
    others = not lexicon().sets["in_words"].isdisjoint(s.keys[lo:colon]) or has(s.shape[lo:colon], "joint")
    if parted or others or s.shape[a.left - 1] in tags_of("preposition") or s.keys[a.left - 1] in _ANDS:
        return None
    told = has(s.shape[lo : colon - 1], "copula", "preposition") or colon - lo > NAMING
    reported = not lexicon().sets["reported"].isdisjoint(s.keys[a.sentence : a.left])
    return told or reported or s.keys[colon - 1] in lexicon().sets["in_this_way"]


def _is_part(c: Context, a: Amount) -> bool:
    """Whether a line tells a part of a count, by its number: no item, but so many of them."""
    return any(b.figure.parent_id == a.figure.figure_id or b.left <= c.first + 1 or same_kind(a, b) for b in c.amounts)


def _goes_on(s: Stream, found: list[Item], form: str) -> bool:
    """Whether a list is not at its end: dots, other things behind it, items with numbers, what remains told next."""
    last, hi = found[-1]
    others = not lexicon().sets["others"].isdisjoint(s.keys[last : hi + 2])
    if form == "names":  # "gồm Sở Xây dựng và UBND các huyện"
        several = lexicon().sets["in_words"]
        others = others or any(s.keys[k] in several and not s.capital(k) for x, y in found for k in range(x + 1, y))
    dots = _DOTS.search(s.text, s.starts[last], s.ends[hi] + 1) or _REST_TOLD.match(s.shape, hi)
    return others or dots is not None or (form == "semicolons" and s.shape[hi] in ",;")


_DOTS = re.compile(r"…|\.\.")
_REST_TOLD = shape(r"\. <!.|,|:|;>{0,6} <remainder>")  # "… gồm An, Bình. Ba người còn lại …"


def _of_more(c: Context, a: Amount, lo: int) -> bool:
    """Whether what opens a list is of some of the count, of it or the count before ("3 phường và 7 xã gồm: …"), of what
    a word counts behind it ("97 dịch vụ của các sở: …", "14 bến và hai kho: …"), or, in a bracket, says more of a name.
    """
    s, k = c.s, bisect_left(c.amounts, a.at, key=_at)
    if lo == a.right or lo > c.last:
        return False  # right behind the count, or in a footnote
    bracket = s.shape[lo - 1] == "("
    counted = s.keys[a.left - 1] in _ANDS or (not bracket and s.shape[a.left - 1] in tags_of("preposition"))
    b = c.amounts[k - 1] if k and counted else a
    joined = b.sentence == a.sentence and b.at < a.at and not set(s.shape[b.right : a.left]) & set(",;:()")
    joined = joined and (not bracket or (_of_places(a) and _of_places(b)))
    opens = next((i for i in range(a.right, lo) if s.shape[i] in tags_of("comprise")), lo - 1)
    other = not lexicon().sets["in_words"].isdisjoint(s.keys[a.right : opens])  # not "3 phó giám đốc gồm các ông: …"
    named = bracket and a.right < lo - 1 and s.capital(lo - 2)
    return joined or other or named or has(s.shape[a.right : lo], "among")


_ENDS_NAMES = ".;,)¶(!?" + tags_of("joint", "preposition", "copula")


def _named(c: Context, a: Amount) -> tuple[list[Item], str] | None:
    """Names without a bracket or colon: "trên 2 sàn Sao Mai và Hải Âu", "gồm A và B", "A, B và C là 3 tỉnh dẫn đầu"."""
    s = c.s
    start = near = _with_conditions(c, a)[-1].right
    while start < c.last and s.shape[start] in tags_of("comprise"):
        start += 1
    run = _run(s, start, c.last, c.brackets, s.keys[a.right - 1])
    if run and _is_over(s, run) and (start > near or all(hi > lo + 1 for lo, hi in run)):
        return run, "names"  # one word says of what kind or side: "13 dự án BOT, BT", "8 tỉnh Đông và Tây Nam Bộ"
    return _before(c, a) if s.keys[a.left - 1] in lexicon().sets["equates"] else None


def _before(c: Context, a: Amount) -> tuple[list[Item], str] | None:
    """Names that a verb of being sums up: "A, B và C là 3 tỉnh", "Sở Y tế và huyện An Hải là 2 đơn vị dẫn đầu"."""
    s, lo = c.s, a.left - 1
    while lo > a.sentence and (s.capital(lo - 1) or s.shape[lo - 1] == "," or s.keys[lo - 1] in _ANDS):
        lo -= 1
    while lo < a.left and not s.capital(lo):
        lo += 1
    # "An Sa cùng Hải Bình và Long Mỹ là 3 huyện", "cấp THCS và THPT là 45 học sinh": more, or of other things
    alone = lo == a.sentence or s.shape[lo - 1] in ",:" or s.keys[lo - 1] == s.keys[a.right - 1]
    run = _run(s, lo, a.left - 1) if alone else []
    if run and run[-1][1] == a.left - 1:
        return run, "before"
    lo = max(s.shape.rfind(mark, a.sentence, a.left) for mark in ":;") + 1 or a.sentence
    pieces = _pieces(s, lo, a.left - 1)
    # "Năm 2023, xã An Sa và xã Long Mỹ là 2 xã …"; beside another name there may be more: "Cùng với An Sa, xã …"
    if pieces and not any(s.capital(k) for k in range(pieces[0][0] + 1, pieces[0][1])):
        pieces = pieces[1:]
    whole = len(pieces) > 1 and all(_is_only_name(s, x, y) for x, y in pieces)
    return (pieces, "before") if whole and _fit(s, a, pieces) and _in_groups(s, pieces) else None


def _is_only_name(s: Stream, x: int, y: int) -> bool:
    """Whether nothing but a name stands between two tokens; its later words may be small: "Sở Nội vụ"."""
    others = {s.shape[k] for k in range(x + 1, y) if s.keys[k] not in _ANDS}
    clause = has(others, "copula", "preposition", "comprise", "joint") or not others.isdisjoint("ydnq")
    return _is_named(s, x) and not clause and y - x <= NAMING


def _fit(s: Stream, a: Amount, names: list[Item]) -> bool:
    """Whether names bear the noun that is counted, or it may be any body or place: "4 địa phương gồm huyện An Hải"."""
    counted = {*(a.figure.unit or "").casefold().split(", "), s.keys[a.right - 1]}
    heads = {s.keys[x] for x, _ in names}
    any_body = not lexicon().sets["any_body"].isdisjoint(counted) and not heads.isdisjoint(_NAME_HEADS)
    return heads <= counted or any_body


def _headed(c: Context, a: Amount) -> tuple[list[Item], str] | None:
    """Names with their nouns, or behind a comma without, that a word says the count is of: "gồm Sở Xây dựng, Sở …",
    "đó là xã An Sa và xã Long Mỹ", "3 huyện đạt chuẩn, gồm An Sa, Long Mỹ và Đông Hải".
    """
    s = c.s
    if not _OPENED.match(s.shape, a.right, c.last):
        return None
    start = _with_conditions(c, a)[-1].right
    stop = next((b.left for b in c.amounts if b.at > start), c.last)
    while s.shape[start] == "," and s.shape[start + 1] in tags_of("noun"):  # "5 sở, ngành, địa phương gồm"
        start += 2
    for m in _OPENER.finditer(s.shape, start, stop):
        i = m.start()
        opens = s.shape[i] in tags_of("comprise") or s.keys[i].rpartition(" ")[2] in lexicon().sets["equates"]
        if opens and s.shape[i + 1] != ":":
            return _told_by(c, a, i)
        if s.shape[i] in ".;:()!?" or (s.shape[i] == "," and not _tells(s, i + 1)):
            break
    return None


_OPENED = shape("<!stop|:|open|close>{0,40}<comprise|copula>")
_OPENER = shape("<comprise|copula|stop|,|:|open|close>")


def _tells(s: Stream, i: int) -> bool:
    """Whether words behind a comma say what the clause before them counts: ", gồm", ", đó là"."""
    thats = lexicon().sets["those_are"]
    return s.shape[i] in tags_of("comprise") or any(" ".join(s.keys[i : i + n]) in thats for n in (2, 3))


def _told_by(c: Context, a: Amount, opener: int) -> tuple[list[Item], str] | None:
    """Names behind a word that says what a count is of; where no more than names stands there, they are all."""
    s, lo = c.s, opener + 1
    behind = (b.left for b in c.amounts_in(lo + 1) if b.depth == a.depth)
    stop, hi = min(next(behind, c.last), _stop(c, lo)), lo
    while hi < stop and s.shape[hi] not in ";:)!?":
        hi = c.brackets.get(hi, hi) + 1
    hi = min(hi, stop)
    hi -= s.shape[hi - 1] == "."  # the stop that ends the paragraph
    pieces = _pieces(s, lo, hi)
    names = list(takewhile(lambda piece: _is_named(s, piece[0]), pieces))
    if len(names) < 2:
        return None
    over = names == pieces and s.shape[hi] in ".)!?¶" and _in_groups(s, names)
    back = any(s.shape[k] == "," and _tells(s, k + 1) for k in range(opener - 3, opener))  # to the count, no other noun
    apart = back and _of_places(a) and all(s.capital(k) for x, y in names for k in range(x, y))
    if not (_fit(s, a, names) or (apart and over)):
        return None
    return names, "names" if over else "equated"


def _is_over(s: Stream, run: list[Item], also: str = "") -> bool:
    """Whether names end a phrase: none with a small noun follows, by a comma alone ("An Hải, Tân Lập, thị xã Cam")."""
    lo, hi = run[-1]
    more = s.shape[hi] == "," and s.keys[hi + 1] in lexicon().sets["place_noun"] and s.capital(hi + 2)
    return s.shape[hi] in _ENDS_NAMES + also and (not more or s.keys[lo - 1] in _ANDS)


def _kinds(c: Context, a: Amount) -> tuple[list[Item], str] | None:
    """Names that may be of something else: near behind the count, or behind what says what it is in its clause."""
    s, lo = c.s, _with_conditions(c, a)[-1].right
    after = next((b.left for b in c.amounts_in(lo + 1)), c.last)
    equates, told = lexicon().sets["equates"], tags_of("comprise")
    for i in range(lo, after):
        near = i <= lo + NEAR and set(s.shape[lo:i]) <= {"w"}  # "2 nhà máy thép Sao Mai và Hải Âu"
        opened = not near and s.shape[i - 1] not in FIXED["word"]
        if near or (opened and (s.shape[i - 1] in told or s.keys[i - 1].rpartition(" ")[2] in equates)):
            run = _run(s, i, c.last, c.brackets)
            if run and _is_over(s, run, FIXED["num"]):
                brands = near and _are_brands(s, run)
                return run, "names" if brands else "kinds" if near else "equated"
        if s.shape[i] in ".,;:()!?":
            break
    return None


def _are_brands(s: Stream, run: list[Item]) -> bool:
    """Whether "và" closes names of which each is known as one of a shop, network or bank: "3 sàn Postmart và Voso"."""
    known = lexicon().sets["brand"]
    return s.keys[run[-1][0] - 1] in _ANDS and all(" ".join(s.keys[lo:hi]) in known for lo, hi in run)


def _run(s: Stream, lo: int, hi: int, brackets: Mapping[int, int] = MappingProxyType({}), noun: str = "") -> list[Item]:
    """Return a run of capitalised names, separated by commas or "và", with brackets behind all but the last; the noun
    that is counted may be told again before the last: "4 xã Bình Sa, Long Mỹ, Suối Ràng và xã Đông Hải".
    """
    end = lo
    while end < hi and (s.capital(end) or (end > lo and (s.shape[end] in _IN_NAMES or _joins(s, end, noun)))):
        close = brackets.get(end, hi if s.shape[end] == "(" else end)
        end = close + 1
    while end > lo and not s.capital(end - 1) and s.shape[end - 1] != ")":
        end -= 1
    found = _pieces(s, lo, end)
    return found if len(found) > 1 else []


_IN_NAMES = ",(" + FIXED["hyphen"]


def _joins(s: Stream, i: int, noun: str) -> bool:
    """Whether a token joins names, or is the stop of a short word in one: "Bà Rịa và TP. Vũng Tàu"."""
    if s.keys[i] == noun:
        return s.keys[i - 1] in _ANDS and s.capital(i + 1)
    return s.keys[i] in _ANDS or (s.shape[i] == "." and s.keys[i - 1] in lexicon().sets["shortened"])


def _behind(c: Context, a: Amount, cited: Sequence[Citation]) -> tuple[list[Item], str] | None:
    """Items in the first bracket that lists any, or behind the colon, that follows a count in its sentence."""
    s, head = c.s, c.s.keys[a.right - 1] if a.right - a.at == 2 else ""
    for lo, hi in _openings(c, a):
        if s.shape[lo] == "(" and _NOTE_MARK.issuperset(s.shape[lo + 1 : hi]):
            continue  # "02 di sản thế giới ( [1] )"
        if s.shape[lo] == "(" and _stroked(c, lo, hi):
            if numbered := _documents(c, a, (lo + 1, hi), cited):
                return numbered
            continue
        told = has(s.shape[a.right : lo], "comprise", "copula")
        inside = c.amounts_in(lo + 1, hi)
        if any(b.figure.parent_id == a.figure.figure_id or b.left <= lo + 2 for b in inside):
            return None  # parts to be added up
        depth = a.depth + (s.shape[lo] == "(")
        end = _cut_short(s, lo + 1, hi, [b.left for b in inside if b.depth == depth])
        if not end:
            continue
        found, form = split(s, lo + 1, end, head)
        kind = form.partition(":")[0]
        if s.shape[lo] == "(" and (kind not in BRACKETED or _glosses(c, a, lo)):
            continue  # what a bracket says in small letters may be anything
        if kind == "names" and s.shape[end] == "," and s.capital(end + 1):  # "A, B, C tăng 5%": is C of them?
            return [], f"{AMBIGUOUS}:{len(found)},{len(found) + 1}"
        figured = not told and any(b.at < end for b in inside)
        if kind == "semicolons" and (figured or _OWN_COLON.search(s.shape, lo + 1, hi)):
            form = "loose"
        if len(found) > 1 and (more := _counted_more(a, inside, end)):
            return [], f"{AMBIGUOUS}:{len(found)},{len(found) + more}"
        if len(found) > 1 or kind in ("numbered", AMBIGUOUS):
            return found, form
    return None


def _counted_more(a: Amount, inside: Sequence[Amount], end: int) -> int:
    """How many are in the item that ends a list as it has a count of its own: "7 xã: xã Ba Sa; …; | 2 xã An và Bo"."""
    b = next((b for b in inside if b.left > end), a)
    same = b.left == end + 1 and b.figure.unit == a.figure.unit and is_level(b)
    return int(b.figure.value or 0) if same else 0


_NOTE_MARK = frozenset("()dn")
_OWN_COLON = shape(": <!num>")


def _stroked(c: Context, lo: int, hi: int) -> bool:
    """Whether a stroke, < or > stands between two tokens: numbers of documents, dates, or one thing per another."""
    if c.strokes is None:
        c.strokes = [k for k in range(c.first, c.last) if "/" in c.s.keys[k] or c.s.shape[k] in "<>"]
    k = bisect_left(c.strokes, lo)
    return k < len(c.strokes) and c.strokes[k] < hi


def _documents(c: Context, a: Amount, inside: Item, cited: Sequence[Citation]) -> tuple[list[Item], str] | None:
    """The documents in a bracket behind a count of such: "3 kế hoạch (số 12/KH-SNN, số 15/KH-SNN về …, …)".

    Each item begins with a number, before which its kind may stand; what has none goes on with the one before. Only
    where nothing but its date follows each number is it sure that none stands in the title of another.
    """
    s, (lo, hi) = c.s, inside
    first = bisect_left(cited, s.starts[lo], key=_START)
    numbers = cited[first : bisect_left(cited, s.starts[hi], key=_START)]
    counted = types_named(s.words(a.at, a.right))
    any_kind = not lexicon().sets["any_document"].isdisjoint(s.keys[a.at : a.right])
    if not numbers or not (counted or any_kind):
        return None  # "4 hộ (Quyết định số 12/QĐ-UBND)" were granted it by that
    pieces = _pieces(s, lo, hi)
    at = {bisect_left(s.starts, n.start): n for n in numbers}
    found, bare = list[Item](), any_kind or all(n.type in counted for n in numbers)
    for x, y in pieces:
        number = next((k for k in range(x, y) if k in at), y)
        if number < y and heads_number(s.words(x, number)):
            found.append((x, y))
            end = bisect_left(s.starts, at[number].end)
            bare = bare and set(s.shape[end:y]) <= _DATED
        elif found:
            found[-1], bare = (found[-1][0], y), False
        else:
            return None  # "(thực hiện Quyết định số 12/QĐ-TTg)"
    return (found, "documents" if bare else "cited") if len(found) > 1 else None


_START = attrgetter("start")


_DATED = frozenset("ydn/-~." + tags_of("day", "month", "year"))  # what a date is written with


def _glosses(c: Context, a: Amount, lo: int) -> bool:
    """Whether a bracket names alternatives, or says of a name where it is: "35 con ở xã Tân Lập (Long Bình)"."""
    either = not lexicon().sets["either"].isdisjoint(c.s.keys[lo : c.brackets[lo]])
    return either or (a.right < lo and c.s.capital(lo - 1) and not _of_places(a))


def _stop(c: Context, i: int) -> int:
    """Where the sentence of token i stops, or the paragraph ends."""
    end = c.sentence_end(i)
    return end - (end < c.last)


def _openings(c: Context, a: Amount) -> Iterator[tuple[int, int]]:
    """The brackets that may hold the list, then the colon that may open it, and where each ends."""
    s, closes = c.s, c.brackets
    end = _stop(c, a.at)
    while end > a.right and s.shape[end - 1] in ".;!?/":  # the stop that ends the paragraph is no item's
        end -= 1
    last = _with_conditions(c, a)[-1]
    behind = (b.left for b in c.amounts_in(last.at + 1) if b.depth == a.depth)
    later = next(behind, end)
    i = a.right
    while i < min(end, later):
        t = s.shape[i]
        if t == "(" and i in closes:
            yield i, closes[i]
            i = closes[i]
        elif t == ":":
            yield i, end
            return
        elif t in tags_of("comprise") and s.shape[i + 1] == "(" and _numbering(s, i + 1, end):
            yield i, end  # "3 nhiệm vụ gồm (1) nuôi tôm; (2) …"
        elif t in ";)":
            return
        i += 1


def _cut_short(s: Stream, lo: int, hi: int, amounts: Sequence[int]) -> int | None:
    """Return where the items end: before the first that holds an amount or turns to another list; None if all do.

    Between semicolons an item may hold amounts: only one that begins with an amount is of another list.
    """
    if ";" in s.shape[lo:hi]:
        amounts = [n for n in amounts if s.shape[n - 1] in ",;." or s.keys[n - 1] in _ANDS]
    turn = next((m.start() for m in _TURN.finditer(s.shape, lo + 1, hi)), hi)
    stop = min([*amounts, turn])
    if stop >= hi:
        return hi
    while stop > lo and s.shape[stop] not in ",;" and s.keys[stop] not in _ANDS:
        stop -= 1
    names = (s.capital(k + 1) for k in range(lo, stop) if s.shape[k] == ",")
    if s.keys[stop] in _ANDS and all(names):  # "Hà Giang, Phú Thọ và Bắc Cạn thì thấp nhất là 5%": the last of them
        while s.capital(stop + 1):
            stop += 1
        stop += s.keys[stop] not in _ANDS
    return stop if stop > lo and s.shape[lo - 1] != "(" else None


def split(s: Stream, lo: int, hi: int, head: str = "") -> tuple[list[Item], str]:
    """Return the items between tokens lo and hi, and the form that parts them; ``head`` is the noun that is counted.

    The form "ambiguous:3,6" says that the marks can be read in two ways, and how many items each gives.
    """
    if numbers := _numbering(s, lo, hi):
        return [(x, y) for x, y in zip(numbers, [*numbers[1:], hi], strict=True)], "numbered"
    semicolons, commas, joints = _marks(s, lo, hi)
    pieces = _between(sorted([*semicolons, *commas, *joints]), lo, hi)
    if semicolons and len(pieces) > 2 and len({s.keys[x] for x, _ in pieces}) == 1:
        return pieces, "alike"  # "tỉnh An, tỉnh Bình (mất mùa); tỉnh Cam"
    if semicolons:
        return _by_semicolons(s, lo, hi, semicolons, [*commas, *(j for j in joints if j > semicolons[-1])])
    found = _between(sorted([*commas, *joints]), lo, hi)
    if all(s.capital(k) for x, y in found for k in range(x, y)):
        return found, "names"
    if len(joints) > 1 or (joints and commas and joints[0] < commas[-1]):
        return [], f"{AMBIGUOUS}:{len(commas) + 1},{len(found)}"
    if all(s.capital(x) for x, _ in found):
        bare = not joints and all(s.capital(k) for x, y in found[:-1] for k in range(x, y))
        return found, "loose" if bare else "names"  # "Tân Lập, Long Bình, Đài Hải Âu đưa tin": a clause?
    first = {s.keys[x] for x, _ in found}
    if len(first) == 1:
        return found, "head" if first == {head} else "alike"
    if all(_is_named(s, x) for x, _ in found):
        return found, "names" if _in_groups(s, found) else "loose"
    if all(y - x <= 2 for x, y in found):
        return found, "short"
    return (found, "closed") if joints and all(y - x <= SHORT for x, y in found) else ([], "")


def _is_named(s: Stream, x: int) -> bool:
    """Whether a name begins at a token, with or without its noun: "Tân Lập", "huyện Tân Lập", "Sở Xây dựng"."""
    return s.capital(x) or (s.capital(x + 1) and (s.shape[x] in tags_of("noun") or s.keys[x] in _NAME_HEADS))


def _in_groups(s: Stream, names: list[Item]) -> bool:
    """Whether names with one noun stand together: in "trường An Sa, huyện Long Mỹ và trường Đông Hải, huyện Bình Sa"
    every second says where the one before it is; so it may be in "xã An Sa, huyện Long Mỹ".
    """
    heads = [s.keys[x] for x, _ in names if s.shape[x] in tags_of("noun") or s.keys[x] in _NAME_HEADS]
    kinds = [head for head, before in zip(heads, ["", *heads], strict=False) if head != before]
    sets = lexicon().sets
    nested = not sets["inner_place"].isdisjoint(heads) and not sets["outer_place"].isdisjoint(heads)
    return len(kinds) == len(set(kinds)) and not nested


def _by_semicolons(s: Stream, lo: int, hi: int, semicolons: list[int], commas: list[int]) -> tuple[list[Item], str]:
    found = _between(semicolons, lo, hi)
    if sum(any(s.keys[k] == "/" for k in range(x, min(x + 8, y))) for x, y in found) * 2 > len(found):
        return _whole(s, found), "documents"
    names = sum(s.capital(i + 1) for i in commas)
    if names:
        return found, f"{AMBIGUOUS}:{len(found)},{len(found) + names}"
    joined = bool(commas) and s.keys[commas[-1]] in _ANDS  # "Cầu; Đường; Kè và bến": the last may be two
    return found, "semicolons" if s.capital(lo) and not joined else "loose"


def _numbering(s: Stream, lo: int, hi: int) -> list[int]:
    """Where items begin that are numbered in a row: "(1) …, (2) …", "8- …; 9- …", "a) …; b) …", "(i) …; (ii) …"."""
    starts = [i for i in range(lo, hi - 1) if s.shape[i] in "ydn" and s.shape[i + 1] in "-.)"]
    numbers = [int(s.keys[i]) for i in starts]
    if starts and starts[0] <= lo + 1:
        return starts if numbers == list(range(numbers[0], numbers[0] + len(numbers))) else []
    starts = [i for i in range(lo, hi - 1) if s.shape[i + 1] == ")" and s.keys[i] in _ORDERED and not s.capital(i)]
    letters = [s.keys[i] for i in starts]
    opens = len(starts) > 1 and starts[0] <= lo + 1
    return starts if opens and any(letters == order[: len(letters)] for order in ORDERS) else []


_ORDERED = frozenset(chain(*ORDERS))


def _marks(s: Stream, lo: int, hi: int) -> tuple[list[int], list[int], list[int]]:
    """Semicolons, commas and joints outside brackets, without those inside names such as "Giáo dục và Đào tạo"."""
    depth, semicolons, commas, joints = 0, list[int](), list[int](), list[int]()
    whole = [m.span() for m in _JOINED_NAMES.finditer(s.text, s.starts[lo], s.ends[hi - 1])]
    for i in range(lo, hi):
        t = s.shape[i]
        depth += (t == "(") - (t == ")")
        if depth or (whole and any(x < s.starts[i] < y for x, y in whole)):
            continue
        if t == ";":
            semicolons.append(i)
        elif t == ",":
            commas.append(i)
        elif s.keys[i] in _ANDS:
            joints.append(i)
    return semicolons, commas, joints


_JOINED_NAMES = re.compile(either("joined_name").replace(r"\ ", r"\s+"), re.IGNORECASE)


def _between(marks: Iterable[int], lo: int, hi: int) -> list[Item]:
    edges = [lo, *(m + 1 for m in marks), hi + 1]
    return [(x, y - 1) for x, y in pairwise(edges) if x < y - 1]


def _pieces(s: Stream, lo: int, hi: int) -> list[Item]:
    """What stands between marks of any kind."""
    return _between(sorted(chain(*_marks(s, lo, hi))), lo, hi)


def _whole(s: Stream, found: list[Item]) -> list[Item]:
    """Put pieces that begin small back to the item before, where items begin with a capital: "về …; khu, cụm …"."""
    capital = [s.capital(x) for x, _ in found]
    if not capital[0] or sum(capital) * 4 < len(found) * 3:
        return found
    firsts = [n for n, big in enumerate(capital) if big]
    return [(found[n][0], found[m - 1][1]) for n, m in pairwise([*firsts, len(found)])]
