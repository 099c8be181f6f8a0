"""Which steps nbgrader's feedback consists of, once coursegrader is plugged into a course's configuration."""

from __future__ import annotations

from typing import Any

import pytest
from nbconvert.preprocessors import ExecutePreprocessor
from nbgrader.preprocessors import ClearOutput, Execute, GetGrades, NbGraderPreprocessor
from traitlets.config import Config

from coursegrader.errors import CourseError
from coursegrader.nbgrader_plugins.feedback_steps import configure_feedback_steps


class Foot(NbGraderPreprocessor):
    """A course's own step."""


class OwnGrades(GetGrades):
    """A course's own way to show scores."""


class OwnExecute(Execute):
    """A course's own way to run notebooks, outside of every sandbox."""


def as_it_is(nb: Any, resources: Any) -> Any:
    """A step may be a function."""
    return nb, resources


def steps(c: Any) -> list[str]:
    configure_feedback_steps(c)
    return [
        step.rpartition(".")[2] if isinstance(step, str) else step.__name__ for step in c.GenerateFeedback.preprocessors
    ]


def test_a_course_that_says_nothing_gets_ours_in_place_of_nbgraders() -> None:
    assert steps(Config()) == ["GetResults"]


def test_steps_of_a_courses_own_keep_their_places() -> None:
    c = Config()
    c.GenerateFeedback.preprocessors.insert(0, as_it_is)
    c.GenerateFeedback.preprocessors.append(Foot)
    c.GenerateFeedback.preprocessors.append(f"{__name__}.as_it_is")
    assert steps(c) == ["as_it_is", "GetResults", "Foot", "as_it_is"]


@pytest.mark.parametrize(
    ("listed", "kept"),
    [
        ([Foot, GetGrades, ClearOutput], ["Foot", "GetResults", "ClearOutput"]),
        (["nbgrader.preprocessors.GetGrades", OwnGrades], ["GetResults", "OwnGrades"]),
        ([OwnGrades], ["GetResults", "OwnGrades"]),
        ([Foot], ["GetResults", "Foot"]),
        ([], ["GetResults"]),
    ],
)
def test_a_list_of_a_courses_own_is_kept_and_scores_are_read(listed: list[Any], kept: list[str]) -> None:
    c = Config()
    c.GenerateFeedback.preprocessors = listed
    assert steps(c) == kept


@pytest.mark.parametrize(
    "step", [Execute, ExecutePreprocessor, OwnExecute, f"{__name__}.OwnExecute", "nbgrader.preprocessors.Execute"]
)
def test_nothing_runs_a_notebook_for_its_page(step: Any) -> None:
    c = Config()
    c.GenerateFeedback.preprocessors.append(step)
    assert steps(c) == ["GetResults"]


def test_plugging_in_twice_changes_nothing() -> None:
    c = Config()
    c.GenerateFeedback.preprocessors.insert(0, Foot)
    assert steps(c) == steps(c) == ["Foot", "GetResults"]


def test_a_step_that_cannot_be_imported_says_so() -> None:
    c = Config()
    c.GenerateFeedback.preprocessors.append("nowhere.Foot")
    configure_feedback_steps(c)
    *_, step = c.GenerateFeedback.preprocessors
    with pytest.raises(CourseError, match=r"nowhere\.Foot.*cannot be imported"):
        step(None, {})
