"""Every named rule of the reader decides in its examples and not in its counterexamples: cases/rules-*.toml, by rule.

A table is named for the rule; `yes` are the shortest texts in which it must decide some column of some figure, `no`
texts that look like them and in which it must not. The table `reasons` tells which rules decided.
"""

from __future__ import annotations

import tomllib

import pytest
from test_cases import CASES

from tvict.reading import read
from tvict.reading.roles import FOLLOWS
from tvict.reading.roles import RULES as ROLES

RULES = {
    rule: texts
    for path in sorted(CASES.glob("rules-*.toml"))
    for rule, texts in tomllib.loads(path.read_text("utf-8")).items()
}


def decided(text: str) -> set[str]:
    """The rules that decided something in a text: what a numeral is, or a column of a figure."""
    reading = read(text)
    return {reason.rule for reason in reading.reasons} | {numeral.rule for numeral in reading.numerals}


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_decides_in_its_examples_alone(rule):
    assert RULES[rule]["yes"], "a rule without an example goes"
    assert RULES[rule]["no"], "a rule without a counterexample says nothing"
    assert not [text for text in RULES[rule]["yes"] if rule not in decided(text)]
    assert not [text for text in RULES[rule]["no"] if rule in decided(text)]


def test_every_rule_of_a_role_has_cases():
    assert {rule.name for rule in ROLES} | {name for name, _ in FOLLOWS} <= set(RULES)
