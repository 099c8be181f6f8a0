"""What the trials of an assignment's solutions must have come to, step by step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from coursegrader.grader_side.assignment import Assignment
from coursegrader.pipeline.check_report import CheckReport, Step, require, run_step
from coursegrader.pipeline.generic_answers import most_kept
from coursegrader.pipeline.solutions import answer_cell
from coursegrader.pipeline.trials import Trial

RIGHT_SOLUTIONS = 2  # beside each suite, of different algorithm or order of operations; the reference is another


def verdict_steps(assignment: Assignment, report: CheckReport) -> list[Step]:
    """The steps about solutions."""
    steps: list[tuple[str, Callable[[], str]]] = [
        ("wrong solutions caught, right ones passed", lambda: _judged(assignment, report)),
        ("generic answers rejected", lambda: _generic(report)),
        (f"{RIGHT_SOLUTIONS} right solutions beside each suite", lambda: _enough_right(assignment, report)),
        ("hints fit and give nothing away", lambda: _hints(report)),
    ]
    return [run_step(title, step) for title, step in steps]


def _judged(assignment: Assignment, report: CheckReport) -> str:
    problems = [_what(trial) for trial in report.trials if not trial.ok and trial.solution.kind != "generic"]
    tried = {trial.solution.grade_id for trial in report.trials if trial.solution.kind == "wrong"}
    problems += [
        f"cell '{grade_id}' has no wrong solution to try: add graders/{assignment.name}/wrong/{grade_id}/*.py"
        for grade_id in report.points
        if grade_id not in tried
    ]
    wrong, right = report.solutions("wrong"), report.solutions("right")
    return require(problems, f"{sum(wrong.values())} of {len(wrong)} wrong ones, {sum(right.values())} right ones")


def _what(trial: Trial) -> str:
    solution = trial.solution
    what = list(trial.problems) or [test.name for test in trial.failed] or ["every test passes"]
    return f"{solution.kind} {solution.grade_id}/{solution.name} (secret {trial.secret}): {', '.join(what)}" + (
        f", not {solution.caught_by}" if solution.caught_by else ""
    )


def _generic(report: CheckReport) -> str:
    problems = []
    for trial in report.trials:
        if trial.solution.kind == "generic" and not trial.ok:
            where = f"{trial.solution.name} answer to {trial.solution.grade_id} (secret {trial.secret})"
            kept = f"keeps {trial.kept or 0:.0%} of the points, and may keep {most_kept(trial.solution.name):.0%}"
            problems.append(f"{where}: {', '.join(trial.problems) or kept}")
    verdicts = report.solutions("generic")
    most = max((trial.kept for trial in report.trials if _is_counted(trial) and trial.kept), default=0.0)
    return require(problems, f"{sum(verdicts.values())} of {len(verdicts)}; none keeps more than {most:.0%}")


def _is_counted(trial: Trial) -> bool:
    return trial.solution.kind == "generic" and not trial.left_out


def _enough_right(assignment: Assignment, report: CheckReport) -> str:
    found = Counter(grade_id for grade_id, _ in report.solutions("right"))
    exercises = [grade_id for grade_id in report.points if answer_cell(assignment, grade_id)]
    problems = [
        f"cell '{grade_id}' has {found[grade_id]}: add graders/{assignment.name}/right/{grade_id}/<algorithm>.py, "
        "another way to the same answer"
        for grade_id in exercises
        if found[grade_id] < RIGHT_SOLUTIONS
    ]
    return require(problems, f"{found.total()} for {len(exercises)} exercises")


def _hints(report: CheckReport) -> str:
    problems = list(dict.fromkeys(_hint_problems(report)))
    tried = {(t.solution.grade_id, test.name) for t in report.trials for test in t.failed}
    return require(problems, f"{len(tried)} tests failed for somebody, and said nothing of the scoring inputs")


def _hint_problems(report: CheckReport) -> Iterator[str]:
    for trial in report.trials:
        solution = trial.solution
        where = f"{solution.grade_id}/{solution.name}"
        if solution.kind == "wrong" and not solution.caught_by and not solution.hint:
            yield f'wrong {where}: name the test whose hint fits, CAUGHT_BY = "test_..."'
        for test in trial.leaks:
            yield (f"{test} shows {where} something of a scoring input: reveal only what was drawn with example_rng")
