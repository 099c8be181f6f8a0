"""The place where a process stands, told in words that nobody else can choose."""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from coursegrader.grader_side import where_it_stands
from coursegrader.grader_side.where_it_stands import NOWHERE, ask, place_of, places_of_frame, places_of_traceback

ASKED = """
import sys, time
from coursegrader.grader_side.where_it_stands import be_ready_to_tell
be_ready_to_tell(int(sys.argv[1]))
def {name}():
    print(flush=True), {what}
exec(compile("{name}()", "<{name}>", "exec"))
"""


HELD_UP = [
    "time.sleep(30)",
    "sum(iter(int, 1))",
    "(lambda: [0 for _ in iter(int, 1)])()",
    "__import__('queue').Queue().get()",
]


@pytest.mark.parametrize("what", HELD_UP)
def test_a_process_tells_where_it_stands(tmp_path: Path, what: str) -> None:
    script = tmp_path / "test_größe.py"
    script.write_text(ASKED.format(name="secret", what=what), encoding="utf-8")
    stack = os.memfd_create("stack")
    command = [sys.executable, str(script), str(stack)]
    with subprocess.Popen(
        command, pass_fds=[stack], stdout=subprocess.PIPE, env={"PYTHONPATH": str(Path.cwd())}
    ) as process:
        assert process.stdout is not None and process.stdout.readline() == b"\n"
        try:
            told = ask(process.pid, stack)
        finally:
            process.kill()
            os.close(stack)
    assert told.startswith("line 6 of test_gr") and "secret" not in told


def test_a_process_that_tells_nothing_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(where_it_stands, "_ANSWER_SECONDS", 0.2)
    stack = os.memfd_create("stack")
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(30)"]) as process:
        try:
            assert ask(process.pid, stack) == NOWHERE
        finally:
            process.kill()
            os.close(stack)


def test_places_in_libraries_and_of_odd_names_are_passed_over() -> None:
    library = f"{sysconfig.get_path('stdlib')}/difflib.py"
    places = [(library, 3), ("<string>", 4), ("/tmp/a\nforged: 10 of 10 points", 5), ("/course/graders/test_sum.py", 6)]
    assert place_of([*places, ("/course/graders/oracles.py", 7)]) == "line 6 of test_sum.py"
    assert place_of(places[:3]) == place_of([]) == NOWHERE


def test_stacks_and_tracebacks_begin_with_the_innermost() -> None:
    def fail() -> None:
        raise LookupError

    with pytest.raises(LookupError) as caught:
        fail()
    of_error = places_of_traceback(caught.tb)
    assert [path for path, _ in of_error] == [__file__] * 2 and of_error[0][1] < of_error[1][1]
    assert places_of_frame(sys._getframe())[0][0] == __file__
