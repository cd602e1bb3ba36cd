"""The lexicon: every class is found in its examples and in no other sentence, and words stand in it, not in code."""

from __future__ import annotations

import ast
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import tvict
from tvict.reading.lexicon import FILES, TOKEN, fold, lexicon, load, syllables, toml
from tvict.reading.tokens import tokenize

HERE = Path(__file__).parent
CLASSES = [pytest.param(c, id=f"{name}.{c.name}") for name in FILES for c in load(name)]
MODULES = [p for folder in ("reading", "analysis") for p in sorted((Path(tvict.__file__).parent / folder).glob("*.py"))]


def holds(sentence: str, name: str) -> bool:
    """Whether a token of the sentence is of a class; a class of one context is looked up by word."""
    lex = lexicon()
    # A numeral is put behind the sentence: a paragraph without one is not tokenised.
    text = f"{sentence} | 7"
    stream = tokenize(text, [[(0, len(text))]])
    if lex.classes[name].context is not None:
        return any(key in lex.sets[name] for key in stream.keys)
    return any(tag in lex.tags[name] for tag in stream.shape)


# Sentences that the words of the lexicon do not yet part from the class: class, sentence.
KNOWN = {("out_of", "trong tổng thể"), ("joint", "phối hợp với")}


@pytest.mark.parametrize("word_class", CLASSES)
def test_examples(word_class):
    name = word_class.name
    assert not [e for e in word_class.examples if not holds(e, name)]
    assert {e for e in word_class.negatives if holds(e, name)} == {e for k, e in KNOWN if k == name}


# Classes too common for a sentence against them, or, like "plain", with no meaning of their own.
UNPROVED = {"plain", "hour", "minute", "place"}


@pytest.mark.parametrize("word_class", CLASSES)
def test_a_class_has_words_and_proof(word_class):
    assert word_class.words
    assert (word_class.examples and word_class.negatives) or word_class.context or word_class.name in UNPROVED


def test_classes_are_named_once():
    names = [c.name for name in FILES for c in load(name)]
    assert len(names) == len(set(names))


def strings_of(value) -> Iterator[str]:
    """Every string of a TOML table."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from strings_of(part)


@cache
def said() -> frozenset[str]:
    """All that reports and cases say, in runs of up to as many words as the longest phrase has."""
    texts = [path.read_text("utf-8") for folder in ("../data/raw", "unseen") for path in (HERE / folder).rglob("*.txt")]
    for path in (HERE / "cases").glob("*.toml"):
        texts += strings_of(tomllib.loads(path.read_text("utf-8")))
    split = [[fold(w) for w in TOKEN.findall(unicodedata.normalize("NFC", text))] for text in texts]
    longest = max(len(syllables(w)) for name in FILES for c in load(name) for w in c.words)
    return frozenset(
        " ".join(words[i : i + n]) for words in split for n in range(1, longest + 1) for i in range(len(words) - n + 1)
    )


@pytest.mark.parametrize("name", [*FILES, "subjects"])
def test_words_are_used(name):
    """A phrase of `words` stands in a report or a case: else write the case, or move it to `also`."""
    unused = {
        key: [w for w in e.get("words", ()) if " ".join(syllables(w)) not in said()] for key, e in toml(name).items()
    }
    assert not {key: words for key, words in unused.items() if words}


@pytest.mark.parametrize("name", [*FILES, "subjects"])
def test_words_stand_once_in_a_class(name):
    for key, e in toml(name).items():
        words = [" ".join(syllables(w)) for w in (*e.get("words", ()), *e.get("also", ()))]
        assert len(words) == len(set(words)), key


def is_vietnamese(word: str) -> bool:
    """Whether a run of letters can be a Vietnamese syllable that English does not have.

    It holds a letter of ă â đ ê ô ơ ư or a vowel with a tone, and no second tone: a table of letters is no word.
    """
    marks = unicodedata.normalize("NFD", word.lower())
    tones = sum(marks.count(tone) for tone in "\u0300\u0301\u0303\u0309\u0323")
    shapes = sum(marks.count(shape) for shape in "\u0302\u0306\u031b") + marks.count("đ")
    return len(word) > 1 and tones < 2 and tones + shapes > 0


LETTERS = re.compile(r"[^\W\d_]+")
CHARACTER_CLASS = re.compile(r"\[[^\]\s]*\]")


def docstrings(tree: ast.Module) -> set[int]:
    """The nodes, by identity, of the strings that document a module, class or function."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }


def strings(path: Path) -> list[str]:
    """The string literals of a module, its documentation apart."""
    tree = ast.parse(path.read_text("utf-8"))
    documents = docstrings(tree)
    constants = [n for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    return [n.value for n in constants if id(n) not in documents]


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.stem)
def test_no_vietnamese_word_stands_in_code(path):
    found = [w for s in strings(path) for w in LETTERS.findall(CHARACTER_CLASS.sub(" ", s)) if is_vietnamese(w)]
    assert not found


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.stem)
def test_no_tag_stands_in_code(path):
    """Tags are dealt out anew by every change of the lexicon: a pattern names classes."""
    tags = {t for tags in lexicon().tags.values() for t in tags} - set("ĂăĐđĨĩŨũƠơƯư") - set(map(chr, range(128)))
    assert not [s for s in strings(path) if tags & set(s)]


def test_what_counts_as_a_word():
    assert all(map(is_vietnamese, ["đến", "tỉnh", "Hà", "ước", "vườn"]))
    assert not any(map(is_vietnamese, ["Figure", "đ", "yỳýỷỹỵ", "tags"]))
