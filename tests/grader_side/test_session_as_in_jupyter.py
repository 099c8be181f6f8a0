"""What cells may count on in a Jupyter kernel, and what a grader may count on whatever they do."""

from __future__ import annotations

from coursegrader.grader_side.sandboxes import AttemptSandbox
from coursegrader.grader_side.session import NotebookSession
from tests.grader_side.conftest import QUICK


def run(*cells: str) -> NotebookSession:
    with AttemptSandbox({"given.txt": b"given"}, QUICK) as sandbox:
        session = NotebookSession(sandbox, cells, keep_files=True)
        session.run()
        return session


def kinds(session: NotebookSession) -> list[list[str]]:
    return [[output["output_type"] for output in outputs] for _, outputs in sorted(session.runs.outputs.items())]


def test_a_task_of_one_cell_is_awaited_by_the_next() -> None:
    session = run(
        "import asyncio\nasync def answer():\n    await asyncio.sleep(0)\n    return 42",
        "later = asyncio.create_task(answer())",
        "await later",
        "asyncio.get_running_loop().is_running()",
    )
    assert [outputs[0]["data"]["text/plain"] for outputs in list(session.runs.outputs.values())[2:]] == ["42", "True"]


def test_a_cell_that_waits_for_ever_is_stopped_and_the_next_one_is_not_disturbed() -> None:
    session = run("import asyncio\nawait asyncio.sleep(1000)", "print('next')", "await asyncio.sleep(0.01, 'later')")
    assert session.runs.problems == {0: "the cell ran longer than it may and was stopped"}
    assert kinds(session)[1:] == [["stream"], ["execute_result"]]


def test_a_cell_that_stops_or_closes_the_loop_fails_and_the_next_one_has_a_new_one() -> None:
    session = run(
        "import asyncio\nasyncio.get_running_loop().stop()\nawait asyncio.sleep(1)",
        "await asyncio.sleep(0, 1)",
    )
    assert set(kinds(session)[0]) == {"error"}
    assert kinds(session)[1] == ["execute_result"]


def test_a_cell_that_hides_its_error_has_failed_all_the_same() -> None:
    session = run(
        "get_ipython().showtraceback = lambda *args, **kwargs: None\n1 / 0",
        "from IPython.display import clear_output\ntry:\n    1 / 0\nfinally:\n    clear_output()",
        "import sys\nsys.exit()",
    )
    assert [outputs[-1] for outputs in kinds(session)] == ["error"] * 3


def test_nobody_answers_a_question() -> None:
    session = run("try:\n    input('name? ')\nexcept EOFError:\n    pass", "import getpass; getpass.getpass()")
    assert [outputs[0]["ename"] for outputs in session.runs.outputs.values()] == ["StdinNotImplementedError"] * 2


def test_a_value_after_too_much_output_is_still_the_value() -> None:
    session = run("for _ in range(300):\n    print('x' * 10_000)\n0.5")
    assert session.runs.outputs[0][-1]["data"] == {"text/plain": "0.5"}


def test_a_value_that_cannot_be_sent_is_an_error() -> None:
    bundle = "{'text/plain': '4', 'x/y': 2**200}"
    session = run(f"class Odd:\n    def _repr_mimebundle_(self, *a, **k):\n        return {bundle}\nOdd()", "'fine'")
    assert kinds(session) == [["error"], ["execute_result"]]


def test_what_the_cells_wrote_is_kept_for_the_next_notebook() -> None:
    session = run(
        "open('made.txt', 'w').write('made')",
        "import os; os.makedirs('deep/er'); open('deep/er/x.csv', 'w').write('1'); os.symlink('/etc/passwd', 'link')",
        "import os; os._exit(1)",
    )
    assert session.files == {"made.txt": b"made", "deep/er/x.csv": b"1"}


def test_a_file_that_cannot_be_kept_costs_nothing_else() -> None:
    session = run(
        "import os\nopen('kept.txt', 'w').write('kept')",
        "open('copy.ipynb', 'w').write('{}')\nos.makedirs('a/b/c/d/e/f/g/h')\nopen('a/b/c/d/e/f/g/h/i', 'w').close()",
        "open(b'\\xff.txt', 'w').close()\nopen('mine', 'w').close(); os.chmod('mine', 0)",
    )
    assert session.runs.problems == {}
    assert session.files == {"kept.txt": b"kept"}


def test_what_programs_and_libraries_write_beneath_python_is_shown_with_its_cell() -> None:
    session = run(
        "import os, subprocess, sys\nsubprocess.run(['echo', 'from a program'])\n1",
        "print('nothing else')",
        "os.write(2, b'to stderr'); sys.__stdout__.write('beneath');",
        "os.close(1); os.close(2)",
        "print('still here')",
    )
    texts = [[(o.get("name"), o.get("text")) for o in outputs] for _, outputs in sorted(session.runs.outputs.items())]
    assert texts[0] == [("stdout", "from a program\n"), (None, None)]
    assert texts[1] == [("stdout", "nothing else\n")]
    assert texts[2] == [("stdout", "beneath"), ("stderr", "to stderr")]
    assert texts[3:] == [[], [("stdout", "still here\n")]]


def test_an_error_is_formatted_once_and_kept_in_the_history() -> None:
    session = run(
        "shown = []\n"
        "class Own(Exception):\n"
        "    def _render_traceback_(self):\n"
        "        shown.append(1)\n"
        "        return ['mine']",
        "raise Own('why')",
        "print(len(shown), get_ipython().history_manager.exceptions[2]['ename'])",
    )
    assert session.runs.outputs[1][0]["traceback"] == ["mine"]
    assert session.runs.outputs[2][0]["text"] == "1 Own\n"


def test_a_forgotten_breakpoint_stops_nobody() -> None:
    session = run("def half(x):\n    breakpoint()\n    return x / 2", "half(3)")
    assert session.runs.outputs[1][0]["data"]["text/plain"] == "1.5"


def test_streams_have_a_descriptor_that_programs_write_to() -> None:
    session = run(
        "import subprocess, sys\nsubprocess.run(['echo', 'hello'], stdout=sys.stdout).returncode",
        "type(sys.stdout.fileno()), type(sys.stderr.fileno())",
    )
    first, second = (session.runs.outputs[index] for index in (0, 1))
    assert first[0] == {"output_type": "stream", "name": "stdout", "text": "hello\n"}
    assert second[0]["data"]["text/plain"] == "(int, int)"


def test_a_process_that_is_started_anew_finds_its_way() -> None:
    """Libraries that compute in parallel start processes so."""
    session = run(
        "import math, sys\nfrom multiprocessing import get_context\n"
        "with get_context('spawn').Pool(1) as pool:\n    roots = pool.map(math.sqrt, [4.0])\nroots",
        "sys.stdout.encoding",
    )
    assert [outputs[-1]["data"]["text/plain"] for outputs in session.runs.outputs.values()] == ["[2.0]", "'UTF-8'"]
