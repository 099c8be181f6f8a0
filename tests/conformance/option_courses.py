"""Options of nbgrader's steps: timeouts, stderr, tags, courses that stop at an error."""

from __future__ import annotations

from tests.conformance.course import NbgraderCourse, Submission, answer, check, exercise, without, written
from tests.conformance.gradebook_edits import set_due_date
from tests.conformance.scoring_courses import SQUARE
from tests.course_factory import Notebook, code, markdown

_SQUARE = exercise("square", 2, SQUARE, "assert square(2) == 4")
_WARNS = "import warnings, logging, sys"
_STDERR = [
    answer("square", SQUARE),
    check("warns", 2, f"{_WARNS}\nwarnings.warn('careful')\nassert square(2) == 4"),
    check("logs", 1, "logging.getLogger('course').warning('note')"),
    check("writes", 1, "print('note', file=sys.stderr)\n0.5"),
    check("value_first", 4, "3"),
    check("ignorable", 1, "print('IGNORE this', file=sys.stderr)"),
    check("in_function", 2, "assert square(3) == 9"),
    check("stdout", 1, "print('fine')"),
]
_LOUD = "import sys\ndef square(x):\n    print('squaring', file=sys.stderr)\n    return x * x"

STDERR = NbgraderCourse(
    name="stderr",
    notebooks={"work": _STDERR},
    config="c.IgnorePattern.enabled = True\nc.IgnorePattern.pattern = 'IGNORE'\n",
    ours="c.CourseGrader.stderr_costs_points = True\n",
    submissions={"quiet": Submission({"square_answer": SQUARE}), "loud": Submission({"square_answer": _LOUD})},
)
IMPOSSIBLE_CREDIT = NbgraderCourse(
    name="impossible_credit",
    notebooks={
        "work": [
            check("nan", 2, "float('nan')"),
            check("negative", 2, "-1"),
            check("minus_zero", 2, "-0.0"),
            check("tiny", 2, "-1e-12"),
        ]
    },
    ours="c.CourseGrader.impossible_credit_counts_in_full = True\n",
    submissions={"ada": Submission()},
)


def _tagged(cell: Notebook, *tags: str) -> Notebook:
    cell["metadata"]["tags"] = list(tags)
    return cell


TAGS = NbgraderCourse(
    name="tags",
    notebooks={
        "work": [
            _tagged(code("demo", "1 / 0"), "raises-exception"),
            _tagged(code("skipped", "skipped = True"), "leave-out"),
            check("was_skipped", 1, "assert 'skipped' not in globals()"),
            _tagged(check("not_run", 2, "assert False"), "leave-out"),
            _tagged(check("allowed", 2, "assert False"), "raises-exception"),
            _tagged(check("default_tag", 1, "assert False"), "skip-execution"),
            _tagged(markdown("text", "Text"), "leave-out"),
        ]
    },
    config="c.ExecutePreprocessor.skip_cells_with_tag = 'leave-out'\n",
    submissions={"ada": Submission()},
)

TIMEOUTS = NbgraderCourse(
    name="timeouts",
    notebooks={
        "work": [
            answer("loop", "def loop():\n    return 1"),
            check("loops", 2, "assert loop() == 1"),
            answer("sleep", "slept = True"),
            check("sleeps", 2, "assert slept"),
            check("after", 1, "assert True"),
        ]
    },
    config="c.Execute.timeout = 2\n",
    submissions={
        "endless": Submission(
            {"loop_answer": "def loop():\n    while True:\n        pass", "sleep_answer": "slept = True"}
        ),
        "sleepy": Submission(
            {"loop_answer": "def loop():\n    return 1", "sleep_answer": "import time\ntime.sleep(60)\nslept = True"}
        ),
    },
)

_STEPS = '''
from nbgrader.preprocessors import NbGraderPreprocessor
from nbformat.v4 import new_code_cell

class GiveNumber(NbGraderPreprocessor):
    """Before the run: puts a cell in front that learners never see."""
    def preprocess(self, nb, resources):
        student = resources["nbgrader"]["student"]
        nb.cells.insert(0, new_code_cell(f"GIVEN = 5; STUDENT = {student!r}"))
        return nb, resources

class DropPercent(NbGraderPreprocessor):
    """Before the run, among the steps that nbgrader has for it: leaves lines out."""
    def preprocess_cell(self, cell, resources, index):
        if cell.cell_type == "code":
            cell.source = "\\n".join(line for line in cell.source.split("\\n") if "forbidden" not in line)
        return cell, resources

class PrintedPoints(NbGraderPreprocessor):
    """After the run, before the scores: a printed line counts as the cell's value."""
    def preprocess_cell(self, cell, resources, index):
        for output in cell.get("outputs", []):
            if output.output_type == "stream" and output.text.startswith("POINTS "):
                output.update(output_type="execute_result", data={"text/plain": output.text.split()[1]},
                              metadata={}, execution_count=1)
        return cell, resources

c.Autograde.sanitize_preprocessors.append(GiveNumber)
c.Autograde.autograde_preprocessors.insert(0, DropPercent)
c.Autograde.autograde_preprocessors.insert(2, PrintedPoints)
'''
OWN_STEPS = NbgraderCourse(
    name="own_steps",
    notebooks={
        "work": [
            answer("square", SQUARE),
            check("given", 2, "assert square(GIVEN) == 25 and STUDENT == 'right'"),
            check("printed", 4, "print('POINTS', 1.5 * square(1))"),
        ]
    },
    config=_STEPS,
    submissions={
        "right": Submission({"square_answer": SQUARE}),
        "wrong": Submission({"square_answer": "def square(x):\n    forbidden()\n    return 2 * x"}),
    },
)

