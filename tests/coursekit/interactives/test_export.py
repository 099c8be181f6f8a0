"""Kernel-free pages: complete, alone, and as committed in source/."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from coursekit.interactives.base import Interactive
from coursekit.interactives.catalogue import CATALOGUE, of_week
from coursekit.interactives.export import exported, main, stale

SOURCE = Path(__file__).parents[3] / "source"
FOLDERS = [folder for folder in sorted(SOURCE.iterdir()) if folder.is_dir() and of_week(folder.name)]
each_interactive = pytest.mark.parametrize("thing", CATALOGUE, ids=lambda thing: thing.slug)


class References(HTMLParser):
    """Collects everything a browser could fetch, and every control without a name."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.fetched += [
            f"{tag} {key}"
            for key in ("src", "href", "srcset", "action", "data", "poster")
            if key in named and not str(named[key]).startswith("data:image/")  # a picture that is in the page itself
        ]
        self.fetched += [tag] if tag in ("link", "object", "embed", "base", "iframe", "img") else []
        self.ids += [str(named["id"])] if "id" in named else []


@each_interactive
def test_a_page_refers_to_nothing_outside_itself(thing: Interactive) -> None:
    page = thing.page()
    found = References()
    found.feed(page)
    assert found.fetched == []
    addresses = set(re.findall(r"[a-z]+://[^\s\"'<>\\]+", page))
    assert addresses <= {"http://www.w3.org/2000/svg"}  # the name of SVG, which no browser fetches
    assert not re.search(r"@import|url\(|fetch\(|XMLHttpRequest|import\(|<!--", page)
    assert "default-src 'none'" in page


@each_interactive
def test_a_page_has_a_language_a_title_and_unique_ids(thing: Interactive) -> None:
    page = thing.page()
    found = References()
    found.feed(page)
    assert '<html lang="en">' in page
    assert f"<title>{thing.title}</title>" in page
    assert len(found.ids) == len(set(found.ids))


@each_interactive
def test_a_page_carries_the_gate_and_the_still_frames(thing: Interactive) -> None:
    page = thing.page()
    for option in thing.prediction.options:
        assert option in page
    assert page.count('type="radio" name="prediction"') == len(thing.prediction.options)
    for frame in thing.strip().frames:
        assert frame.svg in page


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_files_in_source_are_up_to_date(folder: Path) -> None:
    assert stale(folder) == [], f"run: python -m coursekit.interactives.export {folder.name}"


def test_every_interactive_belongs_to_a_week_in_source() -> None:
    assert {thing.slug for folder in FOLDERS for thing in of_week(folder.name)} == {thing.slug for thing in CATALOGUE}


def test_the_command_writes_then_finds_nothing_to_do_then_notices_a_change(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "c1w2-anything"
    assert main(["--check", str(folder)]) == 1
    assert main([str(folder)]) == 0
    assert main(["--check", str(folder)]) == 0
    page = next(iter(exported(folder)))
    page.write_text("edited", encoding="utf-8")
    capsys.readouterr()
    assert main(["--check", str(folder)]) == 1
    assert capsys.readouterr().out.strip() == f"not up to date: {page}"


def test_a_folder_of_no_week_is_refused_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "holiday")]) == 1
    assert "no interactive is made for a week of this name" in capsys.readouterr().err
