"""What a figure measures, in the text's own words and understandable alone.

A count is named by the noun phrase behind it, money and shares by the phrase before them, a part by its own label and
the subject of its total, a change by the subject of the level it is about. Personal names never enter.
"""

from __future__ import annotations

from collections.abc import Sequence

from tvict.reading.amounts import Amount
from tvict.reading.lexicon import lexicon, shape, syllables, tags_of
from tvict.reading.phrases import before_bracket, behind, left_phrase, opening, right_phrase, topic
from tvict.reading.scopes import is_plan
from tvict.reading.structure import ABOUT, Context
from tvict.reading.tokens import Stream

TOPIC = 9  # words after which a subject needs no topic
_ENOUGH = 9  # words after which a subject needs no topic
_CLEAR = 4  # words after which it needs no heading
_CATEGORY = shape(r"<tier|numbered> <d>? $")


def name_all(contexts: Sequence[Context]) -> None:
    """Fill the subject of every figure of the prose."""
    by_id = {a.figure.figure_id: a for c in contexts for a in c.amounts}
    bases = {a.figure.base_id: a for a in by_id.values() if a.figure.role in ABOUT and a.figure.base_id is not None}
    pending: list[tuple[Amount, int]] = []
    for c in contexts:
        for k, a in enumerate(c.amounts):
            if a.row:
                continue
            about = _about(c, a, bases)
            if about in by_id and about != a.figure.figure_id and about is not None:
                pending.append((a, about))
            else:
                a.figure.subject = _named(c, k, by_id)
    for _ in range(3):  # a change may be about a share that is about a part
        for a, about in pending:
            a.figure.subject = a.figure.subject or by_id[about].figure.subject


def _about(c: Context, a: Amount, bases: dict[int, Amount]) -> int | None:
    """The figure whose subject this one shares: what it is of, or what it was printed to compare with."""
    f = a.figure
    user = bases.get(f.figure_id)
    if f.of_id is None and user is not None and user.at < a.at:
        return user.figure.of_id
    return f.of_id if f.of_id is not None else c.earlier.get(f.figure_id)


def _named(c: Context, k: int, by_id: dict[int, Amount]) -> str | None:
    s, a = c.s, c.amounts[k]
    f = a.figure
    if a.fraction_of is not None and f.role != "rank":  # a denominator is the total of what it counts
        ranked = a.fraction_of.figure.role == "rank"
        return (
            _join([right_phrase(s, a), opening(s, a)]) if ranked and f.unit else f.unit or a.fraction_of.figure.subject
        )
    denominator = next((b for b in c.amounts[k + 1 : k + 2] if b.fraction_of is a), None)
    right = right_phrase(
        s,
        denominator if denominator is not None and f.role != "rank" else a,
        c.rights[k] if k in c.sides and denominator is None else 0,
    )
    left = _lead(c, k)
    whole = by_id.get(f.parent_id) if f.parent_id is not None else None
    if whole is not None and denominator is None:
        words = _part(a, whole, left, right)
    elif f.role == "rank":
        words = _ranked(c, k, left, denominator)
    elif f.role in ABOUT and (left or not k):
        words = [left or right]
    elif f.role in ABOUT and c.amounts[k - 1].sentence == a.sentence and c.amounts[k - 1].figure.role in ABOUT:
        return c.amounts[k - 1].figure.subject  # "tăng 0,19% so với tháng trước, tăng 2,41% so với cùng kỳ"
    elif a.sort in ("money", "measure") or "/" in (f.unit or ""):
        head = (f.unit or "").split("/")[0] if a.sort in ("count", "rate") and not left_phrase(s, c.start(k), a.left) else ""
        words = [head, left, behind(s, a)] if _size([left]) < 4 else [head, left]
    elif a.sort in ("count", "time"):
        noun = right or f.unit or ""
        full = denominator is not None and _size([right]) > 3
        words = [noun] if full else [left] if left.casefold().startswith(noun.casefold()) else [noun, left]
    elif a.sort == "percent" and right and not _ratio_before(s, c.start(k), a):
        words = [right] if _size([right]) > 2 else [right, left]
    elif (
        k
        and c.amounts[k - 1].sort == a.sort
        and c.amounts[k - 1].sentence == a.sentence
        and _CATEGORY.search(s.shape, c.start(k), a.left)
    ):
        words = [left, c.amounts[k - 1].figure.subject or ""]  # "cấp tỉnh là 98%, cấp huyện là 95%"
    else:
        words = [left or right]
    first = c.firsts.get(k)
    alike = (
        first is not None
        and f.unit in (None, c.amounts[first].figure.unit)
        and (a.sort not in ("count", "time") or right.casefold() in ("", (f.unit or "").casefold()))
    )
    if (
        first is not None
        and alike
        and whole is None
        and c.sides.get(k) == "left"
        and left
        and len(left.split()) <= 3
        and not _measures(left)
    ):
        told = ellipsis(c.amounts[first].figure.subject or "", left)
        if told:
            return _join([told])
    if k and whole is None and words and _empty(" ".join(words)) and a.sort not in ("count", "time"):
        before = next((b for b in reversed(c.amounts[:k]) if b.figure.subject and b.sort == a.sort), c.amounts[k - 1])
        if before.figure.subject:
            return before.figure.subject
    if _size(words) < TOPIC:
        words += _new(topic(s, c, a), words)
    if _size(words) < _CLEAR and a.depth and whole is None:
        words.append(before_bracket(s, c, a))
    if _size(words) < _CLEAR:
        words += [t.lower() if t.isupper() else t for t in reversed(c.titles) if not is_plan(t)][:1]
    return _join(words) or None


