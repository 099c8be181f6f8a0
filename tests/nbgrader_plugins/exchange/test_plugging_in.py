"""Whose exchange nbgrader's commands use, once coursegrader is plugged into a course's configuration."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from nbgrader.exchange import ExchangeFactory, default
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from coursegrader.nbgrader_plugins import configure
from coursegrader.nbgrader_plugins.course import Course
from coursegrader.nbgrader_plugins.exchange import OPTIONS, base, choose_exchange, collect, configure_exchange
from coursegrader.nbgrader_plugins.exchange_commands import run_exchange
from coursegrader.store import AttemptStore

ROOT = Path(__file__).parents[3]
PARTS = ("fetch_assignment", "fetch_feedback", "release_assignment", "release_feedback", "list", "submit", "collect")


class OwnCollect(default.ExchangeCollect):
    """A course's own way to collect."""


@pytest.fixture(autouse=True)
def _no_hub(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COURSEGRADER_EXCHANGE_URL", raising=False)


def chosen(c: Any) -> dict[str, Any]:
    """The class of each part, as nbgrader takes it from a configuration."""
    factory = ExchangeFactory(config=c)
    return {part: getattr(factory, part) for part in ("exchange", *PARTS)}


def is_ours(c: Any) -> bool:
    ours = {issubclass(part, base.Exchange) for part in chosen(c).values()}
    assert len(ours) == 1, "some of both"
    return ours.pop()


def test_a_course_that_says_nothing_of_an_exchange_gets_ours() -> None:
    c = Config()
    c.CourseDirectory.course_id = "maths"
    configure(c)
    assert is_ours(c)


def test_this_course_has_ours() -> None:
    assert is_ours(PyFileConfigLoader("nbgrader_config.py", path=str(ROOT)).load_config())


@pytest.mark.parametrize(
    ("section", "option"),
    [
        ("Exchange", "root"),
        ("Exchange", "cache"),
        ("ExchangeCollect", "root"),
        ("ExchangeSubmit", "add_random_string"),
    ],
)
def test_a_course_with_an_exchange_folder_keeps_nbgraders(section: str, option: str) -> None:
    c = Config()
    c[section][option] = "/srv/exchange"
    configure(c)
    assert not is_ours(c)
    assert dict(c[section]) == {option: "/srv/exchange"}
    assert "ExchangeFactory" not in dict(c)


@pytest.mark.parametrize("plugin", [OwnCollect, f"{__name__}.OwnCollect"])
def test_a_course_with_classes_of_its_own_keeps_them_and_nbgraders_others(plugin: Any) -> None:
    c = Config()
    c.ExchangeFactory.collect = plugin
    configure(c)
    assert not is_ours(c)
    assert chosen(c)["collect"].__name__ == "OwnCollect"


@pytest.mark.parametrize(
    ("section", "option"), [("Exchange", "path_includes_course"), ("ExchangeCollect", "update"), ("Other", "root")]
)
def test_what_can_be_configured_of_ours_is_no_exchange_of_the_courses_own(section: str, option: str) -> None:
    c = Config()
    c[section][option] = True
    configure(c)
    configure(c)
    assert is_ours(c)


def test_the_options_are_those_of_our_classes() -> None:
    c = Config()
    configure_exchange(c)
    assert {name for part in chosen(c).values() for name in part.class_trait_names(config=True)} == OPTIONS


def test_servers_of_the_hub_reach_ours_whatever_the_course_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COURSEGRADER_EXCHANGE_URL", "http://127.0.0.1:1")
    c = Config()
    c.Exchange.root = "/srv/exchange"
    c.ExchangeFactory.collect = OwnCollect
    choose_exchange(c, Config())
    assert is_ours(c)
    assert chosen(c)["collect"] is collect.ExchangeCollect


def test_our_own_commands_release_to_ours_whatever_the_course_says(course: Path, store: AttemptStore) -> None:
    folder = course / "exchange"
    (course / "nbgrader_config.py").write_text(
        "from coursegrader.nbgrader_plugins import configure\n"
        "c = get_config()\n"
        'c.CourseDirectory.course_id = "maths"\n'
        f"c.Exchange.root = {str(folder)!r}\n"
        "configure(c)\n"
    )
    run_exchange(Course(course), "ReleaseAssignment", "week1")
    assert [release.assignment for release in store.releases("maths")] == ["week1"]
    assert not folder.exists()
