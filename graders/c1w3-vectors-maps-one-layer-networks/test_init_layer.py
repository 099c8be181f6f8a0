"""init_layer: hidden tests.

The generator lives in the learner's process, behind a handle; its seed is drawn here. Limits on moments lie seven
standard errors out, far beyond one false alarm in a million runs.
"""

from statistics import NormalDist

import numpy as np
import pytest
from layer_oracles import CLEAR, generator_there

from coursegrader.suitekit import Array, Student, assert_array


def seed_from(rng: np.random.Generator) -> int:
    return int(rng.integers(2**63))


def drawn(student: Student, rng: np.random.Generator, d: int, k: int, **gain: float) -> Array:
    """The learner's weights for a generator that nobody has used before."""
    return assert_array(student.init_layer(d, k, generator_there(student, seed_from(rng)), **gain)[0], (d, k))


def state_of(generator: object) -> object:
    return generator.bit_generator.state  # type: ignore[attr-defined]


# Oracle cases: 50 of 100


@pytest.mark.weight(20)
def test_the_variance_is_gain_over_d(student: Student, rng: np.random.Generator) -> None:
    """The weights must spread around 0 with variance gain / d, where d counts the inputs. The variance is the square of
    the standard deviation: numbers of variance 1 must be multiplied by the root of what the variance should be."""
    for d, k, gain in ((400, 300, {}), (500, 40, {"gain": 1.0}), (50, 400, {"gain": 5})):
        W = drawn(student, rng, d, k, **gain)
        expected = gain.get("gain", 2.0) / d
        assert abs(np.mean(W * W) / expected - 1) <= CLEAR * np.sqrt(2 / W.size)
        assert abs(W.mean()) <= CLEAR * np.sqrt(expected / W.size)


@pytest.mark.weight(20)
def test_each_weight_is_a_normal_draw_of_its_own(student: Student, rng: np.random.Generator) -> None:
    """Each weight is a normal number, drawn by itself: most lie near 0, a few beyond three standard deviations. Weights
    spread evenly between two limits are not normal, and where all weights are equal, all outputs for an example are the
    same number."""
    W = drawn(student, rng, 400, 300)
    spread, n = W.std(), W.size
    assert spread > 0.0
    assert np.unique(W[:50]).size > 0.99 * W[:50].size
    for means, others in ((W.mean(axis=0), 400), (W.mean(axis=1), 300)):
        assert means.std() * np.sqrt(others) <= 2.5 * spread
    z = (W - W.mean()) / spread
    squares = z * z
    assert abs(np.mean(squares * z)) <= CLEAR * np.sqrt(6 / n)
    assert abs(np.mean(squares * squares) - 3) <= CLEAR * np.sqrt(24 / n)
    for share in (0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99):
        below = np.count_nonzero(z < NormalDist().inv_cdf(share)) / n
        assert abs(below - share) <= CLEAR * np.sqrt(share * (1 - share) / n)


@pytest.mark.weight(10)
def test_the_bias_is_zero(student: Student, rng: np.random.Generator) -> None:
    """W has shape (d, k), also with one input or one output; the bias has one number for each output, and before
    anything is learned all of them are 0."""
    generator = generator_there(student, seed_from(rng))
    for d, k in ((3, 5), (5, 3), (4, 4), (1, 1), (1, 4), (5, 1)):
        answer = student.init_layer(d, k, generator)
        assert type(answer) is tuple and len(answer) == 2
        assert_array(answer[0], (d, k))
        assert (assert_array(answer[1], (k,)) == 0.0).all()


# Properties and relations: 30 of 100


@pytest.mark.weight(12)
def test_a_second_call_gives_other_weights(student: Student, rng: np.random.Generator) -> None:
    """Two layers made with one generator must differ: draw from rng as it comes, which moves it on, and do not start it
    anew inside the function."""
    for d, k in ((3, 2), (6, 6)):
        generator = generator_there(student, seed_from(rng))
        before = state_of(generator)
        first, second = (assert_array(student.init_layer(d, k, generator)[0], (d, k)) for _ in range(2))
        assert (first != second).all()
        assert state_of(generator) != before


@pytest.mark.weight(10)
def test_the_generator_alone_decides(student: Student, rng: np.random.Generator) -> None:
    """Two generators with the same seed must give exactly the same weights, and generators with different seeds other
    ones: whatever is random must come from rng, and from nothing else."""
    for d, k in ((4, 3), (2, 5)):
        seed = seed_from(rng)
        same = [student.init_layer(d, k, generator_there(student, seed))[0] for _ in range(2)]
        other = student.init_layer(d, k, generator_there(student, seed + 1))[0]
        assert np.array_equal(assert_array(same[0], (d, k)), same[1])
        assert (assert_array(other, (d, k)) != same[0]).all()


@pytest.mark.weight(8)
def test_inputs_and_gain_count_outputs_do_not(student: Student, rng: np.random.Generator) -> None:
    """Four times the gain means four times the variance, twice the inputs half of it, and the number of outputs does
    not matter: each output is a sum over the inputs alone."""
    plain = np.mean(drawn(student, rng, 100, 150) ** 2)
    assert plain > 0.0
    for d, k, gain, ratio in ((100, 150, 8.0, 4.0), (200, 150, 2.0, 0.5), (100, 450, 2.0, 1.0)):
        got = np.mean(drawn(student, rng, d, k, gain=gain) ** 2) / plain
        assert abs(got / ratio - 1) <= 1.1 * CLEAR * np.sqrt(2 / (d * k) + 2 / 15000)


# Edges, errors and behaviour: 20 of 100


@pytest.mark.weight(8)
def test_a_layer_needs_inputs_and_outputs(student: Student, rng: np.random.Generator) -> None:
    """With fewer than one input or fewer than one output there is no layer: raise ValueError."""
    generator = generator_there(student, seed_from(rng))
    assert_array(student.init_layer(1, 1, generator)[0], (1, 1))
    for d, k in ((0, 3), (3, 0), (-1, 2), (2, -4), (0, 0)):
        with student.raises(ValueError):
            student.init_layer(d, k, generator)


@pytest.mark.weight(12)
def test_the_global_generator_is_left_alone(student: Student, rng: np.random.Generator) -> None:
    """NumPy's global generator belongs to everybody: whoever seeds it or draws from it changes the numbers of all other
    code, so its state must be the same after the call."""
    generator = generator_there(student, seed_from(rng))
    student.np.random.random(5)  # a notebook that has run a seed before must not look as if it had never moved on
    before = student.np.random.get_state()
    assert_array(student.init_layer(3, 2, generator)[0], (3, 2))
    after = student.np.random.get_state()
    assert type(after) is tuple and len(after) == len(before)
    assert all(np.array_equal(new, old) for new, old in zip(after, before, strict=True))