def _size(words: Sequence[str]) -> int:
    return len(" ".join(words).split())


def _new(phrase: str, words: Sequence[str]) -> list[str]:
    """A phrase that says something new: most of its syllables do not stand in `words` yet."""
    said = set(syllables(" ".join(words)))
    own = syllables(phrase)
    return [phrase] if own and sum(w not in said for w in own) * 2 >= len(own) else []


def said_before(contexts: Sequence[Context]) -> list[tuple[Amount, str]]:
    """Each amount of the prose with the words that name it, its own or those that open its sentence."""
    out: list[tuple[Amount, str]] = []
    for c in contexts:
        for k, a in enumerate(c.amounts):
            if a.row:
                continue
            words = left_phrase(c.s, c.start(k), a.left)
            if not words and a.figure.role in ABOUT:
                words = opening(c.s, a)
            if not words and out and k and a.figure.role in ABOUT and c.amounts[k - 1].sentence == a.sentence:
                words = out[-1][1]
            out.append((a, words))
    return out


def _lead(c: Context, k: int) -> str:
    """The words before an amount; in an enumeration, those before its first member.

    A preposition alone ("cho 300 người") ties the amount to the thing counted before it.
    """
    if k not in c.leads:
        c.leads[k] = _led(c, k)
    return c.leads[k]


def _led(c: Context, k: int) -> str:
    s, a = c.s, c.amounts[k]
    words = left_phrase(s, c.lefts[k] if c.lefts else c.start(k), a.left)
    if not k or c.amounts[k - 1].sentence != a.sentence or c.amounts[k - 1].depth != a.depth or a.figure.role in ABOUT:
        return words
    before = c.amounts[k - 1]
    generic = all(w in lexicon().sets["generic"] for w in syllables(words))
    bound = c.rights[k - 1] if k - 1 in c.sides else 0
    if k in c.sides and words and not generic:
        return words
    if not generic and not right_phrase(s, before, bound).endswith(words):
        return words
    tied = (
        s.shape[a.left - 1] in tags_of("preposition")
        or s.keys[a.left - 1] in lexicon().sets["with"]
        or bool(generic and words)
    )
    said = [words if generic else "", right_phrase(s, before) if tied else "", _lead(c, k - 1)]
    return " ".join(w for w in said if w)


def _ranked(c: Context, k: int, left: str, denominator: Amount | None) -> list[str]:
    """What a rank is of: the phrase behind it ("thứ 4/11 về tỷ lệ hộ có Internet"), else what opens its sentence."""
    a = c.amounts[k]
    after = behind(c.s, denominator or a)
    if denominator is not None and after and c.s.shape[denominator.right] in tags_of("preposition"):
        return [after]
    head = opening(c.s, a)
    ranked = [left_phrase(c.s, c.start(n), b.left) for n, b in enumerate(c.amounts[:k]) if b.figure.role == "rank"]
    # "chính quyền số xếp hạng 15/63, kinh tế số xếp thứ 31/63": what opens the sentence is another rank's own name
    return [left] if left and head in ranked else [head, left]


