"""choose_k: hidden tests. Shares lie clearly between two sums, or hit one exactly."""

import numpy as np
import pytest
from pca_oracles import SHORTCUTS

from coursegrader.suitekit import Array, Reveal, Student, shown, text

pytestmark = pytest.mark.blocked(*SHORTCUTS)


def spectrum(rng: np.random.Generator, d: int) -> Array:
    """Variances that decrease."""
    return np.asarray(np.sort(rng.uniform(0.5, 40.0, size=d) ** 1.5)[::-1], dtype=np.float64)


def share_between(rng: np.random.Generator, variance: Array, total: float, k: int) -> float:
    """A share for which k components are just enough, far from any sum."""
    sums = np.concatenate([[0.0], np.cumsum(variance)]) / total
    return float(sums[k - 1] + rng.uniform(0.2, 0.8) * (sums[k] - sums[k - 1]))


# Oracle cases: 50 of 100


@pytest.mark.weight(30)
def test_the_smallest_number_that_is_enough(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """k is a number of components, not an index: the smallest for which their variances, added up as they are and
    divided by the total, reach the share. Standard deviations do not add up to anything."""
    for generator, d in ((example_rng, 4), (rng, 1), (rng, 2), (rng, 3), (rng, 6), (rng, 15)):
        variance = np.round(spectrum(generator, d), 1)
        for k in range(1, d + 1):
            total = float(variance.sum())
            share = share_between(generator, variance, total, k)
            share = share if generator is rng else round(share, 6)
            got = student.choose_k(variance, total, share)
            call = f"choose_k({text(variance)}, {total!r}, {share!r})"
            with shown(reveal, generator is example_rng, f"{call} returned {text(got)}"):
                assert got == k


@pytest.mark.weight(20)
def test_shares_of_the_total(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """k is the smallest number of components whose variances reach the share of the total, which counts the components
    that were not kept as well; the kept ones alone always add up to 100 % of themselves."""
    for generator, d, kept in ((example_rng, 6, 4), (rng, 4, 2), (rng, 9, 5), (rng, 20, 8)):
        variance = np.round(spectrum(generator, d), 1)
        total = 1.4 * float(variance.sum())
        for k in range(2, kept + 1):
            share = share_between(generator, variance, total, k)
            got = student.choose_k(variance[:kept], total, share)
            call = f"choose_k({text(variance[:kept])}, {total!r}, {share!r})"
            with shown(reveal, generator is example_rng, f"{call} returned {text(got)}"):
                assert got == k


# Properties and relations: 30 of 100


@pytest.mark.weight(12)
def test_an_exact_hit_is_enough(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """At least the share, not more than it: if k components hold exactly the share that is asked for, k is the answer,
    also when the last digit of the sum was rounded down."""
    for generator in (example_rng, rng, rng):
        whole = np.sort(generator.choice(np.arange(1, 60), size=5, replace=False))[::-1].astype(float)
        for unit in (1.0, 0.1):
            variance, total = whole * unit, float(whole.sum()) * unit
            for k in range(1, 6):
                share = float(whole[:k].sum() / whole.sum())
                got = student.choose_k(variance, total, share)
                call = f"choose_k({text(variance)}, {total!r}, {share!r})"
                with shown(reveal, generator is example_rng, f"{call} returned {text(got)}"):
                    assert got == k


@pytest.mark.weight(9)
def test_the_unit_does_not_matter(student: Student, rng: np.random.Generator) -> None:
    """Multiplying all variances and the total by one factor changes no share, so it must not change k."""
    variance = spectrum(rng, 7)
    total = 1.1 * float(variance.sum())
    for k in (1, 3, 6):
        share = share_between(rng, variance, total, k)
        plain = student.choose_k(variance, total, share)
        assert plain > 0
        for factor in (2.0**-80, 2.0**-30, 2.0**90):
            assert student.choose_k(factor * variance, factor * total, share) == plain


@pytest.mark.weight(9)
def test_components_without_variance(student: Student, rng: np.random.Generator) -> None:
    """Components without variance hold nothing, so appending them never changes k; and all of the variance is reached
    with the last one that has some. Equal variances are in order, too."""
    variance = spectrum(rng, 5)
    total = float(variance.sum())
    padded = np.append(variance, np.zeros(4))
    for k in (1, 2, 4):
        share = share_between(rng, variance, total, k)
        assert student.choose_k(padded, total, share) == student.choose_k(variance, total, share)
    assert student.choose_k(padded, total, 1.0) == 5
    size = int(rng.integers(3, 9))
    assert student.choose_k(np.ones(size), float(size), 0.5 / size + (size - 1) / size) == size


# Edges, errors and behaviour: 20 of 100


@pytest.mark.weight(5)
def test_at_least_one_component(student: Student, rng: np.random.Generator) -> None:
    """However small the share, it takes one component to hold it: k is never 0."""
    variance = spectrum(rng, 4)
    for share in (1e-3, 1e-9, 1e-13, 1e-300):
        assert student.choose_k(variance, float(variance.sum()), share) == 1


@pytest.mark.weight(5)
def test_what_cannot_be_reached_is_refused(student: Student, rng: np.random.Generator) -> None:
    """A share outside of (0, 1], or more than the given components hold, has no answer: raise ValueError instead of
    returning all of them. The total must be positive."""
    variance = spectrum(rng, 5)
    total = float(variance.sum())
    for share in (0.0, -0.1, 1.01, np.nan):
        with student.raises(ValueError):
            student.choose_k(variance, total, share)
    for given, whole in ((variance[:2], total), (variance, 1.5 * total)):
        with student.raises(ValueError):
            student.choose_k(given, whole, 0.999)
    with student.raises(ValueError):
        student.choose_k(np.zeros(3), 0.0, 0.5)
    assert type(student.choose_k(variance, total, 1.0)) is int


@pytest.mark.weight(5)
def test_unsorted_variances_are_refused(student: Student, rng: np.random.Generator) -> None:
    """The first k components are the best k only if their variances come from large to small: where they increase,
    raise ValueError. So do for a table, for nothing at all, and for NaN."""
    variance = spectrum(rng, 5)
    total = float(variance.sum())
    swapped = variance.copy()
    place = int(rng.integers(0, 4))
    swapped[[place, place + 1]] = swapped[[place + 1, place]]
    spoilt = variance.copy()
    spoilt[int(rng.integers(5))] = np.nan
    for wrong in (
        variance[::-1],
        swapped,
        np.append(variance, variance[-1] + 0.5),
        variance[:0],
        variance[None],
        spoilt,
    ):
        with student.raises(ValueError):
            student.choose_k(wrong, 2.0 * total, 0.1)


@pytest.mark.weight(5)
def test_a_plain_int_and_an_untouched_argument(student: Student, rng: np.random.Generator) -> None:
    """The result must be a Python int, whole numbers and lists are welcome, and the variances that were passed in must
    be unchanged."""
    for given in (spectrum(rng, 4), np.array([6, 3, 1]), [5.0, 4.0, 1.0]):
        report = student.call("choose_k", given, float(np.sum(given)), 0.9, report=True)
        assert type(report.result) is int
        assert report.result == student.choose_k(np.array(given, dtype=np.float64), float(np.sum(given)), 0.9)
        assert np.array_equal(report.args_after[0], given)
