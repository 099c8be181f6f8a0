"""Markdown and program text as HTML for the feedback page: static, with MathML, nothing live."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Final

from markupsafe import Markup, escape
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from coursegrader.nbgrader_plugins.clean_html import clean_html
from coursegrader.nbgrader_plugins.mathml import to_mathml

FindPicture = Callable[[str], str | None]
"""From a picture's address in the Markdown to a data URI, or None."""

LONGEST_KEPT: Final = 20_000  # characters of a text whose HTML is kept for the next page
_OPEN, _CLOSE = "\ue000", "\ue001"  # private characters: stand for a formula while the HTML is cleaned
_PLACE: Final = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")
_TITLE: Final = re.compile(r"<h[1-6]>(.*?)</h[1-6]>", re.DOTALL)


def render_markdown(source: str, find_picture: FindPicture = lambda address: None) -> Markup:
    """HTML of a Markdown text; formulas become MathML, pictures data URIs or their description."""
    if len(source) <= LONGEST_KEPT and (kept := _without_pictures(source)) is not None:
        return kept
    return _rendered(source, find_picture)


@lru_cache(maxsize=1024)
def _without_pictures(source: str) -> Markup | None:
    """The same for every page: the instructions of an assignment, mostly. None for a text with pictures."""
    asked: list[str] = []
    html = _rendered(source, asked.append)
    return None if asked else html


def _rendered(source: str, find_picture: FindPicture) -> Markup:
    renderer = _StaticRenderer(find_picture)
    text = source.replace(_OPEN, "").replace(_CLOSE, "")
    cleaned = clean_html(MarkdownWithMath(renderer=renderer).render(text), highlighted=True, instead=text)
    return Markup(_PLACE.sub(lambda match: renderer.formulas[int(match[1])], cleaned))


def render_inline(source: str) -> Markup:
    """HTML of one line of Markdown, without the paragraph around it."""
    html = str(render_markdown(source)).strip()
    return Markup(html.removeprefix("<p>").removesuffix("</p>"))


def first_heading(html: str) -> Markup | None:
    """The content of the first heading in rendered Markdown."""
    match = _TITLE.search(html)
    return Markup(match[1]) if match else None


def render_code(source: str) -> Markup:
    """Python, highlighted by classes that the page's style sheet colours."""
    return Markup(highlight(source, PythonLexer(), HtmlFormatter(nowrap=True)))


def render_latex(source: str) -> Markup:
    """TeX that a cell displayed, with or without its delimiters."""
    tex = re.sub(r"^(\$\$?|\\\[|\\\()|(\$\$?|\\\]|\\\))$", "", source.strip())
    return Markup(to_mathml(tex, display=True))


def attachment_pictures(attachments: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Data URIs of a cell's attached pictures, by their address in its Markdown."""
    return {
        f"attachment:{name}": f"data:{kind};base64,{content}"
        for name, bundle in attachments.items()
        for kind, content in list(bundle.items())[:1]
    }


class _StaticRenderer(IPythonRenderer):
    """nbconvert's dialect of Markdown, with formulas kept aside and pictures looked up."""

    def __init__(self, find_picture: FindPicture) -> None:
        super().__init__(escape=False, exclude_anchor_links=True)
        self._find_picture = find_picture
        self.formulas: list[str] = []

    def inline_math(self, body: str) -> str:
        return self._formula(body, display=False)

    def block_math(self, body: str) -> str:
        return self._formula(body, display=True)

    def latex_environment(self, name: str, body: str) -> str:
        return self._formula(rf"\begin{{{name}}}{body}\end{{{name}}}", display=True)

    def image(self, text: str, url: str, title: str | None = None) -> str:
        found = self._find_picture(url)
        if found is None:
            return f"<em>[picture: {text or escape(url)}]</em>"
        return f'<img src="{escape(found)}" alt="{escape(_without_tags(text))}">'

    def block_mermaidjs(self, code: str) -> str:
        return f"<pre>{escape(code)}</pre>"

    def _formula(self, tex: str, *, display: bool) -> str:
        self.formulas.append(to_mathml(tex, display=display))
        return f"{_OPEN}{len(self.formulas) - 1}{_CLOSE}"


def _without_tags(html: Any) -> str:
    return re.sub(r"<[^>]*>", "", str(html))
