"""stationary: hidden tests. Nothing is blocked: an eigenvector routine is allowed, and has to be used with care."""

import numpy as np
import pytest
from eigen_oracles import beside, chain, is_clear, long_run, renamed

from coursegrader.suitekit import Array, Reveal, Student, assert_array, assert_close, shown, text


def ring(rng: np.random.Generator, n: int) -> Array:
    """A single round trip through n places, in random order."""
    order = rng.permutation(n)
    P = np.zeros((n, n))
    P[np.roll(order, -1), order] = 1.0
    return P


def two_sides(rng: np.random.Generator, left: int, right: int) -> Array:
    """A chain that changes sides with every step, so it never settles; its distribution is not uniform."""
    while True:
        P = np.zeros((left + right, left + right))
        P[left:, :left] = rng.uniform(0.1, 1.0, size=(right, left))
        P[:left, left:] = rng.uniform(0.1, 1.0, size=(left, right))
        P /= P.sum(axis=0)
        if is_clear(P) and np.ptp(long_run(P)) > 0.02:
            return renamed(P, rng.permutation(left + right))


def with_passing_states(rng: np.random.Generator, stay: int, leave: int) -> Array:
    """A chain in which the walker ends up among `stay` states, and the `leave` others are visited but a few times."""
    n = stay + leave
    while True:
        P = np.zeros((n, n))
        P[:stay, :stay] = chain(rng, stay, stay) if stay > 1 else 1.0
        P[:, stay:] = rng.uniform(0.1, 1.0, size=(n, leave))
        P /= P.sum(axis=0)
        if is_clear(P):
            return renamed(P, rng.permutation(n))


def assert_distribution(value: object, P: Array) -> Array:
    """`value` is a distribution that P leaves alone."""
    pi = assert_array(value, (len(P),))
    assert (pi >= 0.0).all() and abs(pi.sum() - 1.0) <= 1e-12
    assert np.abs(P @ pi - pi).max() <= 1e-9
    return pi


def assert_same_shares(got: object, expected: object) -> None:
    """Two arrays of the same shape hold the same numbers, whatever these are."""
    assert type(got) is type(expected) is np.ndarray and got.shape == expected.shape
    assert np.abs(got - expected).max() <= 1e-8


# Oracle cases: 50 of 100


