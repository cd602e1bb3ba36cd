"""Words that others wrote as one line of Markdown: no markup of theirs is taken for ours."""

from __future__ import annotations

import re
from html import escape

MARKS = re.compile(r"([\\`*\[\]|]|^#)")


def plain(words: str) -> str:
    r"""Return words so that Markdown shows them as they are, on one line.

    >>> plain("# <b>5</b> [xã](x)")
    '\\# &lt;b&gt;5&lt;/b&gt; \\[xã\\](x)'
    """
    return MARKS.sub(r"\\\1", escape(" ".join(words.split()), quote=False))
