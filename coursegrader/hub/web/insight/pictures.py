"""The plots of the insight page, each with its numbers in words."""

from __future__ import annotations

from markupsafe import Markup

from coursegrader.hub.insight.class_insight import ClassInsight
from coursegrader.hub.insight.hidden_tests import HiddenTest
from coursegrader.hub.insight.plots.bars import Bar, bars
from coursegrader.hub.insight.plots.dots import Pair, dots, strip
from coursegrader.hub.insight.plots.drawing import percent
from coursegrader.hub.insight.plots.scatter import Dot, scatter


def difficulty(insight: ClassInsight) -> Markup:
    """Mean share of points of each exercise, with the share of full marks inside; empty if nothing is scored."""
    rows = [
        Bar(f"{number}  {exercise.grade_id}", exercise.mean_share, exercise.full_share)
        for number, exercise in enumerate(insight.exercises, start=1)
        if exercise.mean_share is not None
    ]
    words = "; ".join(
        f"{exercise.grade_id}: mean {percent(exercise.mean_share)}, full marks {percent(exercise.full_share)}"
        for exercise in insight.exercises
        if exercise.mean_share is not None
    )
    return Markup(bars(rows, f"Bars, mean share of points of each exercise. {words}.")) if rows else Markup("")


def spread(insight: ClassInsight) -> Markup:
    """Difficulty against discrimination; empty if there is no discrimination to show."""
    placed = [
        (Dot(number, exercise.mean_share, exercise.discrimination.value), exercise.grade_id)
        for number, exercise in enumerate(insight.exercises, start=1)
        if exercise.mean_share is not None and exercise.discrimination.value is not None
    ]
    words = "; ".join(f"{name}: {percent(dot.share)} and {dot.discrimination:.2f}" for dot, name in placed)
    alternative = f"Scatter plot, mean share of points and discrimination of each exercise. {words}."
    return Markup(scatter([dot for dot, _ in placed], alternative)) if placed else Markup("")


def steps(insight: ClassInsight) -> Markup:
    """How the same learners did before and after each new attempt; empty if nobody has made two."""
    rows = [
        Pair(f"attempt {step.number - 1} → {step.number} ({step.learners} learners)", step.before, step.after)
        for step in insight.steps
        if step.before is not None
    ]
    words = "; ".join(f"{row.label}: from {percent(row.before)} to {percent(row.after)}" for row in rows)
    return Markup(dots(rows, f"Mean share of all points. {words}.")) if rows else Markup("")


def pass_strip(test: HiddenTest) -> Markup:
    """First answers and counted attempts on one line, beside the numbers."""
    return Markup(strip(test.first.share, test.counted.share))
