"""Hidden suites kept as pytest collected them: run afresh for each attempt, with pytest's own meaning."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from textwrap import dedent
from typing import Any, cast

import pytest

from coursegrader.grader_side.apart import apart
from coursegrader.grader_side.collected import CollectedSuites
from coursegrader.grader_side.plugin import SuiteContext
from coursegrader.grader_side.recorded import SuiteRun
from coursegrader.grader_side.run_suite import collect_suites, run_collected_suites, run_suites
from coursegrader.grader_side.tree_signature import SETTLED_SECONDS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "graders"


def suite(folder: Path, text: str, name: str = "test_one.py") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(dedent(text))
    return path


def context(*suites: Path, only_cell: str | None = None, seed: str = "s") -> SuiteContext:
    """For suites that do without the learner's code."""
    nobody = cast("Any", None)
    cells = {path.name: (path.stem.removeprefix("test_"),) for path in suites}
    return SuiteContext(nobody, seed, {}, cells, lambda: {"drawn": True}, only_cell)


def passed(run: SuiteRun) -> dict[str, bool]:
    return {record.result.name: record.result.passed for record in run.recorded}


def run(*suites: Path, only_cell: str | None = None) -> SuiteRun:
    return run_suites(suites, suites[0].parent, context(*suites, only_cell=only_cell))


# ---- every attempt meets the suites as they were loaded

FORGETFUL = """
    import functools
    import sys
    import warnings

    import numpy as np
    import oracles
    import pytest

    seen = []

    @functools.cache
    def cached(name):
        seen.append(name)
        return len(seen)

    @pytest.fixture(scope="module")
    def table():
        return []

    @pytest.fixture(scope="session")
    def once():
        oracles.count += 1
        return oracles.count

    @pytest.mark.parametrize("items", [[]])
    def test_lists_are_empty(items, table):
        assert (items, table, seen) == ([], [], [])
        for kept in (items, table, seen):
            kept.append(1)

    def test_caches_are_empty(once):
        assert cached("a") == 2 and once == 1
        np.random.seed(1)
        sys.setrecursionlimit(700)
        warnings.simplefilter("error")

    def test_the_process_is_as_it_was(rng, once):
        assert once == 1 and len(warnings.filters) == oracles.filters
"""


def test_nothing_that_a_suite_keeps_reaches_the_next_attempt(folder: Path) -> None:
    path = suite(folder, FORGETFUL)
    suite(folder, "import warnings\ncount = 0\nfilters = len(warnings.filters)\n", "oracles.py")
    time.sleep(SETTLED_SECONDS + 0.02)
    before = sys.getrecursionlimit(), set(sys.modules), list(sys.path)
    collected = collect_suites((path,), folder)
    for _ in range(3):
        done = apart(lambda: run_collected_suites((path,), folder, context(path)))
        assert passed(done) == dict.fromkeys(
            ("test_lists_are_empty[items0]", "test_caches_are_empty", "test_the_process_is_as_it_was"), True
        ), done
        assert collect_suites((path,), folder) is collected
    assert (sys.getrecursionlimit(), list(sys.path)) == (before[0], before[2])
    assert not {"oracles", "test_one"} & (set(sys.modules) - before[1])


@pytest.mark.parametrize("changed", ["test_one.py", "oracles.py", "table.json"])
def test_suites_are_loaded_anew_when_a_file_beside_them_changes(folder: Path, changed: str) -> None:
    path = suite(
        folder,
        """
        import json, pathlib
        import oracles
        TABLE = json.loads((pathlib.Path(__file__).parent / "table.json").read_text())
        def test_a():
            assert oracles.right and TABLE and True
        """,
    )
    suite(folder, "right = True", "oracles.py")
    suite(folder, "true", "table.json")
    time.sleep(SETTLED_SECONDS + 0.02)
    collect_suites((path,), folder)
    text = (folder / changed).read_text()
    (folder / changed).write_text(text.replace("True", "0   ").replace("true", "null"))
    done = apart(lambda: run_collected_suites((path,), folder, context(path)))
    assert passed(done) == {"test_a": False}


def test_two_folders_with_modules_of_one_name_do_not_mix(tmp_path: Path) -> None:
    suites = []
    for number in (1, 2):
        folder = tmp_path / str(number)
        suite(folder, f"number = {number}", "oracles.py")
        text = f"def test_a():\n    import oracles\n    assert oracles.number == {number} and __name__ == 'test_one'"
        suites.append(suite(folder, text))
    kept = [CollectedSuites((path,), path.parent) for path in suites]
    for path, collected in zip(suites, kept, strict=True):
        assert passed(apart(lambda p=path, c=collected: c.run(context(p)))) == {"test_a": True}  # type: ignore[misc]


def test_random_inputs_depend_on_seed_and_test_only(folder: Path) -> None:
    path = suite(
        folder,
        "def test_a(rng, example_rng, reveal):\n    reveal(f'{rng.random()} {example_rng.random()}')\n    assert 0",
    )
    hints = []
    for seed in ("s", "t", "s"):
        done = apart(lambda s=seed: run_suites((path,), folder, context(path, seed=s)))  # type: ignore[misc]
        hints.append(done.recorded[0].result.hint.splitlines()[1])
    assert hints[0] == hints[2] != hints[1]
    assert len(set(hints[0].split())) == 2


