"""The course that is attacked: small, with hidden suites full of secrets that are drawn anew for every run."""

from __future__ import annotations

from string import Template
from typing import Any

Notebook = dict[str, Any]

CONFIG = Template("""
# $config_word
from pathlib import Path
from coursegrader.nbgrader_plugins import configure

c = get_config()
c.CourseDirectory.course_id = "attacked"
c.CourseDirectory.root = str(Path(__file__).parent)
configure(c)
""")

RIGHT_TOTAL = """
import numpy as np
import pandas as pd


def total(values):
    if len(values) == 0:
        raise ValueError("nothing to add")
    result = 0
    for value in values:
        result += value
    return result


def scaled(matrix, factor):
    return matrix * factor


def table(names, sizes):
    return pd.DataFrame({"name": names, "size": sizes})


def apply_twice(function, x):
    return function(function(x))


class Counter:
    def __init__(self):
        self.values = []

    def add(self, value):
        self.values.append(value)

    def __len__(self):
        return len(self.values)

    def __iter__(self):
        return iter(self.values)
"""
WRONG_TOTAL = """
import numpy as np
import pandas as pd


def total(values):
    return 0


def scaled(matrix, factor):
    return matrix * 0


def table(names, sizes):
    return pd.DataFrame()


def apply_twice(function, x):
    return 0


class Counter:
    def add(self, value):
        pass

    def __len__(self):
        return 0

    def __iter__(self):
        return iter(())
"""
GREETING = 'greeting = "ahoy"\n'
SUITE_TOTAL = Template('''
"""total: hidden tests. $suite_word"""

import numpy as np
import pandas as pd
import pytest

FIRST, SECOND = $first, $second
EXPECTED = $expected  # FIRST + SECOND


def test_sum(student):
    """Add all numbers, each of them once."""
    assert student.total([FIRST, SECOND]) == EXPECTED


def test_sum_of_many(student, rng):
    """The order of the numbers does not matter."""
    values = [int(n) for n in rng.integers(1, 10**6, 20)]
    assert student.total(values) == sum(values)


def test_scaled(student):
    """Multiply every entry."""
    result = student.scaled(np.array([[FIRST, SECOND], [1.0, 2.0]]), 3.0)
    np.testing.assert_allclose(result, [[FIRST * 3.0, SECOND * 3.0], [3.0, 6.0]], rtol=1e-12)


def test_table(student):
    """One row for each name."""
    result = student.table(["$input_word", "b"], [FIRST, 2])
    pd.testing.assert_frame_equal(result, pd.DataFrame({"name": ["$input_word", "b"], "size": [FIRST, 2]}))


def test_apply_twice(student):
    """Call the function on its own result."""
    assert student.apply_twice(lambda x: x + FIRST, SECOND) == 2 * FIRST + SECOND


def test_counter(student):
    """A counter keeps what it was given, in order."""
    counter = student.Counter()
    counter.add(FIRST)
    counter.add(SECOND)
    assert list(counter) == [FIRST, SECOND]
    assert len(counter) == 2


def test_nothing_to_add(student):
    """Without numbers there is no sum: raise ValueError, then only."""
    assert student.total([SECOND]) == SECOND
    with student.raises(ValueError):
        student.total([])
''')
SUITE_GREETING = Template('''
"""greeting: hidden test. $suite_word"""


def test_greeting(student):
    """Say it as sailors do."""
    assert student.greeting == "ahoy"
''')
SUITE_DEPTH = Template('''
"""depth: hidden test. $suite_word"""


def test_depth(student):
    """The deepest place counts."""
    assert student.depth([$first, 2]) == $first
''')
TOTAL_TESTS = 7


def cell(kind: str, cell_id: str, source: str, **nbgrader: Any) -> Notebook:
    """A cell; ``nbgrader`` are its settings."""
    defaults = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3}
    node: Notebook = {
        "cell_type": kind,
        "id": cell_id,
        "metadata": {"nbgrader": defaults | nbgrader} if nbgrader else {},
        "source": source,
    }
    return node | {"outputs": [], "execution_count": None} if kind == "code" else node


def notebook(*cells: Notebook) -> Notebook:
    """A notebook of format 4.5."""
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return {"cells": list(cells), "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def _solution(text: str) -> str:
    return f"### BEGIN SOLUTION\n{text.strip()}\n### END SOLUTION"


def harbour() -> Notebook:
    """Two exercises with hidden suites: the one that attacks want, and one that they answer honestly."""
    return notebook(
        cell("markdown", "title", "# Harbour"),
        cell("markdown", "story", "## Exercise 1: sums and tables"),
        cell("code", "total-answer", _solution(RIGHT_TOTAL), solution=True, grade_id="total_answer"),
        cell("code", "total-check", "print('checked')", grade=True, locked=True, points=10, grade_id="total"),
        cell("markdown", "story-2", "## Exercise 2: a greeting"),
        cell("code", "greeting-answer", _solution(GREETING), solution=True, grade_id="greeting_answer"),
        cell("code", "greeting-check", "greeting", grade=True, locked=True, points=5, grade_id="greeting"),
    )


def convoy_first() -> Notebook:
    """The first of two notebooks handed in together: the exercise of ``harbour`` again."""
    return notebook(*harbour()["cells"][:4])


def convoy_second() -> Notebook:
    """The second one, which could show what the first one's hidden tests left behind."""
    return notebook(
        cell("markdown", "deep-title", "# Depth"),
        cell(
            "code",
            "depth-answer",
            _solution("def depth(values):\n    return max(values)"),
            solution=True,
            grade_id="depth_answer",
        ),
        cell("code", "depth-check", "print('checked')", grade=True, locked=True, points=3, grade_id="depth"),
    )


def plain(words: dict[str, str]) -> Notebook:
    """A notebook of an existing nbgrader course: its tests run among the learner's cells, by design."""
    hidden = f"### BEGIN HIDDEN TESTS\nassert square(7) == 49, '{words['hidden_word']}'\n### END HIDDEN TESTS"
    return notebook(
        cell("markdown", "plain-title", "# Plain"),
        cell(
            "code",
            "square-answer",
            _solution("def square(x):\n    return x * x"),
            solution=True,
            grade_id="square_answer",
        ),
        cell(
            "code",
            "square-check",
            f"assert square(2) == 4\n{hidden}",
            grade=True,
            locked=True,
            points=10,
            grade_id="square",
        ),
        cell("code", "cube-answer", _solution("def cube(x):\n    return x**3"), solution=True, grade_id="cube_answer"),
        cell("code", "cube-check", "assert cube(2) == 8", grade=True, locked=True, points=5, grade_id="cube"),
    )
