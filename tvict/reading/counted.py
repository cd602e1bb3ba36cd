"""Items that the text lists for a stated count, split by form alone; whether they are as many is for analysis to say.

Items stand in brackets or behind a colon, in a footnote, as names directly behind the count, or as names before it
("A, B và C là 3 tỉnh"). A list whose marks can be read in two ways has no items: its reason names how many each way
gives. The stated number is never looked at; only that it is printed with one or two digits, as counts of names are.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, pairwise
from operator import attrgetter
from types import MappingProxyType

from tvict.reading.amounts import Amount
from tvict.reading.lexicon import FIXED, has, lexicon, shape, syllables, tags_of
from tvict.reading.model import CountedList
from tvict.reading.structure import Context, called_note, is_denominator, kind_counted
from tvict.reading.tokens import Stream

Item = tuple[int, int]
AMBIGUOUS = "ambiguous"
SHORT = 6
"""Tokens of an item that commas and a joint behind the last may part although it begins small."""
NEAR = 2
"""Words that may say more of what is counted before its names."""
LOOSE = ("loose", "closed", "short", "open", "shared", "kinds", "equated")
"""Forms of items in small letters, of lists that go on, of more than the count, of what may be kinds, and of names
behind a verb of being: they may list something else."""
_at = attrgetter("at")
_DATE = re.compile(r"(?<![\d/])\d{1,2}/\d{1,2}(?:/\d{4})?(?![\d/])")
_TURN = shape("<among|comprise>")
BRACKETED = ("names", "numbered", "semicolons", "loose", "documents", "head", AMBIGUOUS)
"""Forms of which a bracket may list items; a colon takes any."""


def counted_lists(contexts: Sequence[Context]) -> list[CountedList]:
    """Return the items of every stated count that lists them."""
    notes = {c.note: c for c in contexts if c.note}
    out: list[CountedList] = []
    for c in contexts:
        conditions = {b.at for a in c.amounts for b in _with_conditions(c, a)[1:]}
        for a in c.amounts:
            f = a.figure
            if (
                a.at in conditions
                or a.row
                or f.role not in ("level", "plan")
                or a.sort not in ("count", "time", "")
                or f.value is None
            ):
                continue
            s, found = (c.s, _dates(c, a)) if a.sort == "time" else _items(c, a, notes)
            out += [CountedList(f.figure_id, lo, hi, s.text[lo:hi]) for lo, hi in found]
    return out


def _with_conditions(c: Context, a: Amount) -> list[Amount]:
    """A count, what a stroke says it is of, and those that say what is reached, in percent or, by places and bodies, in
    anything: names behind them are of what is counted ("2/3 xã đạt 19 tiêu chí: An, Bình").
    """
    whole = c.beside(a)
    found = [a] if whole is None or not is_denominator(whole) else [a, whole]
    for b in c.amounts[bisect_right(c.amounts, found[-1].at, key=_at) :]:
        between = range(found[-1].right, b.left)
        parted = any(c.s.shape[k] in ",;:()" or c.s.keys[k] in _ands() for k in between)
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
    """The two dates in brackets from which to which a number of days or years is: none with hours, or of months."""
    s = c.s
    for lo, hi in c.brackets.items() if s.shape[a.right - 1] in tags_of("day", "year") else ():
        if a.right <= lo <= a.right + 8 and not any(t in ",;." for t in s.shape[a.right : lo]):
            found = [m.span() for m in _DATE.finditer(s.text, s.ends[lo], s.starts[hi])]
            inside = s.shape[lo:hi]
            ranged = has(inside, "until") or any(k in inside for k in FIXED["hyphen"])
            if len(found) == 2 and ranged and not has(inside, "hour"):
                return found
    return []


def _items(c: Context, a: Amount, notes: dict[str, Context]) -> tuple[Stream, list[tuple[int, int]]]:
    """Return the items of one count, in characters, with the stream that they stand in; none where form allows two."""
    s, f = c.s, a.figure
    # "phòng 7", "phương án 1": a number that counts names what it counts
    unnamed = f.unit is None or not a.unit_said or (a.right == a.at + 1 and s.shape[a.left - 1] in tags_of("noun"))
    if f.scale != 1 or f.decimals or len(s.keys[a.at]) > 2 or a.fraction_of is not None or unnamed:
        return s, []
    if (call := called_note(s, a)) in notes:
        note = notes[call]
        s, found, form = note.s, _run(note.s, note.first, note.last), "footnote"
    else:
        found, form = _named(c, a) or _behind(c, a) or _kinds(c, a) or ([], "")
        told = [any(lo <= b.at < hi for b in c.amounts) for lo, hi in found]
        if len(told) > 2 and all(told[:-1]) and not told[-1]:
            found = found[:-1]  # "4 nhóm giảm gồm: gạo giảm 2%; …; muối không đổi": no number, no item
    if not form:
        return s, []
    if found:
        form = "open" if _goes_on(s, found, form) else "shared" if _of_more(c, a, found[0][0]) else form
    scope = "default" if form in LOOSE else "sentence"
    a.because("count", f"count.{form}", scope, *((found[0][0], found[-1][1]) if found else (a.at, a.right)))
    return s, [] if form.startswith(AMBIGUOUS) else [(s.starts[lo], s.ends[hi - 1]) for lo, hi in found]


def _goes_on(s: Stream, found: list[Item], form: str) -> bool:
    """Whether a list is not at its end: dots, other things behind it, items with numbers, what remains told next."""
    last, hi = found[-1]
    others = not lexicon().sets["others"].isdisjoint(s.keys[last : hi + 2])
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
    counted = s.keys[a.left - 1] in _ands() or (not bracket and s.shape[a.left - 1] in tags_of("preposition"))
    b = c.amounts[k - 1] if k and counted else a
    joined = b.sentence == a.sentence and b.at < a.at and not set(s.shape[b.right : a.left]) & set(",;:()")
    joined = joined and (not bracket or (_of_places(a) and _of_places(b)))
    opens = next((i for i in range(a.right, lo) if s.shape[i] in tags_of("comprise")), lo - 1)
    other = not lexicon().sets["in_words"].isdisjoint(s.keys[a.right : opens])  # not "3 phó giám đốc gồm các ông: …"
    return joined or other or (bracket and s.capital(lo - 2)) or has(s.shape[a.right : lo], "among")


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
    if s.keys[a.left - 1] in lexicon().sets["equates"]:
        lo = a.left - 1
        while lo > a.sentence and (s.capital(lo - 1) or s.shape[lo - 1] == "," or s.keys[lo - 1] in _ands()):
            lo -= 1
        while lo < a.left and not s.capital(lo):
            lo += 1
        # "An Sa cùng Hải Bình và Long Mỹ là 3 huyện", "cấp THCS và THPT là 45 học sinh": more, or of other things
        alone = lo == a.sentence or s.shape[lo - 1] in ",:" or s.keys[lo - 1] == s.keys[a.right - 1]
        run = _run(s, lo, a.left - 1) if alone else []
        if run and run[-1][1] == a.left - 1:
            return run, "before"
    return None


def _is_over(s: Stream, run: list[Item], also: str = "") -> bool:
    """Whether names end a phrase: none with a small noun follows, by a comma alone ("An Hải, Tân Lập, thị xã Cam")."""
    lo, hi = run[-1]
    more = s.shape[hi] == "," and s.keys[hi + 1] in lexicon().sets["place_noun"] and s.capital(hi + 2)
    return s.shape[hi] in _ENDS_NAMES + also and (not more or s.keys[lo - 1] in _ands())


def _kinds(c: Context, a: Amount) -> tuple[list[Item], str] | None:
    """Names that may be of something else: near behind the count, or behind what says what it is in its clause."""
    s, lo = c.s, _with_conditions(c, a)[-1].right
    after = next((b.left for b in c.amounts if b.at > lo), c.last)
    equates = lexicon().sets["equates"]
    for i in range(lo, after):
        near = i <= lo + NEAR and set(s.shape[lo:i]) <= {"w"}  # "2 nhà máy thép Sao Mai và Hải Âu"
        if near or s.shape[i - 1] in tags_of("comprise") or s.keys[i - 1].rpartition(" ")[2] in equates:
            run = _run(s, i, c.last, c.brackets)
            if run and _is_over(s, run, FIXED["num"]):
                return run, "kinds" if near else "equated"
        if s.shape[i] in ".,;:()!?":
            break
    return None


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
    found = _between(sorted(chain(*_marks(s, lo, end))), lo, end)
    return found if len(found) > 1 else []


_IN_NAMES = ",(" + FIXED["hyphen"]


def _joins(s: Stream, i: int, noun: str) -> bool:
    """Whether a token joins names, or is the stop of a short word in one: "Bà Rịa và TP. Vũng Tàu"."""
    if s.keys[i] == noun:
        return s.keys[i - 1] in _ands() and s.capital(i + 1)
    return s.keys[i] in _ands() or (s.shape[i] == "." and s.keys[i - 1] in lexicon().sets["shortened"])


def _behind(c: Context, a: Amount) -> tuple[list[Item], str] | None:
    """Items in the first bracket that lists any, or behind the colon, that follows a count in its sentence."""
    s, head = c.s, c.s.keys[a.right - 1] if a.right - a.at == 2 else ""
    for lo, hi in _openings(c, a):
        told = has(s.shape[a.right : lo], "comprise", "copula")
        inside = c.amounts[bisect_right(c.amounts, lo, key=_at) : bisect_left(c.amounts, hi, key=_at)]
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
        if len(found) > 1 or kind in ("numbered", AMBIGUOUS):
            return found, form
    return None


_OWN_COLON = shape(": <!num>")


def _glosses(c: Context, a: Amount, lo: int) -> bool:
    """Whether a bracket names alternatives, or says of a name where it is: "35 con ở xã Tân Lập (Long Bình)"."""
    either = not lexicon().sets["either"].isdisjoint(c.s.keys[lo : c.brackets[lo]])
    return either or (c.s.capital(lo - 1) and not _of_places(a))


def _openings(c: Context, a: Amount) -> Iterator[tuple[int, int]]:
    """The brackets that may hold the list, then the colon that may open it, and where each ends."""
    s, closes = c.s, c.brackets
    end = next((n - 1 for n in c.sentences if n > a.at), c.last)
    while end > a.right and s.shape[end - 1] in ".;!?/":  # the stop that ends the paragraph is no item's
        end -= 1
    last = _with_conditions(c, a)[-1]
    after = (b.left for b in c.amounts[bisect_right(c.amounts, last.at, key=_at) :] if b.depth == a.depth)
    later = next(after, end)
    i = a.right
    while i < min(end, later):
        t = s.shape[i]
        if t == "(" and i in closes:
            if c.strokes is None:
                c.strokes = [k for k in range(c.first, c.last) if "/" in s.keys[k] or s.shape[k] in "<>"]
            k = bisect_left(c.strokes, i)
            if k == len(c.strokes) or c.strokes[k] >= closes[i]:
                yield i, closes[i]
            i = closes[i]
        elif t == ":":
            yield i, end
            return
        elif t in ";)":
            return
        i += 1


def _cut_short(s: Stream, lo: int, hi: int, amounts: Sequence[int]) -> int | None:
    """Return where the items end: before the first that holds an amount or turns to another list; None if all do.

    Between semicolons an item may hold amounts: only one that begins with an amount is of another list.
    """
    if ";" in s.shape[lo:hi]:
        amounts = [n for n in amounts if s.shape[n - 1] in ",;." or s.keys[n - 1] in _ands()]
    turn = next((m.start() for m in _TURN.finditer(s.shape, lo + 1, hi)), hi)
    stop = min([*amounts, turn])
    if stop >= hi:
        return hi
    while stop > lo and s.shape[stop] not in ",;" and s.keys[stop] not in _ands():
        stop -= 1
    names = (s.capital(k + 1) for k in range(lo, stop) if s.shape[k] == ",")
    # "Hà Giang, Phú Thọ và Bắc Cạn thì tỉnh thấp nhất là 5%": the last of them
    if s.keys[stop] in _ands() and all(names):
        while s.capital(stop + 1):
            stop += 1
        stop += s.keys[stop] not in _ands()
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
    last = [j for j in joints if not commas or j > commas[-1]]
    if len(joints) > 1 or joints != last:
        return [], f"{AMBIGUOUS}:{len(commas) + 1},{len(found)}"
    if all(s.capital(x) for x, _ in found):
        bare = not joints and all(s.capital(k) for x, y in found[:-1] for k in range(x, y))
        return found, "loose" if bare else "names"  # "Tân Lập, Long Bình, Đài Hải Âu đưa tin": a clause?
    first = {s.keys[x] for x, _ in found}
    if len(first) == 1:
        return found, "head" if first == {head} else "alike"
    if all(y - x <= 2 for x, y in found):
        return found, "short"
    return (found, "closed") if last and all(y - x <= SHORT for x, y in found) else ([], "")


def _by_semicolons(s: Stream, lo: int, hi: int, semicolons: list[int], commas: list[int]) -> tuple[list[Item], str]:
    found = _between(semicolons, lo, hi)
    if sum(any(s.keys[k] == "/" for k in range(x, min(x + 8, y))) for x, y in found) * 2 > len(found):
        return _whole(s, found), "documents"
    names = sum(s.capital(i + 1) for i in commas)
    if names:
        return found, f"{AMBIGUOUS}:{len(found)},{len(found) + names}"
    joined = bool(commas) and s.keys[commas[-1]] in _ands()  # "Cầu; Đường; Kè và bến": the last may be two
    return found, "semicolons" if s.capital(lo) and not joined else "loose"


def _numbering(s: Stream, lo: int, hi: int) -> list[int]:
    """Where items begin that are numbered in a row: "(1) …, (2) …", "8- …; 9- …"."""
    starts = [i for i in range(lo, hi - 1) if s.shape[i] in "ydn" and s.shape[i + 1] in "-.)"]
    numbers = [int(s.keys[i]) for i in starts]
    opens = bool(starts) and starts[0] <= lo + 1
    return starts if opens and numbers == list(range(numbers[0], numbers[0] + len(numbers))) else []


def _marks(s: Stream, lo: int, hi: int) -> tuple[list[int], list[int], list[int]]:
    """Semicolons, commas and joints outside brackets, without those inside names such as "Giáo dục và Đào tạo"."""
    depth, semicolons, commas, joints = 0, list[int](), list[int](), list[int]()
    whole = [m.span() for m in _joined_names().finditer(s.text, s.starts[lo], s.ends[hi - 1])]
    for i in range(lo, hi):
        t = s.shape[i]
        depth += (t == "(") - (t == ")")
        if depth or any(x < s.starts[i] < y for x, y in whole):
            continue
        if t == ";":
            semicolons.append(i)
        elif t == ",":
            commas.append(i)
        elif s.keys[i] in _ands():
            joints.append(i)
    return semicolons, commas, joints


@cache
def _joined_names() -> re.Pattern[str]:
    names = sorted(lexicon().classes["joined_name"].words, key=len, reverse=True)
    return re.compile("|".join(r"\s+".join(map(re.escape, name.split())) for name in names), re.IGNORECASE)


@cache
def _ands() -> frozenset[str]:
    return lexicon().sets["and"] - {"-"}


def _between(marks: Iterable[int], lo: int, hi: int) -> list[Item]:
    edges = [lo, *(m + 1 for m in marks), hi + 1]
    return [(x, y - 1) for x, y in pairwise(edges) if x < y - 1]


def _whole(s: Stream, found: list[Item]) -> list[Item]:
    """Put pieces that begin small back to the item before, where items begin with a capital: "về …; khu, cụm …"."""
    capital = [s.capital(x) for x, _ in found]
    if not capital[0] or sum(capital) * 4 < len(found) * 3:
        return found
    out: list[Item] = []
    for big, (x, y) in zip(capital, found, strict=True):
        if big:
            out.append((x, y))
        else:
            out[-1] = (out[-1][0], y)
    return out
