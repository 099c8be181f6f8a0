"""What counts as live in a page."""

from __future__ import annotations

import pytest

from coursegrader.attacks.live_html import live_output, live_parts


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<script>x</script>", "<script>"),
        ("<SCRIPT/src=x>", "<script>"),
        ("<b onmouseover=x>", "<b onmouseover>"),
        ("<img/src/onerror=x>", "<img onerror>"),
        ("<a href='javascript:x'>", "<a href=javascript:>"),
        ("<a href='java\tscript:x'>", "<a href=javascript:>"),
        ("<a href=' &#106;avascript:x'>", "<a href=javascript:>"),
        ("<a href='data:text/html,x'>", "<a href=data:>"),
        ("<svg><a xlink:href='javascript:x'/></svg>", "<a xlink:href=javascript:>"),
        ("<iframe srcdoc='x'>", "<iframe>"),
        ("<meta http-equiv=Refresh content=0>", "<meta refresh>"),
        ("<img src='https://evil.example/x.png'>", "<img src> from elsewhere"),
        ("<img src='//evil.example/x.png'>", "<img src> from elsewhere"),
        ("<img srcset='https://evil.example/x 2x'>", "<img srcset> from elsewhere"),
        ("<p style='background:url(x)'>", "<p style> that loads"),
        ("<style>@import 'x';</style>", "a style sheet that loads"),
        ("<form action='/x'>", "<form>"),
        (r"<p>$\href{javascript:x}{y}$</p>", "a live TeX macro"),
    ],
)
def test_live_things_are_found(html: str, found: str) -> None:
    assert found in live_parts(html)


@pytest.mark.parametrize(
    "html",
    [
        "<p>text &lt;script&gt; onerror=x javascript:x</p>",
        "<a href='https://numpy.org'>x</a><a href='#top'>x</a><a href='mailto:a@b.c'>x</a>",
        "<img src='data:image/png;base64,AAAA' alt='x'>",
        "<table class=dataframe><tr><td style='text-align:left'>1</td></tr></table>",
        "<style>p { color: red }</style><svg viewBox='0 0 1 1'><path d='M0 0'/></svg>",
    ],
)
def test_still_things_are_left_alone(html: str) -> None:
    assert live_parts(html) == []


def test_outputs_of_live_types_are_found() -> None:
    assert live_output({"application/javascript": "1"}) == ["an output of type application/javascript"]
    assert live_output({"text/plain": "<script>", "image/png": "AAAA"}) == []
