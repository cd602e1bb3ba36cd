"""Templates of pages, and what stands in them as it is: a file's name goes in, its text or a template comes out."""

from __future__ import annotations

from functools import cache, partial
from importlib import resources

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template


@cache
def source(name: str, package: str = "tvict.publishing") -> str:
    """Return the text of a file of a package."""
    return resources.files(package).joinpath(name).read_text(encoding="utf-8")


@cache
def template(name: str, package: str = "tvict.publishing") -> Template:
    """Return a template: what is put into it is words and no markup, and a name that it is not given is an error."""
    environment = Environment(
        autoescape=True,
        loader=FunctionLoader(partial(source, package=package)),
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    return environment.get_template(name)
