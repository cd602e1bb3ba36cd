"""The documentation as a site (`make docs`). Its source is the repository, so that links lead on here as in files.

Nothing is fetched, and no notebook is run: what a notebook shows are its committed outputs. Warnings are errors.
"""

from xml.etree import ElementTree

from docutils import nodes
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from tvict import __version__

project = "tvict"
version = release = __version__
language = "en"

extensions = ["myst_nb", "sphinx.ext.autodoc"]
root_doc = "docs/index"
include_patterns = [
    *("docs/*.md", "notebooks/*.ipynb", "figures/README.md", "tests/gold/README.md"),
    *("README.md", "README.vi.md", "CONTRIBUTING.md", "CHANGELOG.md"),
]
exclude_patterns = [".venv", "build", "data", "docs/_build", "mutants", "tvict", "**/.*"]
myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 3
nb_execution_mode = "off"
nb_merge_streams = True

autodoc_typehints_format = "short"
default_role = "py:obj"
nitpicky = True
nitpick_ignore_regex = [
    ("py:.*", r"(?!tvict\.(?:charts\.)?[a-z]+$).*")
]  # other packages, whose inventories are elsewhere

html_math_renderer = "mathml"
html_theme = "pydata_sphinx_theme"
html_title = "tvict"
html_sidebars = {"docs/index": [], "docs/start": []}
html_static_path = ["_static"]
html_css_files = ["site.css"]
templates_path = ["_templates"]
html_additional_pages = {"index": "to-start.html"}
html_show_search_summary = False  # opened from a disk, a page may not fetch others
html_show_sourcelink = html_copy_source = html_show_copyright = False
html_theme_options = {
    "navbar_align": "left",
    "header_links_before_dropdown": 7,
    "show_toc_level": 2,
    "footer_start": [],
    "footer_center": [],
    "footer_end": ["theme-version"],
    "secondary_sidebar_items": ["page-toc"],
    "show_prev_next": False,
}


MATHML = "{http://www.w3.org/1998/Math/MathML}"
ElementTree.register_namespace("", MATHML.strip("{}"))


def in_mathml(page: HTML5Translator, node: nodes.Element) -> None:
    """Write a formula as browsers draw it by themselves; what stands under a brace is put under it."""
    written = tex2mathml(node.astext(), as_block=isinstance(node, nodes.math_block))
    formula = ElementTree.fromstring(written.replace("&ApplyFunction;", "\u2061"))
    for below in formula.iter(f"{MATHML}msub"):
        if below[0].tag == f"{MATHML}munder":
            below.tag = below[0].tag
    page.body.append(ElementTree.tostring(formula, encoding="unicode"))
    raise nodes.SkipNode


def in_its_language(app: object, pagename: str, templatename: str, context: dict[str, object], doctree: object) -> None:
    """Tell browsers and screen readers which pages are in Vietnamese."""
    if pagename.endswith((".vi", "/vi")):
        context["language"] = "vi"


def setup(app: Sphinx) -> None:
    """Connect what this site does of its own."""
    app.add_html_math_renderer("mathml", (in_mathml, None), (in_mathml, None))
    app.connect("html-page-context", in_its_language)
