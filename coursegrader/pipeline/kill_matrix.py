"""Which hidden test catches which wrong answer: the kill matrix, as a document for people.

It says what a check found with its first secret, and so reads the same whenever the same course is checked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from coursegrader.pipeline.check_report import CheckReport
from coursegrader.pipeline.generic_answers import MEANING, MOST_KEPT
from coursegrader.pipeline.trials import Trial

INTRODUCTION = f"""\
# Which test catches which wrong answer

Each exercise's hidden suite is tried with wrong answers that learners really give, and with answers that know nothing
of the exercise. A suite may be released only if it catches all of them, under every secret that the check draws
([check.md](check.md)). This document is written by `coursegrader check --all --matrix docs/kill-matrix.md`; points are
those kept under the first secret.

**Caught by**: the test whose hint is meant for this misconception stands first, in bold; the others fail as well.
**Kept**: the part of the exercise's points that the answer still gets. What is wrong in one way only keeps the rest.
The answers in *italics* are made from the reference solution by the check itself, and may keep {MOST_KEPT:.0%} at most:

| answer | what it is |
|---|---|
"""
MOST_NAMED = 4  # tests in one line of a table


def write_kill_matrix(reports: Sequence[CheckReport], path: Path) -> None:
    """Write the document."""
    path.write_text(kill_matrix(reports), encoding="utf-8")


def kill_matrix(reports: Sequence[CheckReport]) -> str:
    """The document's text."""
    generic = [f"| *{name}* | {meaning} |" for name, meaning in MEANING.items()]
    lines = [INTRODUCTION + "\n".join(generic), ""]
    for report in reports:
        lines += [f"## {report.assignment}", ""]
        for grade_id, points in report.points.items():
            mine = [trial for trial in report.trials if trial.solution.grade_id == grade_id]
            if any(trial.solution.kind == "generic" for trial in mine):
                lines += _exercise(grade_id, points, _of_first_secret(mine))
        lines += _quizzes(report)
    return "\n".join(lines).rstrip() + "\n"


def _of_first_secret(trials: Sequence[Trial]) -> list[Trial]:
    first = min((trial.secret for trial in trials), default=0)
    return [trial for trial in trials if trial.secret == first]


def _exercise(grade_id: str, points: float, trials: Sequence[Trial]) -> Iterator[str]:
    yield f"### `{grade_id}` ({points:g} points)"
    yield ""
    yield "| wrong answer | misconception | caught by | kept |"
    yield "|---|---|---|---|"
    for trial in trials:
        if trial.solution.kind == "wrong":
            kept = f"{points * (trial.kept or 0):.3g}"
            yield f"| `{trial.solution.name}` | {_cell(trial.solution.misconception)} | {_catchers(trial)} | {kept} |"
    for trial in trials:
        if trial.solution.kind == "generic":
            kept = "–" if trial.left_out else f"{points * (trial.kept or 0):.3g}"
            told = f"not tried: {trial.left_out}" if trial.left_out else f"{len(trial.failed)} tests"
            yield f"| *{trial.solution.name}* | | {told} | {kept} |"
    yield ""
    yield "Passed, as they should be:"
    yield ""
    for trial in trials:
        if trial.solution.kind == "right":
            yield f"* `{trial.solution.name}`: {trial.solution.misconception}"
    yield ""


def _catchers(trial: Trial) -> str:
    """The tests that fail, without their parameters; the one that is meant first."""
    names = list(dict.fromkeys(test.name.partition("[")[0] for test in trial.failed))
    meant = trial.solution.caught_by
    others = [name for name in names if name != meant]
    told = [f"**`{meant}`**"] if meant in names else []
    told += [f"`{name}`" for name in others[: MOST_NAMED - len(told)]]
    left = len(names) - len(told)
    return ", ".join(told) + (f" and {left} more" if left else "")


def _quizzes(report: CheckReport) -> Iterator[str]:
    """A line for each question: what is listed against it, in the variant of the first learner."""
    items = [g for g in report.points if any(t.solution.hint for t in report.trials if t.solution.grade_id == g)]
    if not items:
        return
    yield "### Quiz"
    yield ""
    yield "| question | misconceptions, each with no point and a hint of its own |"
    yield "|---|---|"
    for grade_id in items:
        mine = _of_first_secret([trial for trial in report.trials if trial.solution.grade_id == grade_id])
        wrong = [_cell(trial.solution.misconception) for trial in mine if trial.solution.kind == "wrong"]
        yield f"| `{grade_id}` | {', '.join(wrong)} |"
    yield ""


def _cell(text: str) -> str:
    """A text as it may stand in a table's cell."""
    return text.replace("|", "\\|")
