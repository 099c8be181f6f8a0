"""Marks of hidden tests: what they say counts, whenever they are read."""

from __future__ import annotations

from pathlib import Path

from coursegrader.grader_side.run_suite import run_suites
from tests.grader_side.test_collected import context, passed, run, suite

MARKED = """
    import pytest

    @pytest.mark.cell("other")
    @pytest.mark.weight(3)
    @pytest.mark.hint("Look again.")
    def test_marked(rng):
        assert rng is None

    @pytest.mark.parametrize("number, cell", [
        pytest.param(1, "a", marks=pytest.mark.cell("a")), pytest.param(2, "b", marks=pytest.mark.cell("b"))
    ])
    def test_each(number, cell, reveal):
        reveal(f"{number} of {cell}")
        assert number == 1
"""


def test_cell_weight_and_hint_are_those_of_the_test(tmp_path: Path) -> None:
    path = suite(tmp_path / "graders", MARKED)
    record = run(path).recorded[0]
    assert (record.cell, record.result.weight, record.result.hint) == ("other", 3.0, "Look again.")


def test_each_parameter_has_its_own_marks(tmp_path: Path) -> None:
    path = suite(tmp_path / "graders", MARKED)
    records = {record.cell: record.result for record in run(path).recorded if record.cell != "other"}
    assert {cell: result.passed for cell, result in records.items()} == {"a": True, "b": False}
    assert records["b"].hint.endswith("\n2 of b")


def test_a_mark_without_its_argument_is_told_and_gives_no_points(tmp_path: Path) -> None:
    path = suite(
        tmp_path / "graders",
        """
        import pytest

        @pytest.mark.weight()
        def test_one(rng):
            pass
        """,
    )
    result = run(path)
    assert not result.recorded
    assert [where for where, _ in result.problems] == ["suites"]


def test_a_test_that_marks_itself_while_it_runs_is_heard(tmp_path: Path) -> None:
    path = suite(
        tmp_path / "graders",
        """
        import pytest

        @pytest.fixture
        def heavy(request):
            request.node.add_marker(pytest.mark.weight(7))

        def test_one(heavy):
            pass

        def test_two(request):
            request.node.add_marker(pytest.mark.xfail(strict=True))
        """,
    )
    result = run_suites([path], path.parent, context(path))
    assert passed(result) == {"test_one": True, "test_two": False}
    assert result.recorded[0].result.weight == 7.0