@pytest.mark.weight(20)
def test_the_long_run_of_random_chains(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """P[i, j] is the probability of moving from j to i, and pi must satisfy P @ pi = pi: solve for the shares
    that one more step leaves alone: real numbers, none below 0, with sum 1."""
    cases = [
        (chain(example_rng, 3, 3), True),
        *((chain(rng, n, ways), False) for n, ways in ((2, 2), (4, 4), (5, 2), (8, 3), (15, 4))),
    ]
    for P, is_example in cases:
        got = student.stationary(P)
        with shown(reveal, is_example, f"stationary({text(P)}) returned {text(got)}"):
            assert_close(got, long_run(P), 1e-9)


@pytest.mark.weight(15)
def test_chains_that_never_settle(student: Student, rng: np.random.Generator) -> None:
    """A walker on a ring, or between two sides, is at another place every day, and the distribution never settles;
    the stationary one exists all the same, has real shares, and solves P @ pi = pi with sum 1."""
    for P in (ring(rng, 3), ring(rng, 6), two_sides(rng, 1, 3), two_sides(rng, 2, 3), two_sides(rng, 3, 3)):
        assert_close(student.stationary(P), long_run(P), 1e-9)


@pytest.mark.weight(15)
def test_states_that_are_left_for_good(student: Student, rng: np.random.Generator) -> None:
    """A state that the walker leaves for good has share 0 in the long run, up to round-off and not below 0; the
    shares of the states she ends up in satisfy P @ pi = pi and sum to 1, and there may be a single such state."""
    for stay, leave in ((1, 1), (1, 3), (2, 2), (3, 2), (3, 5)):
        P = with_passing_states(rng, stay, leave)
        assert np.abs(assert_distribution(student.stationary(P), P) - long_run(P)).max() <= 1e-9


# Properties and relations: 30 of 100


@pytest.mark.weight(10)
def test_shares_of_one_whole(student: Student, rng: np.random.Generator) -> None:
    """The entries are shares: real, none negative, and their sum (not the length of the vector) is 1. One more step
    of the walk must leave them as they are."""
    for n, ways in ((3, 3), (6, 3), (12, 6)):
        P = chain(rng, n, ways)
        assert_distribution(student.stationary(P), P)


@pytest.mark.weight(8)
def test_the_names_of_the_states_do_not_matter(student: Student, rng: np.random.Generator) -> None:
    """Numbering the states in another order must only reorder the shares."""
    for n in (4, 7):
        P = chain(rng, n, n)
        pi = student.stationary(P)
        for order in (rng.permutation(n), np.arange(n)[::-1]):
            assert_same_shares(student.stationary(renamed(P, order)), pi[order])


@pytest.mark.weight(6)
def test_two_places(student: Student, rng: np.random.Generator) -> None:
    """With two places, the flows to and fro must be equal: the shares, which sum to 1, are proportional to the
    probabilities of coming from the other place. That of moving from place 0 to place 1 stands in column 0, row 1."""
    for _ in range(3):
        p, q = (float(chance) for chance in rng.uniform(0.05, 0.95, size=2))
        p, q = p, q if abs(p - q) > 0.05 else 1.0 - q / 2.0
        P = np.array([[1.0 - p, q], [p, 1.0 - q]])
        assert_close(student.stationary(P), np.array([q, p]) / (p + q), 1e-9)


@pytest.mark.weight(6)
def test_staying_longer_changes_nothing(student: Student, rng: np.random.Generator) -> None:
    """A walker who stays where she is on every other day spends the same share of her days at each place: (I + P) / 2
    has the stationary distribution of P."""
    for P in (chain(rng, 5, 3), two_sides(rng, 2, 4)):
        pi = student.stationary(P)
        assert_same_shares(student.stationary((np.eye(len(P)) + P) / 2.0), pi)


# Edges, errors and behaviour: 20 of 100


@pytest.mark.weight(7)
def test_more_than_one_answer_is_refused(student: Student, rng: np.random.Generator) -> None:
    """Where the walk can end in two groups that do not reach each other, there is more than one stationary
    distribution, and picking one would hide that: raise numpy.linalg.LinAlgError."""
    apart = beside(chain(rng, 3, 3), chain(rng, 2, 2))
    passing = np.zeros((6, 6))
    passing[:5, :5] = apart
    passing[:, 5] = rng.dirichlet(np.ones(6))
    for P in (np.eye(2), np.eye(4), apart, renamed(passing, rng.permutation(6)), beside(ring(rng, 3), ring(rng, 2))):
        with student.raises(np.linalg.LinAlgError):
            student.stationary(P)


@pytest.mark.weight(2)
def test_a_given_limit(student: Student, rng: np.random.Generator) -> None:
    """Two groups with a faint link have one stationary distribution; with a tol far above the strength of that link
    they count as separate, and LinAlgError must be raised."""
    p, q = (float(chance) for chance in 1e-6 * rng.uniform(1.0, 3.0, size=2))
    P = np.array([[1.0 - p, q], [p, 1.0 - q]])
    assert assert_array(student.stationary(P), (2,)).any()
    with student.raises(np.linalg.LinAlgError):
        student.stationary(P, tol=1e-3)


@pytest.mark.weight(6)
def test_no_probabilities_are_refused(student: Student, rng: np.random.Generator) -> None:
    """Probabilities are never negative, and those in a column sum to 1 up to 1e-9: a table that breaks one of the two,
    however slightly beyond that, must raise ValueError, even if equations could be solved with it."""
    P = chain(rng, 4, 4)
    negative, heavy, light = P.copy(), P.copy(), P.copy()
    largest = np.argmax(P[:, 1])
    negative[(largest + 1) % 4, 1], negative[largest, 1] = -0.1, P[largest, 1] + P[(largest + 1) % 4, 1] + 0.1
    heavy[:, 2] *= 1.0 + 1e-6
    light[:, int(rng.integers(4))] *= 0.5
    for wrong in (negative, np.array([[1.5, 0.25], [-0.5, 0.75]]), heavy, light):
        with student.raises(ValueError):
            student.stationary(wrong)
    assert assert_array(student.stationary(P * (1.0 + 1e-12)), (4,)).any()


@pytest.mark.weight(2)
def test_bad_input_is_refused(student: Student, rng: np.random.Generator) -> None:
    """The table must be square, finite and have at least one place; anything else must raise ValueError."""
    P = chain(rng, 4, 4)
    spoilt = P.copy()
    spoilt[int(rng.integers(4)), 1] = np.nan
    for wrong in (P[:, :3], P[0], np.zeros((0, 0)), spoilt):
        with student.raises(ValueError):
            student.stationary(wrong)


@pytest.mark.weight(3)
def test_real_shares_and_an_untouched_argument(student: Student, rng: np.random.Generator) -> None:
    """The result must be a float64 array (not complex numbers), lists and whole numbers are welcome, one place alone
    has share 1, and P must be unchanged after the call."""
    P = ring(rng, 5)
    expected = np.asarray(student.stationary(P))
    for matrix in (P, P.astype(np.int64), P.tolist()):
        report = student.call("stationary", matrix, report=True)
        assert np.abs(assert_array(report.result, (5,)) - expected).max() <= 1e-12
        assert np.array_equal(report.args_after[0], P)
        assert not report.shares_memory[0]
    assert_close(student.stationary(np.ones((1, 1))), np.ones(1), 1e-12)
