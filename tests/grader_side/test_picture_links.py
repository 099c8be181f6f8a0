"""Pictures in Markdown are found as programs write them, and no text takes long to look through."""

from __future__ import annotations

import time

import pytest

from coursegrader.grader_side.picture_links import PictureLink, picture_links


def found(text: str) -> list[PictureLink]:
    return list(picture_links(text))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("![photo](attachment:photo.png)", ("photo.png", "photo.png")),
        ("![a [b] c](attachment:My%20photo%281%29.png)", ("My%20photo%281%29.png", "My photo(1).png")),
        ("![x](<attachment:my photo.png>)", ("my photo.png", "my photo.png")),
        ("![x](attachment:photo(1).png 'a title')", ("photo(1).png", "photo(1).png")),
        ("![](plot.png)", ("./plot.png",)),
        ("![x]( ./images//my%20plot.png?raw=1#top )", ("./images/my plot.png",)),
        ("![x](images\\plot.png)", ("./images/plot.png",)),
        ('<img width="300" src="attachment:photo.png">', ("photo.png", "photo.png")),
        ("<IMG SRC='plot.png' ALT='a plot' />", ("./plot.png",)),
        ("![x](https://example.org/x.png)", ()),
        ("![x](//example.org/x.png)", ()),
        ("![x](/etc/x.png)", ()),
        ("![x](images/../../x.png)", ()),
        ("![x](..%2Fx.png)", ()),
        ("![x](data:image/png;base64,AAAA)", ()),
        ("![x](file:x.png)", ()),
        ("![x](.)", ()),
    ],
)
def test_a_picture_is_known_by_its_attachment_or_its_file(text: str, names: tuple[str, ...]) -> None:
    (link,) = found(f"Text before {text} and behind")
    assert link.names == names
    assert (link.start, link.end) == (12, 12 + len(text))


@pytest.mark.parametrize("text", [r"\![x](plot.png)", "[x](plot.png)", "![x] (plot.png)", "<img alt='x'>", "!"])
def test_what_is_no_picture_is_none(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "piece", ["![", "![[x]", '![x](a "', "![x](<", "![x]((", "<img ", '<img src="a" ', "![x](a(b)(c)", "![x](   "]
)
def test_no_text_takes_long(piece: str) -> None:
    start = time.perf_counter()
    found(piece * 20_000)
    assert time.perf_counter() - start < 2