def _ratio_before(s: Stream, start: int, a: Amount) -> bool:
    """Whether a percentage is named by the words before it: "tỷ lệ hộ có máy tính đạt 41,7%"."""
    lex, gap = lexicon(), s.shape[start : a.left]
    if any(t in lex.tags["ratio"] for t in gap):
        return True
    named = any(t in "wW" + lex.tags["noun"] for t in gap)
    said = gap[-1:] in lex.tags["copula"] + lex.tags["occupy"] if gap else False
    return named and said and s.keys[a.left - 1] not in lex.sets["relative"]


def _part(a: Amount, whole: Amount, left: str, right: str) -> list[str]:
    """A part in natural order: the measure of its total, then its own label; a noun of its own stands alone."""
    f = a.figure
    unit = (f.unit or "").casefold()
    said = whole.figure.subject or ""
    own_noun = right and right.casefold() != unit and a.sort not in ("money", "rate") and a.unit_said
    if own_noun:
        other = unit and not said.casefold().startswith(unit.split()[0])
        if other and len(right.split()) > 2:
            return [right]
        rest = said
        for same in (unit, (whole.figure.unit or "").casefold()):
            if same and rest.casefold().startswith(same):
                rest = rest[len(same) :].strip()
                break
        return [right, rest]
    label = left if not right or right.casefold() == unit or a.sort == "money" else right
    return [overlay(said, label)]


def overlay(whole: str, label: str) -> str:
    """Say a label after what it specifies: "diện tích nuôi tôm nước lợ" + "nuôi tôm thẻ" gives "diện tích nuôi tôm thẻ"."""
    have, own = whole.split(), label.split()
    if not own or not have:
        return label or whole
    for i, w in enumerate(have):
        if (
            w.casefold() == own[0].casefold()
            and have[i + 1 : i + 2]
            and own[1:2]
            and have[i + 1].casefold() == own[1].casefold()
        ):
            return " ".join(have[:i] + own)
    if " ".join(own).casefold() in whole.casefold():
        return whole
    return f"{whole} {label}"


def ellipsis(measure: str, label: str) -> str | None:
    """What an elliptic item measures: "giá tôm chân trắng" + "tôm sú" gives "giá tôm sú"; else labels of one length."""
    have, own = measure.split(), label.split()
    low = [w.casefold() for w in have]
    if own[0].casefold() in low[1:]:
        i = len(low) - 1 - low[::-1].index(own[0].casefold())
        return " ".join(have[:i] + own)
    if len(have) >= len(own) + 2:
        return " ".join(have[: -len(own)] + own)
    return None


def _measures(phrase: str) -> bool:
    """Whether a phrase begins with what is measured and needs nothing from its neighbour."""
    head = " ".join(syllables(phrase))
    sets = lexicon().sets
    return any(head.startswith(w) for n in ("quantity", "ratio", "total", "money_topic") for w in sets[n])


EMPTY = frozenset("này đó trên ấy tỷ lệ số con của tỉnh đạt kết quả lũy kế ước nổi bật cả năm riêng".split())


def _empty(phrase: str) -> bool:
    """Whether a phrase only points back: "tỷ lệ này", "con số này", "của tỉnh"."""
    return all(w.casefold() in EMPTY for w in phrase.split())


def _join(parts: Sequence[str]) -> str:
    """Join phrases, none twice, the first letter small unless it begins a name."""
    seen: list[str] = []
    for part in parts:
        part = part.strip(" *_\"“”'()-–:;,./<>")
        if part and not any(part.casefold() in p.casefold() for p in seen):
            seen = [p for p in seen if not part.casefold().startswith(p.casefold())] + [part]
    text = " ".join(" ".join(seen).split())
    words = text.split()
    if words and words[0][0].isupper() and words[0][1:].islower() and not (len(words) > 1 and words[1][0].isupper()):
        text = text[0].lower() + text[1:]
    return text
