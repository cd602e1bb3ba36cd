"""What tvict says in a shell: the English that stands in the code goes in, Vietnamese comes out where that is wanted.

messages.toml has the Vietnamese of each message, with a word in braces for what is told. Errors, notices and help are
written in English where they arise, as programs and programmers read them too.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from functools import cache

from tvict.labels import LANGUAGES
from tvict.settings import packaged

SETTING = "TVICT_LANG"
"""The environment variable that says the language where no option does."""

PLACE = re.compile(r"\\{(\w+)\\}")


def language_of(arguments: Sequence[str]) -> str:
    """Return the language that a command line asks for, before it is parsed: --lang, else TVICT_LANG, else Vietnamese.

    >>> language_of(["check", "r.txt", "--lang", "en"])
    'en'
    """
    given = [os.environ.get(SETTING, ""), *re.findall(r"(?:^|\0)--lang[=\0](\w+)", "\0".join(arguments))]
    return next((language for language in reversed(given) if language in LANGUAGES), "vi")


def said(english: str, language: str) -> str:
    """Return a message in a language; one that messages.toml does not have stays as it is.

    >>> said("x.txt is empty: give a file with the words of the report", "vi")
    'x.txt không có gì: hãy nêu tệp có lời văn của báo cáo'
    """
    if language == "en":
        return english
    if english in messages():
        return messages()[english]
    for pattern, vietnamese in _patterns():
        if found := pattern.fullmatch(english):
            parts = found.groupdict().items()  # what is itself a message is said in the language
            return vietnamese.format(**{n: said(part, language) if n.startswith("said") else part for n, part in parts})
    return english


@cache
def messages() -> dict[str, str]:
    """Return every message of messages.toml, English and Vietnamese."""
    sections = packaged("messages.toml").values()
    return {english: vietnamese for section in sections for english, vietnamese in section.items()}


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """Return the messages that tell something as patterns: those around others first, then those of most words."""
    telling = [(english, vietnamese) for english, vietnamese in messages().items() if "{" in english]
    telling.sort(key=lambda pair: ("{said" not in pair[0], -len(re.sub(r"\{\w+\}", "", pair[0]))))
    return [(_pattern(english), vietnamese) for english, vietnamese in telling]


def _pattern(english: str) -> re.Pattern[str]:
    """Return what a message looks like with anything in its places; a place named twice tells the same twice."""
    named: set[str] = set()

    def place(match: re.Match[str]) -> str:
        again = match[1] in named
        named.add(match[1])
        return f"(?P={match[1]})" if again else f"(?P<{match[1]}>.+?)"

    return re.compile(PLACE.sub(place, re.escape(english)), re.DOTALL)