_IGNORED = [
    answer("square", SQUARE),
    check("quiet", 2, "assert square(2) == 4"),
    check("loud", 4, "import sys\nprint('IGNORE this', file=sys.stderr)\nassert square(3) == 9"),
]
_LATE = "2026-02-02 00:00:00 UTC"
_PENALTY = """
from nbgrader.preprocessors import *
from nbgrader.plugins import BasePlugin
from nbconvert.preprocessors import ClearMetadataPreprocessor

class Half(BasePlugin):
    def late_submission_penalty(self, student_id, score, seconds):
        return score / 2

c.AssignLatePenalties.plugin_class = Half
c.IgnorePattern.enabled = True
c.IgnorePattern.pattern = 'IGNORE'
"""

LEFT_OUT_STEPS = NbgraderCourse(
    name="left_out_steps",  # nbgrader's, and only its own, but neither late penalties nor ignored warnings
    notebooks={"work": _IGNORED},
    config=_PENALTY
    + "c.Autograde.autograde_preprocessors = [Execute, ClearMetadataPreprocessor, SaveAutoGrades, CheckCellMetadata]\n",
    ours="c.CourseGrader.stderr_costs_points = True\n",
    submissions={"late": Submission({"square_answer": SQUARE}, timestamp=_LATE)},
    before=set_due_date,
)

_DERIVED = '''
class Quarter(AssignLatePenalties):
    """Not the plugin's penalty."""
    def _check_late_penalty(self, notebook, penalty):
        return 0.25

class Unprinted(IgnorePattern):
    """Drops all that is on stderr, whatever the pattern."""
    def preprocess_cell(self, cell, resources, index):
        if cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if output.get("name") != "stderr"]
        return cell, resources

class PrintedPoints(LimitOutput):
    """Reads a partial credit from what is printed."""
    def preprocess_cell(self, cell, resources, index):
        cell, resources = super().preprocess_cell(cell, resources, index)
        for output in cell.get("outputs", []):
            if output.output_type == "stream" and output.text.startswith("POINTS "):
                output.update(output_type="execute_result", data={"text/plain": output.text.split()[1]},
                              metadata={}, execution_count=1)
        return cell, resources

class ClearOutput(ClearOutput):
    """Has nbgrader's name, and mends a word besides."""
    def preprocess_cell(self, cell, resources, index):
        cell, resources = super().preprocess_cell(cell, resources, index)
        cell.source = cell.source.replace("retrun", "return")
        return cell, resources

class MoreOverwritten(OverwriteCells):
    """Shows the tests where they are."""
    def preprocess_cell(self, cell, resources, index):
        cell, resources = super().preprocess_cell(cell, resources, index)
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "quiet":
            cell.source = "OVERWRITTEN = True\\n" + cell.source
        return cell, resources

c.Autograde.sanitize_preprocessors = [
    ClearOutput, DeduplicateIds, OverwriteKernelspec, MoreOverwritten, CheckCellMetadata
]
c.Autograde.autograde_preprocessors = [
    Execute, Unprinted, ClearMetadataPreprocessor, PrintedPoints, SaveAutoGrades, IgnorePattern, Quarter
]
'''
DERIVED_STEPS = NbgraderCourse(
    name="derived_steps",  # kinds of nbgrader's own steps, each with something of the course's in it
    notebooks={
        "work": [*_IGNORED, check("marked", 2, "assert OVERWRITTEN"), check("printed", 3, "print('POINTS', 2)")]
    },
    config=_PENALTY + _DERIVED,
    ours="c.CourseGrader.stderr_costs_points = True\n",
    submissions={"late": Submission({"square_answer": SQUARE.replace("return", "retrun")}, timestamp=_LATE)},
    before=set_due_date,
)

STRICT = NbgraderCourse(
    name="strict",  # stops at the first error: then there is no result at all
    notebooks={"work": [*_SQUARE]},
    config="c.Execute.force_raise_errors = True\n",
    submissions={
        "right": Submission({"square_answer": SQUARE}),
        "wrong": Submission({"square_answer": "square = abs"}),
    },
)

_GONE = ("warns", "value_first")
ADD_NOTHING = NbgraderCourse(
    name="add_nothing",  # cells that are missing stay missing, as in nbgrader
    notebooks={"work": [*_STDERR, written("why", 2, "Why?")]},
    ours="c.CourseGrader.stderr_costs_points = True\nc.CourseGrader.grade_missing_cells = False\n",
    submissions={
        "all": Submission({"square_answer": SQUARE}),
        "some": Submission({"square_answer": SQUARE}, edits={"work": without(*_GONE, "why")}),
    },
)
