"""How often each hidden test passes: when an exercise is first answered, and in the attempts that count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coursegrader.hub.insight.work import Basis, Work


@dataclass(frozen=True)
class PassRate:
    """``passed`` of ``n`` learners."""

    passed: int
    n: int

    @property
    def share(self) -> float | None:
        """Between 0 and 1; None of nobody."""
        return self.passed / self.n if self.n else None


@dataclass(frozen=True)
class HiddenTest:
    """One hidden test over the class. ``weight`` is its share of the exercise's points, relative to the others."""

    name: str
    weight: float
    first: PassRate
    counted: PassRate

    @property
    def title(self) -> str:
        """The name as words: ``test_a_zero_pivot[quiz_3]`` is "a zero pivot (quiz_3)"."""
        words, _, case = self.name.removeprefix("test_").partition("[")
        return words.replace("_", " ") + (f" ({case.removesuffix(']')})" if case else "")


def hidden_tests(works: Sequence[Work], exercise: str) -> list[HiddenTest]:
    """The tests of one exercise, in their order; those of an older suite that are no more come last."""
    rates = {basis: _rates(works, exercise, basis) for basis in ("first", "counted")}
    weights: dict[str, float] = {}
    for work in sorted(works, key=lambda work: -len(work.attempts)):
        for answer in [*reversed(work.answers(exercise)), work.answer(exercise, "counted")]:
            if answer is not None:
                weights.update({test.name: test.weight for test in answer.tests if test.name not in weights})
    none = PassRate(0, 0)
    return [
        HiddenTest(name, weight, rates["first"].get(name, none), rates["counted"].get(name, none))
        for name, weight in weights.items()
    ]


def _rates(works: Sequence[Work], exercise: str, basis: Basis) -> dict[str, PassRate]:
    results: dict[str, list[bool]] = {}
    for work in works:
        answer = work.answer(exercise, basis)
        for test in answer.tests if answer is not None else ():
            results.setdefault(test.name, []).append(test.passed)
    return {name: PassRate(sum(passed), len(passed)) for name, passed in results.items()}
