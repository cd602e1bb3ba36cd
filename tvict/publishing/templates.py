"""Templates of pages, and what stands in them as it is: a file's name goes in, its text or a template comes out."""

from __future__ import annotations

from functools import cache
from importlib import resources

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template


def source(name: str) -> str:
    """Return the text of a file beside this module."""
    return resources.files("tvict.publishing").joinpath(name).read_text(encoding="utf-8")


@cache
def template(name: str) -> Template:
    """Return a template: what is put into it is words and no markup, and a name that it is not given is an error."""
    environment = Environment(
        autoescape=True,
        loader=FunctionLoader(source),
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    return environment.get_template(name)
