"""The grammar of labels: a class for every word around a number, and the phrases that stand there.

Behind a number stands a noun phrase: its unit and what modifies it. Before it stands a theme ("doanh thu bưu chính
đạt …"), or a verb with its agent ("Sở tổ chức …"). No phrase crosses the end of a sentence, a semicolon or a neighbour.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from tvict.reading.amounts import Amount
from tvict.reading.lexicon import has, is_syllable, lexicon, syllables, tags_of, toml
from tvict.reading.structure import ABOUT, Context, per
from tvict.reading.tokens import Stream, proper

# One letter a class, in the order in which the classes of subjects.toml claim a phrase of equal length.
LETTERS = {
    "compound": "N", "when": "T", "time_noun": "u", "time_lead": "l", "time_part": "k", "hour": "h", "opener": "D",
    "auxiliary": "X", "link": "M", "act": "V", "joint": "C", "degree": "B", "relation": "E",
}  # fmt: skip
# What the tags of the stream say of a word that subjects.toml leaves out.
_BY_TAG = {
    "N": "plain noun",
    "M": "copula occupy up down becomes equal multiple rank complete exceed below respectively",
    "B": "over under about estimate",
    "T": "year_part same_period head_of_year",
    "l": "until dated",
    "V": "receive fulfil",
    "C": "joint among comprise",
    "E": "preposition",
}
_MARKS = {
    ";": ";", ":": ":", ",": ",", "(": "(", ")": ")", "[": "(", "]": ")", "y": "y", "d": "0", "n": "0", "q": "0",
}  # fmt: skip
_TIME = re.compile(r"(?:[lk]*0h(?=u0))?(?:[lk]+0p0|[lk]*(?:0u+k*|k*u+[0ry]|0p0py|y|T))(?:p?[u0yrk]|,y)*")
_REST = str.maketrans("lkuhr0y", "ENNNNNT")
_LOOSE = " ,;:-–.+•|\"“”'*()/"  # what no phrase begins or ends with
NAMED = ("percent", "points", "money", "measure")  # what stands right behind the name of what it measures
LONGEST = 24  # tokens that a phrase may be made from
NEAR = 40  # tokens between what is said and what is denied
MOST = 13  # tokens that it may have
MOST_WORDS = 65536  # kept with their letters


class Options(dict[str, tuple[str, dict[str, str]]]):
    """For the word of a token its own letter, and the longer phrases that begin with it, cut behind each word, with
    their letters; "" where none is known.
    """

    def __init__(self, classes: dict[str, list[str]]):
        self.letters: dict[str, str] = {}
        self.follows: dict[str, list[str]] = {}
        for name, letter in LETTERS.items():
            for phrase in classes[name]:
                if self.letters.setdefault(phrase, letter) == letter:
                    self.follows.setdefault(phrase.partition(" ")[0], []).append(phrase)
        self.acts, self.skipped = frozenset(classes["act"]), frozenset(classes["skipped"])

    def __missing__(self, word: str) -> tuple[str, dict[str, str]]:
        if word[0].isdecimal():
            return "", {}
        first, _, rest = word.partition(" ")
        letter = self.letters.get(word, "V" if rest in self.acts and first in self.skipped else "")
        letter = letter if word[0].isalpha() else _MARKS.get(word, "p")
        longer = [p.split(" ") for p in self.follows.get(first, ()) if p.startswith(f"{word} ")]
        begun = {" ".join(p[:n]) for p in longer for n in range(word.count(" ") + 2, len(p) + 1)}
        found = letter, {p: self.letters.get(p, "") for p in begun}
        if len(self) < MOST_WORDS:
            self[word] = found
        return found


@dataclass(frozen=True, slots=True)
class Grammar:
    """What subjects.toml says: words by class, what labels are made of, what a measure measures."""

    options: Options
    sets: dict[str, frozenset[str]]
    say: dict[str, str]
    dimension: dict[str, str]
    by_tag: defaultdict[str, str]


@cache
def grammar() -> Grammar:
    """Load subjects.toml once."""
    raw = toml("subjects")
    say, dimension = raw.pop("say"), raw.pop("dimension")
    words = {k: [" ".join(syllables(w)) for w in (*e["words"], *e.get("also", ()))] for k, e in raw.items()}
    by_tag = defaultdict(lambda: "N", {t: _MARKS[t] for t in "ydnq"})
    for letter, classes in _BY_TAG.items():
        for t in tags_of(*classes.split()):
            by_tag.setdefault(t, letter)
    return Grammar(Options(words), {name: frozenset(w) for name, w in words.items()}, say, dimension, by_tag)


def classes(s: Stream, c: Context) -> str:
    """A letter for every token of a paragraph: `#` a figure, `N` a noun or other word, `S` the end of a sentence."""
    known, keys, tags, first = grammar(), s.keys[c.first : c.last], s.shape[c.first : c.last + 1], c.first
    roman, anew, office = (known.sets[name] for name in ("roman", "anew", "office"))
    found = list(map(known.options.__getitem__, keys))
    out = [letter or known.by_tag[tag] for (letter, _), tag in zip(found, tags, strict=False)]
    for n in c.sentences[1:]:
        out[n - 1 - first] = "S"
    for a in c.amounts:
        out[a.at - first] = "#"
    end = 0  # of a phrase
    for i, letter in enumerate(out):
        if i < end or letter in "S#,;:()":
            continue
        n, key = 1, keys[i]
        if tags[i] == "q" and i and out[i - 1] == "S":  # "1.1. Trồng trọt"
            end = i + 1 + (tags[i + 1] == ".")
            out[i:end] = "S" * (end - i)
            continue
        if key in office and (body := _body(s, first + i, c.last)) > 1:
            end = i + body
            out[i:end] = "N" * body
            continue
        if letter == "p":
            opens = 0 < i < 6 and set(tags[:i]) <= set("W(),-") and tags[i + 1 : i + 2] != "#" and "W" in tags[0]
            if tags[i] in "-~" and i and (opens or s.on_new_line(first + i)):
                out[i] = "S"  # an item of a list
            continue
        if key in roman and i and out[i - 1] in "uT":
            out[i] = "r"
            continue
        if longer := found[i][1]:
            n, letter = _phrase_at(keys, i, longer, letter)
        if letter in "VMXBC" or key in anew:
            letter = _here(s, first + i, n, letter, out[i - 1] if i else "")
        end = i + n
        out[i:end] = letter * n
    return _TIME.sub(lambda m: "T" * len(m[0]), "".join(out)).translate(_REST)


def _here(s: Stream, i: int, n: int, letter: str, last: str) -> str:
    """The letter of a phrase of n tokens at token i: `letter` alone, another behind a word whose letter is `last`."""
    sets, keys, tags, text, starts = grammar().sets, s.keys, s.shape, s.text, s.starts
    if letter == "V" and n == 1 and tags[i - 1] == "w" and last == "N" and " " not in keys[i]:
        return "N"  # the second half of a word that no list knows
    dashed = tags[i - 1] in "-~" and tags[i - 2] not in ".,;:()¶ydnq" and "\n" not in text[s.ends[i - 2] : starts[i]]
    if letter == "V" and last == "p" and dashed:
        return "N"  # "công nghiệp - xây dựng"
    if letter == "V" and last and text[starts[i]].isupper() and text[starts[i - 1]].isupper():
        return "N"  # "xã Tân Lập", "Báo Đầu tư"
    if letter in "MXBC" and n == 1 and last and (tags[i] + tags[i - 1] == "WW" or _of_name(s, i)):
        return "N"  # "ấp Phú Tăng", "trường Ngô Thì Nhậm"
    closes = tags[i + 1] in ",;:.)(¶" or keys[i + 1] in sets["equates"]
    if keys[i] in sets["anew"] and (last == "V" or (last == "N" and closes)):
        return last
    if letter == "M" and keys[i] in sets["made_of"] and tags[i + 1] in "wWN" + tags_of("money"):
        return "E"  # "12 nhà bằng gỗ", "dư nợ bằng ngoại tệ"
    return "E" if letter == "B" and keys[i] in sets["relation"] and tags[i + n] not in "ydnq" else letter


def _body(s: Stream, i: int, limit: int) -> int:
    """How many tokens from token i on are the name of a body that holds a joint: "Sở Văn hóa, Thể thao và Du lịch"."""
    if s.text[s.starts[i]].islower():
        return 1
    size, joined = 1, tags_of("joint")
    for t in range(i + 1, min(i + MOST, limit - 1)):
        named = s.capital(t + 1) and s.keys[t + 1] not in grammar().sets["office"]
        if s.shape[t] in ".;:()¶ydnq" or (s.shape[t] in "," + joined and not named):
            break
        if s.shape[t] in joined:
            size = t + 2 - i
    return size


def _of_name(s: Stream, i: int) -> bool:
    """Whether token i is a capitalized word between two others, and no word of a heading in capitals."""
    word, both = s.text[s.starts[i] : s.ends[i]], (s.capital(k) for k in (i - 1, i, i + 1))
    return not word.isupper() and all(both)


def _phrase_at(keys: list[str], i: int, longer: dict[str, str], letter: str) -> tuple[int, str]:
    """How many tokens the longest phrase at token i has, and its letter; `letter` is that of the token alone."""
    joined, n = keys[i], 1
    for j in range(i + 1, len(keys)):
        joined = f"{joined} {keys[j]}"
        told = longer.get(joined)
        if told is None:
            break
        if told:
            n, letter = j - i + 1, told
    return n, letter


@dataclass(slots=True)
class Said:
    """What stands before a number: a theme or a verb with its agent, or a label in front of its bracket."""

    theme: str = ""
    verb: str = ""
    agent: str = ""
    label: str = ""
    links: list[str] = field(default_factory=list)
    prep: str = ""
    chained: bool = False  # nothing but separators between it and the number before
    owner: str = ""  # a bare noun phrase that has or does what is counted
    colon: bool = False  # a colon stands between it and the number


class _Letters(dict[int, str]):
    """The class of each token of a paragraph; outside it sentences end."""

    def __missing__(self, i: int) -> str:
        return "S"


class Clauses:
    """The phrases around the amounts of one paragraph."""

    def __init__(self, s: Stream, c: Context):
        self.s, self.c = s, c
        self.text = classes(s, c)
        self.at = _Letters(enumerate(self.text, c.first)).__getitem__
        self.heads: dict[str, list[int]] = {}  # where phrases of a class begin, once they were sought
        self.ends: dict[int, int] = {}  # where the phrase behind each amount ends

    def begin(self, i: int, stops: str = "S;") -> int:
        """First token of the sentence, or of the part between semicolons, that token i stands in."""
        k = i - self.c.first
        return self.c.first + max([self.text.rfind(stop, 0, k) for stop in stops]) + 1

    def say(self, tokens: Sequence[int]) -> str:
        """The words of some tokens as printed, in the order of the text."""
        if not tokens:
            return ""
        if tokens[-1] - tokens[0] == len(tokens) - 1:
            return self.s.words(tokens[0], tokens[-1] + 1).strip(_LOOSE)
        out, run = [], 0
        for n in range(1, len(tokens) + 1):
            if n == len(tokens) or tokens[n] != tokens[n - 1] + 1:
                out.append(self.s.words(tokens[run], tokens[n - 1] + 1))
                run = n
        return " ".join(out).strip(_LOOSE)

    def named(self, lo: int, hi: int) -> str:
        """Tokens lo to hi as a label has them: no times, no function word at the end."""
        return self.say(self._trimmed([t for t in range(lo, hi) if self.at(t) != "T"], "EXCDB,p"))

    def number_in(self, lo: int, hi: int) -> bool:
        """Whether a number stands between two tokens, before the sentence or its part ends or turns: "nhưng"."""
        known = grammar().sets["and"]
        for i in range(lo, hi):
            letter = self.at(i)
            if letter in "#S;,()" or (letter == "C" and self.s.keys[i] not in known):
                return letter == "#"
        return False

    def right(self, k: int, a: Amount) -> list[int]:
        """Tokens of the noun phrase behind the k-th amount, or its denominator a: first the unit where it is a noun."""
        lo = unit_start(self.s, a)
        i, limit = a.right, self.c.rights[k] if k in self.c.sides and a is self.c.amounts[k] else self.c.last
        if m := _TO_COLON.match(self.text, limit - self.c.first):
            limit += m.end() - m.start() - 1
        out = list(range(lo, i))
        named, end = len(out), 0
        while i < limit and len(out) < LONGEST:
            if (past := self._past_bracket(i, len(out) - named)) > i:
                i = past
            if self._stops(i, len(out), named):
                past = self._condition(k, i)
                if past == i:
                    break
                out += range(i, past)
                i, end = past, end or i
                continue
            if self.at(i) not in "TD" and not (self.at(i) == "X" and self.s.keys[i] in grammar().sets["skipped"]):
                if not out and self.at(i) in "BCEM,p" and self.s.keys[i] not in grammar().sets["has"]:
                    break
                out.append(i)
            i += 1
        out = self._trimmed(self._give_back(self._before_colon(out, i), i), "EXCDB,p")
        if a.sort != "count" or len(out) <= named or not self._closes(out[-1] + 1):  # "12 bến vượt, 3 bến không đạt"
            out = self._trimmed(out, "EXCDMB,p")
        self.ends[k] = end or (min(i, out[-1] + 1) if out else i)
        if a.figure.bound != "exact":  # "từ 45 giải học sinh giỏi | trở lên"
            out = [t for t in out if self.s.shape[t] not in tags_of("upward", "downward")]
        return out

    def _before_colon(self, out: list[int], i: int) -> list[int]:
        """A phrase before a colon without the words that announce what stands behind it: "45 cơ sở | bao gồm: …"."""
        told = (
            len(out) - n for n in (2, 1) if " ".join(self.s.keys[t] for t in out[-n:]) in grammar().sets["announces"]
        )
        return out[: next(told, len(out))] if self.at(i) == ":" else out

    def _condition(self, k: int, i: int) -> int:
        """Where what a count must have or reach ends: "12 xã | đạt 19 tiêu chí", "3 xã | có doanh thu trên 5 tỷ"."""
        a, b = self.c.amounts[k], self.c.amounts[k + 1] if k + 1 < len(self.c.amounts) else None
        if b is None or a.sort != "count" or self.s.keys[i] not in grammar().sets["condition"]:
            return i
        if self.s.keys[self.begin(a.at)] in lexicon().sets["inside"]:
            return i  # "Trong 3.450 hộ nghèo có 2.100 hộ …"
        said = self.text[a.right - self.c.first : b.left - self.c.first]
        near = (
            b.at < i + 6 and set(said) <= set("NBMV") and "\n" not in self.s.text[self.s.ends[a.at] : self.s.starts[i]]
        )
        other = b.fraction_of is None and b.figure.role not in ABOUT and a.figure.unit != b.figure.unit
        noun = other and (b.sort != "percent" or self.at(b.right) == "N" or said[-1:] == "N")  # "đạt kết quả dưới 83%"
        if not (near and noun) or heads_measure(self.say(range(self.begin(a.at), a.left))):
            return i  # "dư nợ 4 chương trình đạt 800 tỷ đồng"
        if b.sort != "money" or b.figure.bound != "exact":
            high = self.c.amounts[k + 2] if k + 2 < len(self.c.amounts) else b  # "9 xã | đạt 15-18 tiêu chí"
            return high.right if high.left == b.right + 1 and "range" in high.figure.quality else b.right
        return b.left if self.s.keys[i] in grammar().sets["owns"] else i  # "31 hợp tác xã | có dư nợ | 12 tỷ đồng"

    def _stops(self, i: int, length: int, named: int) -> bool:
        """Whether the noun phrase ends before token i."""
        letter, key, sets = self.at(i), self.s.keys[i], grammar().sets
        if letter in "S;:()#" or key in sets["ends_phrase"]:
            return True
        if self.s.shape[i] == "/" and self.s.shape[i + 1] in tags_of("target"):
            return True  # "1.372 lượt học viên | /KH 1.500 lượt"
        sums = self.s.shape[i] in tags_of("total") or key in sets["sums"]
        if length >= named and sums and self.number_in(i, i + 4):
            return True  # "2 cơ sở | tổng số tiền 35 triệu đồng", "12 suất quà | trị giá 6 triệu đồng"
        if letter == ",":
            goes_on = self.s.shape[i + 1] in "ydnq" or (length <= max(4, named) and self._list_goes_on(i))
            body = self.s.keys[i + 1] in sets["office"] and not self.s.text[self.s.starts[i + 1]].islower()
            apart = body and "#" in self.text[i - self.c.first :][:MOST]  # "12 hồ sơ, Sở Y tế 5 hồ sơ"
            apart = apart or self.s.shape[i + 1] in tags_of("most")  # "12 tàu, nhiều nhất là An Hải"
            apart = apart or self.s.keys[i + 1] in sets["plural"] or has(self.s.shape[i + 1], "remainder")
            named = self.s.capital(i + 1) or self.s.shape[i + 1] in "dn"  # "An Hải có 9 tàu, Long Mỹ (7 tàu), 3G (5)"
            apart = apart or (named and _TO_BRACKET.match(self.text, i - self.c.first) is not None)
            return apart or not (goes_on or _TO_COLON.match(self.text, i - self.c.first))
        if letter == "C":
            return key not in sets["and"] or self.at(i + 1) in "MXCT,D" or self.number_in(i, i + 6)
        if letter == "M" and self.at(i + 1) == "N" and self.s.shape[i + 1] in "dnq":
            return False  # "12 chợ hạng 2"
        if letter == "M" and not self._closes(i + 1):
            return key not in sets["has"] | sets["remains"] or self.number_in(i, i + 5)
        return letter == "p" and self.at(i + 1) == "#"

    def _closes(self, i: int) -> bool:
        """Whether a clause ends at token i."""
        return self.at(i) in ",;S)" or i >= self.c.last - 1

    def _past_bracket(self, i: int, length: int) -> int:
        """Where a noun goes on behind a bracket: "15/17 bệnh viện (88,2%) đã thu …"."""
        if self.at(i) != "(" or length > 3:
            return i
        close = next((t for t in range(i, min(i + LONGEST, self.c.last)) if self.at(t) in ")S"), i)
        numbers = sum(self.at(t) == "#" for t in range(i, close))
        one, brief = numbers < 2, not length or close == i + 2 or numbers  # "10/12 (83%) xã", "5 bến (BT) mới"
        noun = self.at(close + 1) == "N" and not self.number_in(close + 1, close + 7)
        if one and brief and noun and self.at(close) == ")":
            return close + 1
        told = self.at(close + 1) in "VXM" or self._first(close + 1) in grammar().sets["predicate"]
        return close + 1 if one and told and self.at(close) == ")" else i

    def _list_goes_on(self, i: int) -> bool:
        """Whether another noun and then more of the phrase stand behind the comma at token i."""
        twin = i + 1 + (self.s.shape[i + 1] in tags_of("noun"))  # "kiến nghị", "tổ chức" are verbs too
        end = next((t for t in range(twin, self.c.last + 1) if self.at(t) not in "Np"), i)
        closed = self.at(end) in ",MXES();" or (self.at(end) == "C" and self.s.keys[end] in grammar().sets["and"])
        known = lexicon().sets
        who = any(self.s.keys[i + 1] in known[name] for name in ("people_noun", "place_noun", "inspected"))
        done = self.at(end) == "V" and who and not self.number_in(end, end + 8)
        closed = closed or done  # "17 công ty, doanh nghiệp | thuê đất"
        return closed and i + 1 < end

    def _give_back(self, out: list[int], i: int) -> list[int]:
        """Leave to the next number the verb or theme that leads to it."""
        if self.at(i) not in "M#" or not self.number_in(i, i + 5):
            return out
        lead = grammar().sets["leads_on"]
        q = next((q for q, t in enumerate(out) if q and (self._first(t) in lead or self.at(t) == ",")), len(out))
        while 1 < q == len(out) and self.at(i) == "#" and self.at(out[q - 1]) == "V":
            out = out[:-1]
            q -= 1
        return out[:q]

    def _first(self, i: int) -> str:
        return self.s.keys[i].partition(" ")[0]

    def _trimmed(self, out: list[int], letters: str) -> list[int]:
        while out and self.at(out[-1]) in letters:
            out = out[:-1]
        return out

    def left(self, k: int) -> Said:
        """What stands before the k-th amount, back to the amount before it or to the beginning of the clause."""
        a = self.c.amounts[k]
        lo, i = self.begin(a.at), a.left - 1
        ratio = tags_of("ratio", "occupy")
        opened = next((t for t in range(i, lo - 1, -1) if self.s.shape[t] not in ratio and self.at(t) not in "Bp"), lo)
        if opened >= lo and self.at(opened) == "(":  # "viên chức (tỷ lệ 61%)"
            moved = self._moved(lo, opened)
            if moved == opened:
                return self._before_bracket(k, lo, opened - 1)
            i = moved
        colon = i >= lo and self.at(i) == ":"
        n = self._before(k, lo)
        before = self.c.amounts[n] if n >= 0 else None
        if before is not None and (not colon or any(self.at(t) in ",;" for t in range(before.at, a.at))):
            end = self.ends.get(n, 0)
            lo = max(before.at + 1, end if end <= a.left else before.right)
        i -= colon
        chained = before is not None and self._chained(lo, a.left)
        links: list[str] = []
        i = self._linked(lo, i, links)
        if i >= lo and links and self.at(i) == "(":
            moved = self._moved(lo, i)
            if moved == i:
                return self._before_bracket(k, lo, i - 1)
            i = self._linked(lo, moved, links)
        apart = i >= lo and self.at(i) == ","
        if apart and links and (who := self._told_who(lo, i)):
            lo, apart = who, False
        keep = self._opened(self._outside_brackets(lo, i), bool(links) or a.sort in NAMED)
        said = self._labelled(k, keep, colon, links)
        if apart and links and not heads_measure(said.theme):  # "Về bưu chính, có 5 điểm"
            said.theme = said.owner = ""
        if not (said.theme or said.verb) and links and links[-1] in grammar().sets["sums"]:
            said.theme = links[-1]  # "12 suất quà | trị giá | 6 triệu đồng"
        if before is not None and lo == a.left - 1 and self.at(lo) == "E" and self.s.keys[lo] != grammar().say["of"]:
            said.prep = self.s.keys[lo]  # "26 lớp kỹ năng số | cho | 1.430 lượt người"
        said.chained, said.colon = chained, colon
        return said

    def _labelled(self, k: int, keep: list[int], colon: bool, links: list[str]) -> Said:
        """The words before the k-th amount, in parts where they are a clause; an item of a list has a label alone."""
        said = self._parted(keep, colon, links)
        labels = said.verb and ((said.agent and self.c.sides.get(k) == "left") or colon)
        if labels and not empty(said.agent or said.verb):
            finite = any(self.at(t) == "X" or self._first(t) in grammar().sets["skipped"] for t in keep)
            said = said if finite else Said(lowered(self.say(keep)), links=links)
        item = not links and self.c.sides.get(k) == "left" and said.theme.casefold() in lexicon().sets["place_noun"]
        if empty(said.theme) and not item:
            said.theme = said.owner = ""
        return said

    def _told_who(self, lo: int, i: int) -> int:
        """The first token of what words up to the comma at token i come to, 0 where they name it first: "thứ hai là |
        vùng Đông, đạt 87%", but not "vùng Đông là vùng tăng nhanh nhất, đạt 87%".
        """
        start, equates = max(lo, *(self.s.shape.rfind(mark, lo, i) + 1 for mark in ",;:")), lexicon().sets["equates"]
        at = next((t + 1 for t in range(i - 2, start - 1, -1) if self.s.keys[t] in equates), 0)
        named = any(map(self.s.capital, range(start + 1, at - 1)))
        return at if at and not named else 0

    def _linked(self, lo: int, i: int, links: list[str]) -> int:
        """Put the words that link down to token i before `links`; the token before them."""
        if i > lo and self.s.keys[i] in lexicon().sets["mean"] and self.at(i - 1) == "M":
            i -= 1  # "tỷ lệ tốt nghiệp đạt bình quân 99,8%"
        while i >= lo and (self.at(i) in "MXBTp" or (self.s.keys[i] in grammar().sets["range_from"] and not links)):
            links.insert(0, self.s.keys[i])
            i -= 1
        return i

    def _moved(self, lo: int, i: int) -> int:
        """The verb of a move that the bracket at token i goes on with: "giá lúa | tăng so với tháng trước (2%)"; the
        bracket where there is none.
        """
        tie = grammar().sets["with"]
        verb = next((t for t in range(i - 1, lo, -1) if self.at(t) not in "TBE" and self.s.keys[t] not in tie), lo)
        return verb if verb > lo and self.at(verb) == "M" and self.s.shape[verb] in tags_of("up", "down") else i

    def _before(self, k: int, lo: int) -> int:
        """Which amount behind token lo the words before the k-th begin behind; -1 for none."""
        a, n = self.c.amounts[k], k - 1
        while n >= 0 and (self.c.amounts[n].depth > a.depth or self._limits(self.c.amounts[n], a)):
            n -= 1
        return n if n >= 0 and self.c.amounts[n].at >= lo else -1

    def _chained(self, lo: int, hi: int) -> bool:
        """Whether tokens lo to hi only part or tie two amounts, and deny nothing."""
        sets, keys = grammar().sets, self.s.keys
        return all(
            (self.at(t) in "C,BTpM" and keys[t] not in sets["owns"] and not self.denied(t)) or keys[t] in sets["range"]
            for t in range(lo, hi)
        )

    def _limits(self, b: Amount, a: Amount) -> bool:
        """Whether an amount belongs to what the next is of: "tàu | từ 15 m trở lên | là 12 chiếc", "tỷ lệ trẻ
        tiêm đủ | 8 loại vắc xin | đạt 97%".
        """
        head, between = self.s.shape[self._clause(b.left)] if b.sort == "count" else "", range(b.right, a.left)
        ratio = a.sort == "percent" and has(head, "ratio")
        some = a.sort in ("count", "") and has(head, "numbered", "total", "quantity")
        if (b.figure.bound == "exact" and not ratio and not some) or b.figure.unit == a.figure.unit:
            return False
        told = any(self.s.keys[t] in grammar().sets["equates"] for t in between)
        if ratio or (some and told):
            return any(self.at(t) == "M" for t in between) and not any(self.at(t) in ",;:()" for t in between)
        return told and all(self.at(t) in "MBX" for t in between)

    def _clause(self, i: int) -> int:
        """The first token of the words without a mark before token i."""
        lo = self.begin(i)
        return next((t + 1 for t in range(i - 1, lo - 1, -1) if self.at(t) in ",;:()"), lo)

    def _before_bracket(self, k: int, lo: int, i: int) -> Said:
        """The label in front of a bracket that opens with the number: "Hà Giang (55,76%)"."""
        out: list[int] = []
        before = self.c.amounts[k - 1] if k else None
        if before is not None and before.at < i and all(self.at(t) in "TBE" for t in range(before.right, i + 1)):
            return Said(chained=True)  # "tăng 2,17% so với năm 2021 (78,54%)"
        equates = grammar().sets["equates"]
        lo = max(lo, before.right) if before is not None else lo
        while i >= lo and self.s.keys[i] not in equates and len(out) < 8:
            if self.at(i) in ",;:()S#D" or (self._turns(i) and not self.denied(i)):
                break
            out.insert(0, i)
            i -= 1
        timeless = [t for t in out if self.at(t) != "T"]
        return Said(label=self.say(self._trimmed(timeless[self.at(timeless[0]) == "B" :] if timeless else [], "B")))

    def _outside_brackets(self, lo: int, i: int) -> list[int]:
        """Tokens lo to i; a closed bracket is passed over, an open one and a colon begin the clause."""
        text, first = self.text, self.c.first
        if i >= lo and "(" not in (here := text[lo - first : i + 1 - first]) and ")" not in here:
            return list(range(lo + here.rfind(":") + 1, i + 1))
        keep: list[int] = []
        depth = 0
        for q in range(i, lo - 1, -1):
            depth += (self.at(q) == ")") - (self.at(q) == "(")
            if depth < 0 or (self.at(q) == ":" and not depth):
                break
            if not depth and self.at(q) != "(":
                keep.append(q)
        return keep[::-1]

    def _opened(self, keep: list[int], named: bool) -> list[int]:
        """What stands behind the last comma or joint that closes an adverbial or a finite clause."""
        letters = "".join(map(self.at, keep))
        end = max(letters.rfind("N"), letters.rfind("V"))  # what stands behind a comma or joint says something
        for q in range(end - 1, -1, -1):
            if letters[q] in ",C":
                last = next((p for p in range(q - 1, -1, -1) if self._parts(keep[p])), -1)
                last += self.s.shape[keep[last + 1]] in tags_of("among")  # "trong đó khu vực nông, lâm nghiệp đạt …"
                if self._of_a_kind(keep[last + 1 : q], keep[q + 1 :], named):
                    continue  # "ngành công nghiệp, xây dựng chiếm 38,2%"
                if self._opens(keep[q], keep[last + 1 : q], keep[q + 1 :]):
                    keep = keep[q + 1 :]
                    break
        told = keep[:1]
        while keep and self.at(keep[0]) in "CDTEBXp,M" and not self._says(keep):
            keep = keep[1:]
        if told and self.s.keys[told[0]] in grammar().sets["source"]:  # "Theo số liệu của Chi cục | tổng số tàu là …"
            keep = keep[next((q for q, t in enumerate(keep) if self.s.shape[t] in tags_of("total")), 0) :]
        n = next((n for n in (2, 1) if self._leads(keep[:n])), 0) if named else 0
        keep = keep[n:]  # "nâng | số thu đến hết tháng 8 là …", "giữ vững | tỷ lệ hộ có điện 99%"
        timeless = [t for t in keep if self.at(t) != "T" and not (self.at(t) in ",C" and self.at(t - 1) == "T")]
        return self._trimmed(timeless, "p,")

    def _leads(self, tokens: list[int]) -> bool:
        """Whether words lead to what is measured and are no part of its name."""
        key, sets = " ".join(self.s.keys[t] for t in tokens), grammar().sets
        return key in sets["leads_on"] or key in sets["keeps"]

    def _says(self, keep: list[int]) -> bool:
        """Whether a function word that opens a phrase says which things are meant: "ngoài công lập", "đủ điều kiện"."""
        sets, i, key = grammar().sets, keep[0], self.s.keys[keep[0]]
        undone = key in sets["undone"] and self.at(i + 1) in "VN"
        item = self.at(i - 1) in ",;:" and key in sets["whereby"] and self.at(i + 1) == "N"  # "trong ao 60 ha, …"
        item = item and "," not in map(self.at, keep) and self.s.text[self.s.starts[i + 1]].islower()
        if item and not empty(self.say(keep[1:])):
            return True
        return len(keep) > 1 and (undone or key in sets["tells"] or self.denied(i) or self._contrasted(i))

    def _contrasted(self, i: int) -> bool:
        """Whether what begins at token i is said with a negation near by too: "có đất 8 hộ, không có đất 2 hộ"."""
        keys, negates = self.s.keys, lexicon().sets["negates"]
        near = range(max(i - NEAR, self.c.first + 1), min(i + NEAR, self.c.last - 1)) if self.at(i) in "MX" else ()
        return any(keys[t : t + 2] == keys[i : i + 2] and keys[t - 1] in negates for t in near)

    def denied(self, i: int) -> bool:
        """Whether token i says no, or what is not reached: "không", "chưa đạt", and no bound: "không quá"."""
        return self.at(i) in "XM" and self._first(i) in lexicon().sets["negates"]

    def _turns(self, i: int) -> bool:
        """Whether token i links or joins, and belongs to no negation: "hộ | không có đất"."""
        negation = (self.at(i) == "X" and self.denied(i)) or (self.at(i) == "M" and self.denied(i - 1))
        return self.at(i) in "MXC" and not negation

    def _told_in_bracket(self, i: int) -> bool:
        """Whether a bracket with a number closes at token i."""
        here = self.text[: i - self.c.first]
        return self.at(i) == ")" and "#" in here[here.rfind("(") + 1 :]

    def _parts(self, i: int) -> bool:
        """Whether token i is a comma, or a joint that joins more than two words."""
        return self.at(i) == "," or (self.at(i) == "C" and self.s.keys[i] not in grammar().sets["and"])

    def _of_a_kind(self, head: list[int], tail: list[int], named: bool) -> bool:
        """Whether `head` begins with a noun whose names hold commas, and `tail` goes on with a bare name."""
        sets, keys = grammar().sets, self.s.keys
        head = head[next((q + 1 for q in range(len(head) - 1, -1, -1) if keys[head[q]] in sets["with"]), 0) :]
        if not head or heads_measure(self.say(tail)) or keys[tail[0]] in sets["kind"]:
            return False
        one = len(tail) == 1 or {self.at(t) for t in tail} == {"V"}
        if one and self.at(tail[0]) in "NV" and heads_measure(self.say(head)):
            return True  # "diện tích rừng bị chặt, phá"
        kind = keys[head[0]] in sets["kind"]
        return named and (kind or heads_measure(self.say(head)))

    def _opens(self, i: int, head: list[int], tail: list[int]) -> bool:
        """Whether the comma or joint at token i, between `head` and `tail`, parts two clauses and no two nouns."""
        owns = grammar().sets["owns"]
        if self.at(i) == "," and self._told_in_bracket(i - 1):
            return True  # "các sở: Y tế (12 hồ sơ), | còn lại 8 hồ sơ"
        finite = any(self.at(t) in "MX" and self.s.keys[t] not in owns for t in head)
        if self.s.keys[i] in grammar().sets["and"]:
            opens = len(head) == 1 and self.at(head[0] - 1) in ":;"  # "…: Rau và quả giảm 2%"
            if head and not opens and self.s.shape[head[-1]] == "W" and self.s.text[self.s.starts[tail[0]]].islower():
                return True  # a name before it, a noun behind it
            return finite and heads_measure(self.say(tail))
        if self.s.keys[tail[0]] in grammar().sets["kind"] and head:
            return True
        kind = bool(head) and self.s.keys[head[0]] in grammar().sets["kind"]
        acts = kind or (bool(head) and self.at(head[0]) == "N" and "V" in map(self.at, head))
        acts = acts and not heads_measure(self.say(head))
        if self.at(i) == "," and acts and heads_measure(self.say(tail)):
            return True  # "ngành may phát triển ổn định, | doanh thu đạt …"
        led = not head or self.at(head[0]) in "ETDXB" or self.s.keys[head[0]] in grammar().sets["with"]
        adverbial = led or any(self.at(t) == "T" for t in (*head[:2], head[-1]))
        return self.at(i) == "C" or finite or adverbial or self.at(tail[0]) in ("VMXD" if len(tail) > 1 else "MXD")

    def _parted(self, keep: list[int], colon: bool, links: list[str]) -> Said:
        """Part the words before a number into theme, or verb and agent."""
        prep = ""
        while keep and (self.at(keep[-1]) == "E" or self.s.keys[keep[-1]] in grammar().sets["towards"]):
            prep = self.s.keys[keep[-1]]
            keep = keep[:-1]
        tie = next((q for q in range(len(keep) - 1, 0, -1) if self.s.keys[keep[q - 1]] in grammar().sets["with"]), 0)
        if tie > 0 and heads_measure(self.say(keep[tie:])):
            before, said = keep[: tie - 1], self.say(keep[tie:])
            owner = self.say(before) if tie < 6 and all(self.at(t) in "Np" for t in before) else ""
            if owner and owner.split()[-1][0].isupper():  # "xã An với sản lượng 5 tấn"
                said = f"{said} {grammar().say['of']} {owner}"
            return Said(said, links=links)
        copula = any(w in grammar().sets["link"] and w not in grammar().sets["passive"] for w in links)
        suffered = () if prep else grammar().sets["passive"]  # "tỷ lệ rác được thu gom", but "vốn được cấp cho 3 hộ"
        finite = any(self.at(t) == "X" and self.s.keys[t] not in suffered for t in keep)
        whole = colon or not finite or (len(keep) > 1 and self.at(keep[-2]) == ",")
        measured = whole and heads_measure(self.say(keep))
        kind = bool(keep) and self.s.keys[keep[0]] in grammar().sets["kind"]
        measured = measured or (kind and any(self.at(t) == "," for t in keep))  # a name that holds a comma
        theme, verb, agent = keep, list[int](), list[int]()
        if keep and not copula and not measured:
            given = prep and len(keep) > 1 and self.at(keep[0]) == "V"  # "cấp giấy phép khai thác cho 5 tàu"
            theme, verb, agent = ([], keep, []) if given else self._verb(keep)
        whose, theme = theme, self._said_of(theme, copula or colon)
        whose = whose[: max(len(whose) - len(theme) - 1, 0)] if whose[-1:] == theme[-1:] else []
        if not heads_measure(self.say(theme)) or any(self.s.keys[t] in grammar().sets["points_back"] for t in whose):
            whose = []
        empty = grammar().sets["measure_word"]
        while len(theme) > 1 and (self.at(theme[-1]) in "MXEC" or (links and self.s.keys[theme[-1]] in empty)):
            theme = theme[:-1]
        doer = agent or whose or (theme if grammar().sets["owns"].intersection(links) else [])
        owner = self.say(doer) if all(self.at(t) in "Np" for t in doer) else ""
        said = self._most(theme) or lowered(self.say(theme) + self._abbreviated(theme))
        if theme and self.s.shape[theme[0]] in "dnq" and self.s.shape[theme[0] - 1] in tags_of("over", "under", "from"):
            said = f"{self.s.keys[theme[0] - 1]} {said}"  # "dưới | 30 tuổi: 9 người"
        return Said(said, self.say(verb), self.say(agent), "", links, prep, owner=owner)

    def _most(self, theme: list[int]) -> str:
        """A theme that says who has the most as what is measured: "Bình Dương có vốn đăng ký lớn nhất với 5 tỷ"."""
        q = next((q for q, t in enumerate(theme) if q and self.s.keys[t] in grammar().sets["has"]), len(theme))
        most = bool(theme) and self.s.shape[theme[-1]] in tags_of("most")
        owner, what = self.say(theme[:q]), self.say(theme[q + 1 : -1])
        return f"{what} {grammar().say['of']} {owner}" if most and heads_measure(what) else ""

    def _abbreviated(self, theme: list[int]) -> str:
        """The bracket behind a theme that gives it in short: "tổng sản phẩm trên địa bàn tỉnh (GRDP)"."""
        i = theme[-1] + 1 if theme else 0
        if len(theme) < 3 or self.at(i) != "(" or self.at(i + 2) != ")":
            return ""
        short = self.s.words(i + 1, i + 2)
        named = short[0].isupper() and any(self.s.capital(t) for t in theme[1:])
        return f" ({short})" if (short.isupper() or named) and len(short) > 1 else ""

    def _said_of(self, theme: list[int], tied: bool) -> list[int]:
        """A theme without what is said of it: "số sự cố | vẫn nhiều hơn cả"; what is told behind "là".

        Where a number is `tied` to a count or ratio, what things have or reach says which: "tỷ lệ hộ đạt danh hiệu".
        """
        sets = grammar().sets
        if "#" in map(self.at, theme):  # "số xã đạt trên 15 tiêu chí | là 12 xã", but "178 điểm phục vụ: 31 bưu cục"
            counted = (b.at for b in self.c.amounts if b.sort == "count" and b.figure.bound == "exact")
            return [] if theme[0] in counted and self.at(theme[-1] + 1) == ":" else theme
        for q in range(len(theme) - 2, 0, -1):
            if self.s.keys[theme[q]] in sets["equates"]:
                theme = theme[q + 1 :]
                break
        counts = tied and self.say(theme[:1]).casefold().startswith((grammar().say["ratio"], grammar().say["number"]))
        tells = (q for q, t in enumerate(theme) if q and self._tells(t))
        q = next((q for q in tells if not (counts and self._says_which(theme[q]))), len(theme))
        told = theme[q + 1 :]
        says = heads_measure(self.say(told)) and any(self.s.keys[t] not in sets["measure_word"] for t in told)
        return told if says else theme[:q]

    def _says_which(self, i: int) -> bool:
        """Whether token i opens what things have, reach or still are: "thẻ | còn giá trị sử dụng", not "còn cao"."""
        sets, key = grammar().sets, self.s.keys[i]
        return self.at(i + 1) == "N" and (key in sets["has"] or (key in sets["remains"] and self.at(i + 2) == "N"))

    def _tells(self, i: int) -> bool:
        """Whether token i opens a predicate of the theme before it."""
        sets = grammar().sets
        ties = (
            self.at(i) == "M" and self.s.keys[i] not in sets["owns"] and not self.denied(i) and not self.denied(i - 1)
        )
        return ties or self.s.keys[i] in sets["aside"]

    def regarding(self, k: int) -> str:
        """What a rank is of, behind it: "thứ 4/11 tỉnh về | tỷ lệ hộ có Internet"."""
        a = self.c.amounts[k]
        under = next((b for b in self.c.amounts[k + 1 : k + 2] if b.fraction_of is a), a)
        lo, about = under.right, grammar().sets["regarding"]
        ends = "S;,#(M" if a.sort == "rank" else "S;,#(MCEX"  # "tăng 12% về lượng khách | và tăng 20% …"
        hi = next((t for t in range(lo, self.c.last) if self.at(t) in ends), self.c.last)
        at = next((t for t in range(lo, hi) if self.s.keys[t] in about), hi)
        return self.named(at + 1, hi)

    def lead(self, i: int) -> str:
        """What is measured by the words before the colon that opens a list: "Vốn đầu tư của các tỉnh như sau: …"."""
        lo = self.begin(i, "S")
        colon = self.text.find(":", lo - self.c.first, i - self.c.first)
        own = self.text[colon + 1 : colon + 2] == "#"  # "Tổng số bệnh nhân: 17 lượt; công suất …"
        return self.measure_before(colon + self.c.first) if colon >= 0 and not own else ""

    def opening(self, a: Amount) -> str:
        """The phrase with which the sentence of an amount opens, behind adverbials of time, place and source."""
        i = self.begin(a.at, "S")
        while i < a.left:
            i = self._past_source(i, a.left)
            limit = min(i + MOST, a.left)
            ends = (
                "MX#;:(,V" if self.s.keys[i] in grammar().sets["kind"] else "MX#;:(,"
            )  # "ngành may | phát triển ổn định"
            hi = next((t for t in range(i, limit) if self.at(t) in ends), limit)
            tokens = self._trimmed([t for t in range(i, hi) if self.at(t) != "T"], "EXCDB,pV")
            tokens = self._carried_out(tokens)
            said = self.say(tokens) if tokens and self.at(tokens[0]) == "N" else ""
            if tokens and self.s.keys[tokens[-1]].isdecimal() and "T" in map(self.at, range(tokens[-1] + 1, hi)):
                said = ""  # the first day of several: "Tuần từ 12 đến 18/5/2021"
            if not empty(said) or self.at(hi) != ",":
                return said
            i = hi
        return ""

    def _carried_out(self, tokens: list[int]) -> list[int]:
        """What an adverbial says is carried out: "Thực hiện | quy chế mới | theo Quyết định …, có 12 đơn vị"; no
        document by its number.
        """
        sets = grammar().sets
        verb = next((q for q, t in enumerate(tokens) if self.at(t) != "V"), len(tokens))
        if self.say(tokens[:verb]).casefold() not in sets["light"]:
            return tokens
        source = next((q for q, t in enumerate(tokens) if self.s.keys[t] in sets["source"]), len(tokens))
        named = self._trimmed(tokens[verb:source], "EXCDB,p")
        return named if not any(self.s.keys[t][:1].isdecimal() for t in named) else []

    def _past_source(self, i: int, limit: int) -> int:
        """Where a sentence begins behind times, openers and whose words it tells: "Theo …,", "Ông … cho biết,"."""
        while i < limit and (self.at(i) in "DTBCp,EX" or self.s.keys[i] in lexicon().sets["person"]):
            told = self.s.keys[i] in grammar().sets["source"] | lexicon().sets["person"]
            i = next((t for t in range(i, limit) if self.at(t) in ",;:"), limit) if told else i + 1
        return i

    def predicate(self, tokens: list[int]) -> str:
        """What a noun phrase says of its noun: "loại hàng | được đưa lên Internet"."""
        told, opens = ((q, t) for q, t in enumerate(tokens) if q), grammar().sets["predicate"]
        q = next(
            (
                q
                for q, t in told
                if self.at(t) in "XM" or self._first(t) in opens or "X" in map(self.at, range(tokens[q - 1] + 1, t))
            ),
            len(tokens),
        )
        return self.say(tokens[q:])

    def measure_before(self, i: int, name: str = "measured") -> str:
        """The nearest phrase before token i, in its sentence, that says what is measured or ranked."""
        if name not in self.heads:
            words, first, keys = _by_beginning(name), self.c.first, self.s.keys
            self.heads[name] = [
                q
                for q, letter in enumerate(self.text, first)
                if letter in "NV"
                and keys[q][:2] in words
                and " ".join([*keys[q : q + 3], ""]).startswith(words[keys[q][:2]])
                if not (proper(self.s, q) and proper(self.s, q + 1))  # "Tiền Giang"
            ]
        n = bisect_left(self.heads[name], i)
        q = self.heads[name][n - 1] if n else -1
        lo = self.begin(i, "S")
        if q < lo:
            return ""
        while n > 1 and (first := self.heads[name][n - 2]) >= lo and all(self.at(t) in "NVEp" for t in range(first, q)):
            q, n = first, n - 1  # the first word of the phrase: "vốn | đầu tư"
        keys = self.s.keys
        # all of the phrase, a verb in it too: "bảng | xếp hạng"
        head = max((k for k in range(1, 4) if " ".join(keys[q : q + k]) in grammar().sets[name]), default=1)
        hi = next((t for t in range(q, i) if self.at(t) in ",;:()#S" or (t >= q + head and self._turns(t))), i)
        hi = next((t for t in range(q, hi) if self.s.keys[t] in grammar().sets["announces"]), hi)
        hi = next((t for t in range(q + head, hi) if self.s.shape[t] in tags_of("most")), hi)  # "cao nhất | là …"
        return self.named(q, hi)

    def measured_by(self, i: int) -> str:
        """The phrase right before token i, but for links and degrees, that says what is measured: "nhà máy vừa xây có |
        tổng mức đầu tư | gần 9 tỷ đồng".
        """
        hi = i
        while hi > self.c.first and self.at(hi - 1) in "MDTX" and self.s.keys[hi - 1] not in grammar().sets["owns"]:
            hi -= 1
        lo = hi
        while lo > self.c.first and self.at(lo - 1) in "NVT":
            lo -= 1
        q = next((q for q in range(lo, hi) if heads_measure(self.named(q, hi))), hi)
        at = (lo if q == lo else q) - 1
        before = self.at(at - (self.at(at) == "E"))
        named = proper(self.s, q) and before == "N"
        if q == hi or named or before == "V" or self.s.keys[at] in grammar().sets["source"]:
            return ""  # "đã nộp vào | ngân sách", "theo | giá so sánh", "sang Ấn | Độ"
        phrase, owner = self.named(q, hi), self.named(lo, q)
        if owner and len(owner.split()) < 3:
            return ""  # "thuế | nợ đọng"
        if not owner and before == "M" and self.s.keys[lo - 1] in grammar().sets["owns"]:
            first = lo - 1
            while first > self.c.first and self.at(first - 1) == "N":
                first -= 1
            owner = lowered(self.named(first, lo - 1)) if self.at(first - 1) != "V" else ""
        short = 0 < len(owner.split()) < 7
        return f"{phrase} {grammar().say['of']} {owner}" if short else phrase

    def _verb(self, keep: list[int]) -> tuple[list[int], list[int], list[int]]:
        """The last finite verb: behind an auxiliary, at the opening, or right before the number."""
        helped = any(self.at(t) == "X" for t in keep)
        for q in range(len(keep) - 1, -1, -1):
            if self.at(keep[q]) != "V":
                continue
            aim = q > 0 and self.s.keys[keep[q - 1]] in grammar().sets["ends_phrase"]
            if q == 0 or aim or self.at(keep[q - 1]) in "XC," or (q == len(keep) - 1 and not helped):
                while q and self.at(keep[q - 1]) == "V":
                    q -= 1
                q -= q > 0 and self.s.keys[keep[q - 1]] in grammar().sets["undone"]  # "đang | giải quyết 5 hồ sơ"
                return [], keep[q:], keep[:q]
        return keep, [], []


@cache
def _by_beginning(name: str) -> dict[str, tuple[str, ...]]:
    """The phrases of a class by their first two letters."""
    words = grammar().sets[name]
    return {head: tuple(f"{w} " for w in words if w[:2] == head) for head in {w[:2] for w in words}}


def unit_start(s: Stream, a: Amount) -> int:
    """First token of a unit that is a noun; for money, signs and rates the token behind them."""
    k = a.right
    counted = a.sort in ("count", "time") and bool(a.figure.unit) and not per(a)
    if a.right <= a.at + 1 or not (counted or per(a).isupper()):  # "28 phần mềm/CSDL" are counted
        return a.right
    stop = tags_of("scale") + "ydnq"
    while k - 1 > a.at and s.shape[k - 1] not in stop:
        k -= 1
    return k + 1 if s.shape[k] == "(" else k


@lru_cache(maxsize=4096)
def heads_measure(phrase: str) -> bool:
    """Whether a phrase begins with what is measured: "doanh thu …", "tỷ lệ …"."""
    words, sets = syllables(phrase), grammar().sets
    two, three, four = (" ".join(words[:n]) for n in (2, 3, 4))
    if not words or sets["measured"].isdisjoint((words[0], two, three, four)):
        return False
    return sets["act"].isdisjoint((two, three)) and sets["body"].isdisjoint((two, three))


def measured(phrase: str) -> str:
    """What a phrase says behind the words that say what is measured: of "diện tích lúa", "lúa"; of a mean, nothing."""
    words, sets = phrase.split(), grammar().sets
    while words:
        heads = (n for n in (4, 3, 2, 1) if " ".join(syllables(" ".join(words[:n]))) in sets["measured"])
        n = next(heads, 0)
        if not n or (n == 1 and " ".join(syllables(" ".join(words[:2]))) in sets["act"]):  # "diện tích | thu hoạch lúa"
            break
        words = words[n:]
    mean = lexicon().sets["mean"]
    last = next((n for n in (2, 1) if " ".join(syllables(" ".join(words[-n:]))) in mean), 0)
    return " ".join(words[: len(words) - last])


@lru_cache(maxsize=4096)
def _foreign(word: str) -> bool:
    """Whether a word is no Vietnamese syllable, and none that is said as a Vietnamese word is: "internet"."""
    return word.isalpha() and not is_syllable(word) and word.casefold() not in grammar().sets["borrowed"]


# "82 ha lúa, hoa màu bị ngập: An Bình 79 ha": a name that goes on over commas to a colon.
_TO_BRACKET = re.compile(r",[^,;#()]{1,5}\(#")
_TO_COLON = re.compile(r",[^#;:()S]{1,12}:(?=[^#;S,]+#)")


def lowered(phrase: str) -> str:
    """A phrase with a small first letter unless it begins a name or an abbreviation."""
    if not phrase[:1].isupper():
        return phrase
    words = phrase.split()
    name = (len(words[0]) > 1 and not words[0][1:].islower()) or (len(words) > 1 and not words[1][0].islower())
    name = name or _foreign(words[0])
    return phrase if name else phrase[0].lower() + phrase[1:]


def empty(phrase: str) -> bool:
    """Whether a phrase names nothing alone: "toàn tỉnh", "tỷ lệ này"."""
    return not phrase or " ".join(syllables(phrase)) in grammar().sets["generic"]
