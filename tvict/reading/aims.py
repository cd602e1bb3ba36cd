"""Scopes of what is planned: opened by a target word, a heading or a lead-in, closed by a word that tells of results."""

from __future__ import annotations

from dataclasses import dataclass

from tvict.reading.structure import Context
from tvict.reading.lexicon import lexicon, shape, tags_of
from tvict.reading.tokens import Stream

_OPENS = shape(
    r"(?P<aim><aim>) | (?P<is><target> (?:<!num|copula|complete|compare|,|;|¶|becomes> | y){0,9} (?:<copula|becomes>|:)) | (?P<by>(?<!<compare>) <target> <until> (?=<year|month|y>)) | <until> <year>? (?P<ahead><y>)"
)
RESULT = frozenset(
    "đã đến_nay hiện_nay hiện_có hiện kết_quả tính_đến đã_có đã_đạt hiện_đạt đến_nay_có mới_có mới_đạt".replace(
        "_", " "
    ).split()
) | {
    "đến nay",
    "hiện nay",
    "hiện có",
    "kết quả",
    "đã có",
    "đã đạt",
    "hiện đạt",
    "đến nay có",
    "mới có",
    "mới đạt",
    "thực tế",
    "cho hay",
}
RESULT = RESULT - {"nay", "có", "đạt", "mới", "tính", "đến", "quả", "kết"}
GOES_ON = frozenset({"đồng thời", "trong đó", "ngoài ra", "bên cạnh đó", "đến", "riêng", "phấn đấu", "trong đó có"})


@dataclass(slots=True)
class Aim:
    """Tokens lo to hi speak of what is planned; `rule` and token `at` say why."""

    lo: int
    hi: int
    rule: str
    at: int


def aims(s: Stream, c: Context, now: int) -> list[Aim]:
    """The scopes of one paragraph, sentence by sentence."""
    out: list[Aim] = []
    if not c.amounts:
        return out
    open_before = False
    tags = s.shape
    closing = lexicon().tags["actual"] + lexicon().tags["cumulative"]
    for n, lo in enumerate(c.sentences):
        hi = c.sentences[n + 1] if n + 1 < len(c.sentences) else c.last
        start = None
        if open_before and s.keys[lo] in GOES_ON:
            start = (lo, "aim.carried", lo)
        m = next(
            (
                m
                for m in _OPENS.finditer(tags, lo, hi)
                if m["aim"]
                or (int(s.keys[m.end() - 1]) > now > 0 if m["ahead"] else not _referred(s, m.start(), m.end(), lo))
            ),
            None,
        )
        if start is None and m and not _in_bracket(c, m.start()):
            start = (m.end(), f"aim.{m.lastgroup}", m.start())
        open_before = False
        if start is None:
            continue
        if m is not None and start[1] != "aim.carried" and not m["ahead"] and s.keys[max(lo, m.start() - 1)] == "theo":
            continue
        end = next(
            (
                i
                for i in range(start[0], hi)
                if (s.keys[i] in RESULT or s.keys[i].startswith("đã ") or tags[i] in closing)
            ),
            hi,
        )
        out.append(Aim(start[0], end, start[1], start[2]))
        open_before = end == hi
    return out


def _in_bracket(c: Context, i: int) -> bool:
    return any(a < i < b for a, b in c.brackets)


def _referred(s: Stream, i: int, j: int, lo: int) -> bool:
    """Whether a target is one to compare with, or is itself counted: "vượt xa mục tiêu", "đạt 101% kế hoạch", "9/17 mục tiêu"."""
    before = s.shape[max(lo, i - 3) : i]
    return any(
        t in tags_of("exceed", "compare", "percent", "anaphor", "quantity", "total", "below") + "nq" for t in before
    ) or any(s.keys[k] in RESULT for k in range(i, j))