def test_the_asserts_of_suites_stay_as_they_are_under_a_pytest_of_ones_own(folder: Path) -> None:
    hooks = list(sys.meta_path)
    helper = suite(folder, "def same(a, b):\n    assert a == b", "test_helper.py")
    path = suite(
        folder,
        """
        def test_a():
            import test_helper
            names = {*globals(), *vars(test_helper), *test_helper.same.__code__.co_names}
            assert not {name for name in names if name.startswith("@")}
        """,
    )
    assert passed(apart(lambda: run_suites((path,), folder, context(path)))) == {"test_a": True}
    assert sys.meta_path == hooks and helper.exists()


# ---- pytest's own meaning

MEANING = """
    import warnings
    from pathlib import Path

    import pytest

    order = []

    @pytest.fixture(autouse=True)
    def around():
        order.append("up")
        yield
        order.append("down")

    @pytest.fixture(params=[1, 2])
    def number(request):
        return request.param

    def test_right_autouse():
        assert order == ["up"]

    def test_right_torn_down():
        assert order == ["up", "down", "up"]

    def test_right_params(number):
        assert number in (1, 2)

    @pytest.mark.parametrize(("a", "b"), [(1, 1), pytest.param(1, 2, id="off")])
    def test_right_unless_off(a, b):
        assert a == b

    class TestGroup:
        @pytest.fixture
        def own(self):
            return self

        def test_right_class(self, own, tmp_path, monkeypatch, capsys):
            monkeypatch.setenv("X", "1")
            (tmp_path / "f").write_text("x")
            print("heard")
            assert own is self and capsys.readouterr().out == "heard\\n"

    def test_right_raises():
        with pytest.raises(ValueError, match="x"):
            int("x")
        assert 0.1 + 0.2 == pytest.approx(0.3)

    def test_right_warns():
        with pytest.warns(UserWarning):
            warnings.warn("w")

    @pytest.mark.filterwarnings("error")
    def test_wrong_filterwarnings():
        warnings.warn("w")

    def test_wrong_skip():
        pytest.skip("not today")

    @pytest.mark.skip
    def test_wrong_skip_mark():
        pass

    @pytest.mark.skipif(True, reason="r")
    def test_wrong_skipif():
        pass

    @pytest.mark.skipif(False, reason="r")
    def test_right_skipif():
        pass

    @pytest.mark.xfail
    def test_wrong_xfail():
        assert False

    @pytest.mark.xfail
    def test_right_xfail_that_passes():
        pass

    @pytest.mark.xfail(strict=True)
    def test_wrong_xfail_strict():
        pass

    def test_wrong_xfail_later(request):
        request.applymarker(pytest.mark.xfail(strict=True))

    def test_right_subtests(subtests):
        for i in range(3):
            with subtests.test(i=i):
                assert i < 3

    def test_wrong_subtests(subtests):
        for i in range(3):
            with subtests.test(i=i):
                assert i != 1

    def test_wrong_fixture(no_such_fixture):
        pass

    def test_wrong_exit():
        raise SystemExit(0)

    def test_right_variant(quiz_variant):
        assert quiz_variant == {"drawn": True}
"""


def test_a_test_passes_as_it_does_in_pytest(folder: Path) -> None:
    done = passed(run(suite(folder, MEANING)))
    assert done == {name: "right" in name and not name.endswith("[off]") for name in done}
    assert len(done) == 23


def test_the_tests_of_one_cell_alone(folder: Path) -> None:
    path = suite(
        folder,
        """
        import pytest
        @pytest.mark.cell("a")
        def test_a(): pass
        @pytest.mark.cell("b")
        def test_b(): pass
        """,
    )
    assert passed(run(path, only_cell="b")) == {"test_b": True}
    assert {record.cell for record in run(path).recorded} == {"a", "b"}


def test_what_suites_print_and_ask_goes_nowhere(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    text = """
        import sys
        print("loaded"); print("loaded", file=sys.stderr)
        def test_a():
            print("ran"); print("ran", file=sys.stderr)
            try:
                input("?")
            except EOFError:
                pass
    """
    assert passed(run(suite(folder, text))) == {"test_a": True}
    assert capfd.readouterr() == ("", "")


# ---- what ends a run before its end


@pytest.mark.parametrize(
    "text",
    [
        "import pytest\ndef test_a(): pass\ndef test_b():\n    pytest.exit('over', 0)",
        "import pytest\ndef test_a(): pass\n@pytest.mark.weight('many')\ndef test_b(): pass",
        "def test_a(): pass\nraise SystemExit(0)",
        "import pytest\ndef test_a(): pass\npytest.exit('over', 0)",
        "import no_such_module\ndef test_a(): pass",
    ],
)
def test_a_run_without_an_end_leaves_no_result_but_a_reason(folder: Path, text: str) -> None:
    path = suite(folder, "")
    path.write_text(text)
    done = run(path)
    assert done.recorded == []
    assert [what for _, what in done.problems if "the suite cannot be loaded" in what or "could not run" in what]


def test_an_interrupted_run_is_no_result(folder: Path) -> None:
    path = suite(folder, "def test_a():\n    raise KeyboardInterrupt")
    with pytest.raises(KeyboardInterrupt):
        run(path)
