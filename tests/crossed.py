"""Read sentences that are crossed from forms, and count those with a wrong link or role.

    python tests/crossed.py [NAME] [--most N] [--show N]

tests/crossed.toml has the forms and what each number is. Where a rule holds for some of its forms only, one row or
column of the crossing stands out: the fragments with most wrong sentences are printed below each set. The sentences of
a set are drawn at random, always the same ones, where there are more than ``--most``. Every sentence adds up as
printed, so that none may raise an alarm.
"""

from __future__ import annotations

import argparse
import random
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import NamedTuple

from tvict.reading import read

FORMS = Path(__file__).with_suffix(".toml")
LINKS = ("parent", "of", "base")
WORST = 5


class Sentence(NamedTuple):
    """A crossed sentence, the fragments it is made of, and what its numbers are, by how they are printed.

    What a number is may be said by the words of a field, as the period that a title names.
    """

    text: str
    fragments: tuple[str, ...]
    expect: Mapping[str, Mapping[str, str]]


def sets() -> dict[str, dict]:
    """Return the sets of forms by name."""
    return {one["name"]: one for one in tomllib.loads(FORMS.read_text("utf-8"))["set"]}


def sentences(one: dict) -> Iterator[Sentence]:
    """Yield every sentence of a set."""
    names = [name for name in one if name not in ("name", "pattern", "fields", "expect")]
    for field, *fragments in product(one["fields"], *(one[name] for name in names)):
        text = one["pattern"]
        for name, words in (*zip(names, fragments, strict=True), *field.items()):
            text = text.replace(f"{{{name}}}", words)
        said = {k: {c: v.format(**field) for c, v in each.items()} for k, each in one["expect"].items()}
        yield Sentence(text[0].upper() + text[1:], (next(iter(field.values())), *fragments), said)


def drawn(one: dict, most: int) -> list[Sentence]:
    """Return at most so many sentences of a set, always the same ones."""
    every = list(sentences(one))
    return every if len(every) <= most else random.Random(len(every)).sample(every, most)


def wrong(sentence: Sentence) -> list[str]:
    """Return what is read wrong in a sentence: a number that is no figure, its role, its links."""
    reading = read(sentence.text)
    figures = {figure.figure_id: figure for figure in reading.figures}
    told = {n.text: figures[n.figure_id] for n in reading.numerals if n.figure_id in figures}
    again = {f.figure_id: told[n.text] for n in reading.numerals if (f := figures.get(n.figure_id)) is not None}
    out = []
    for number, expect in sentence.expect.items():
        if number not in sentence.text:
            continue
        figure = told.get(number)
        if figure is None:
            out.append(f"{number}: no figure")
            continue
        if figure.role != expect["role"]:
            out.append(f"{number}: {figure.role}")
        if figure.period != expect.get("period", figure.period):
            out.append(f"{number}: {figure.period}")
        if "unit" in expect and not expect["unit"].endswith(figure.unit or "?"):
            out.append(f"{number}: {figure.unit}")
        for name in LINKS:
            to = again.get(getattr(figure, f"{name}_id"))
            wanted = told.get(expect[name]) if name in expect else None
            if to is not wanted and (name in expect or name == "parent"):
                out.append(f"{number}: {name}")
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", nargs="?", help="one set; else all")
    parser.add_argument("--most", type=int, default=2000, help="sentences of a set that are read")
    parser.add_argument("--show", type=int, default=0, help="wrong sentences that are printed")
    options = parser.parse_args()
    for name, one in sets().items():
        if options.name not in (None, name):
            continue
        every = drawn(one, options.most)
        read_wrong = [(s, faults) for s in every if (faults := wrong(s))]
        print(f"{name}: {len(read_wrong)} of {len(every)} wrong ({len(read_wrong) / len(every):.3f})")
        tried, failed = (Counter(f for s in some for f in s.fragments) for some in (every, [s for s, _ in read_wrong]))
        for fragment in sorted(failed, key=lambda f: -failed[f] / tried[f])[:WORST]:
            print(f"    {failed[fragment] / tried[fragment]:.2f}  {fragment!r}")
        for sentence, faults in read_wrong[: options.show]:
            print(f"    {sentence.text!r}: {', '.join(faults)}")


if __name__ == "__main__":
    main()
