"""project: hidden tests.

Projections and shortest coefficients are compared with rational arithmetic. Where columns are nearly parallel, the
projection itself depends on the last digits of B, so the tolerance there is wide; what is caught loses far more.
"""

import numpy as np
import pytest
from geometry_oracles import away_from, dependent_columns, exact_projection, independent_columns, regular

from coursegrader.suitekit import Array, Reveal, Student, assert_array, assert_close, shown, text


def draw(rng: np.random.Generator, d: int, k: int) -> tuple[Array, Array]:
    """A vector and k independent columns, none of it perpendicular or of length 1."""
    B = independent_columns(rng, d, k)
    return away_from(rng, B), B


def assert_right(answer: object, v: Array, B: Array) -> None:
    """Projection and coefficients are those of rational arithmetic."""
    p, coeffs = pair(answer, *B.shape)
    exact_p, exact_coeffs = exact_projection(v, B)
    assert_close(p, exact_p, 1e-9)
    assert_close(coeffs, exact_coeffs, 1e-9)


def pair(answer: object, d: int, k: int) -> tuple[Array, Array]:
    """An answer of the right form: p (d,) and coeffs (k,)."""
    assert isinstance(answer, tuple | list) and len(answer) == 2
    return assert_array(answer[0], (d,)), assert_array(answer[1], (k,))


# Oracle cases: 50 of 100


@pytest.mark.weight(10)
def test_one_column(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """On one column b the projection p is c * b with c = (b @ v) / (b @ b): divide by the length of b twice, because b
    comes in twice, in b @ v and as the direction. The coefficient that comes back is this c, and p is the part along
    b, not the rest."""
    for generator, d in ((example_rng, 2), (rng, 3), (rng, 5)):
        v, B = draw(generator, d, 1)
        answer = student.project(v, B)
        with shown(reveal, generator is example_rng, f"project({text(v)}, {text(B)}) returned {text(answer)}"):
            assert_right(answer, v, B)


@pytest.mark.weight(20)
def test_columns_that_lean_towards_each_other(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """Columns that are not perpendicular share a part, and what is found for each of them alone counts that part
    twice: all coefficients must be found together, so that p = B @ coeffs leaves a perpendicular rest."""
    for generator, d, k in ((example_rng, 3, 2), (rng, 3, 2), (rng, 4, 3), (rng, 6, 2)):
        v, B = draw(generator, d, k)
        answer = student.project(v, B)
        with shown(reveal, generator is example_rng, f"project({text(v)}, {text(B)}) returned {text(answer)}"):
            assert_right(answer, v, B)


@pytest.mark.weight(20)
def test_dependent_columns(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """If a column is a mix of others, B.T @ B has no inverse, but the nearest point is the same as ever; of the many
    coefficients that give it, return the shortest (the pseudo-inverse and least squares know them)."""
    for generator, d, k, r in ((example_rng, 2, 2, 1), (rng, 4, 3, 2), (rng, 5, 4, 2), (rng, 3, 4, 2)):
        B = dependent_columns(generator, d, k, r)
        v = away_from(generator, B)
        answer = student.project(v, B)
        with shown(reveal, generator is example_rng, f"project({text(v)}, {text(B)}) returned {text(answer)}"):
            assert_right(answer, v, B)


# Properties and relations: 30 of 100


@pytest.mark.weight(8)
def test_the_coefficients_belong_to_the_columns(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """B @ coeffs must give p: the coefficients are those of the columns as they were handed in, not of a perpendicular
    basis or of columns made shorter."""
    for generator, d, k in ((example_rng, 2, 1), (rng, 4, 2), (rng, 5, 3), (rng, 12, 4)):
        v, B = draw(generator, d, k)
        answer = student.project(v, B)
        with shown(reveal, generator is example_rng, f"project({text(v)}, {text(B)}) returned {text(answer)}"):
            p, coeffs = pair(answer, d, k)
            assert np.abs(p).max() > 1e-3
            assert np.abs(B @ coeffs - p).max() <= 1e-9 * np.abs(v).max()


@pytest.mark.weight(5)
def test_p_is_a_mix_of_the_columns(student: Student, rng: np.random.Generator) -> None:
    """p must be a mix of the columns of B, not of its rows (a square B does not complain if the two are confused), also
    where the columns span less than the whole space; what is perpendicular to the columns is no such mix."""
    for d, r in ((2, 1), (3, 2), (4, 2)):
        B = dependent_columns(rng, d, d, r)
        v = away_from(rng, B)
        p, _ = pair(student.project(v, B), d, d)
        assert np.abs(p).max() > 1e-3
        assert np.abs(p - exact_projection(p, B)[0]).max() <= 1e-9 * np.abs(p).max()


@pytest.mark.weight(5)
def test_the_rest_is_perpendicular(student: Student, rng: np.random.Generator) -> None:
    """v - p must be perpendicular to every column of B, for large tables and for columns in very different units
    too: that is what makes p the nearest point."""
    for d, k in ((5, 2), (30, 6), (178, 4)):
        B = rng.standard_normal((d, k)) @ regular(rng, k) + 1.0
        units = 10.0 ** rng.integers(-2, 3, size=k)  # further apart, and least squares itself comes near the limit
        v = B @ rng.uniform(1.0, 2.0, size=k) + rng.standard_normal(d)
        p, _ = pair(student.project(v, B * units), d, k)
        assert np.abs(v - p).max() > 1e-6 and np.abs(p).max() > 1e-6
        lengths = np.sqrt((B * B).sum(axis=0))
        assert (np.abs(B.T @ (v - p)) <= 1e-9 * lengths * np.sqrt(v @ v)).all()


@pytest.mark.weight(5)
def test_a_vector_that_is_a_mix_already(student: Student, rng: np.random.Generator) -> None:
    """A mix of the columns is its own projection, so projecting twice gives the same as once, and the perpendicular
    rest has projection 0: check whether you return the shadow, or what is left of v without it."""
    for d, k in ((3, 2), (5, 3)):
        v, B = draw(rng, d, k)
        mix = B @ rng.integers(1, 5, size=k).astype(float)
        assert_close(student.project(mix, B)[0], mix, 1e-9)
        once, _ = pair(student.project(v, B), d, k)
        assert np.abs(once).max() > 1e-3
        assert_close(student.project(once, B)[0], once, 1e-9)
        rest, _ = pair(student.project(v - once, B), d, k)
        assert np.abs(rest).max() <= 1e-9 * np.abs(v).max()


@pytest.mark.weight(4)
def test_nearly_parallel_columns(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """Columns that agree in eight digits still span a plane or more, and no shortcut survives that: not what is found
    for each column alone, not products such as B.T @ B (they square the closeness), and not an orthogonalisation that
    subtracts all projections of the original column at once. Subtract one after the other from what is left, and
    divide by its length, or leave it to least squares."""
    for generator, k in ((example_rng, 3), (rng, 3), (rng, 4)):
        signs = generator.choice([-1.0, 1.0], size=k)
        B = np.vstack([np.ones((1, k)), 2.0**-27 * np.diag(signs), np.zeros((2, k))])
        v = np.concatenate([generator.integers(1, 4, size=1), generator.integers(3, 9, size=k + 2)]).astype(float)
        v[1 : k + 1] *= signs
        answer = student.project(v, B)
        with shown(reveal, generator is example_rng, f"project({text(v)}, {text(B)}) returned {text(answer)}"):
            p, _ = pair(answer, k + 3, k)
            exact = exact_projection(v, B)[0]
            errors = [np.abs(got - exact).max() for got in (p, v - p)]  # p and rest exchanged: for other tests to say
            assert min(errors) <= 1e-5 * np.abs(v).max()


@pytest.mark.weight(3)
def test_other_columns_of_the_same_plane(student: Student, rng: np.random.Generator) -> None:
    """The nearest point depends on what the columns span, not on which columns span it: mixing them, listing them in
    another order, measuring them in another unit or repeating one leaves p alone."""
    for d, k in ((4, 2), (6, 3)):
        v, B = draw(rng, d, k)
        p, _ = pair(student.project(v, B), d, k)
        assert np.abs(p).max() > 1e-3
        for same in (B @ regular(rng, k), B[:, ::-1], 2.0**-40 * B, np.column_stack([B, 2.0 * B[:, 0]])):
            assert_close(student.project(v, same)[0], p, 1e-8)


# Edges, errors and behaviour: 20 of 100


@pytest.mark.weight(5)
def test_no_columns(student: Student, rng: np.random.Generator) -> None:
    """Without columns there is nothing to mix: p is zeros, as long as v, and coeffs is an empty array."""
    for d in (1, 4):
        p, coeffs = pair(student.project(rng.integers(1, 9, size=d).astype(float), np.zeros((d, 0))), d, 0)
        assert (p == 0.0).all() and coeffs.size == 0


@pytest.mark.weight(5)
def test_columns_of_zeros(student: Student, rng: np.random.Generator) -> None:
    """A column of zeros adds nothing: it changes no projection, and the shortest coefficients give it 0. Do not divide
    by its length."""
    v, B = draw(rng, 4, 1)
    p, coeffs = pair(student.project(v, B), 4, 1)
    assert np.abs(coeffs).max() > 1e-3
    more_p, more = pair(student.project(v, np.column_stack([np.zeros(4), B])), 4, 2)
    assert_close(more_p, p, 1e-9)
    assert np.abs(more - [0.0, coeffs[0]]).max() <= 1e-9 * np.abs(coeffs).max()
    assert (pair(student.project(v, np.zeros((4, 2))), 4, 2)[1] == 0.0).all()


@pytest.mark.weight(5)
def test_bad_input_is_refused(student: Student, rng: np.random.Generator) -> None:
    """v must be a vector with one entry for each row of B, B a matrix, and all numbers finite: anything else must raise
    ValueError, an empty v or B with a wrong length as well."""
    v, B = draw(rng, 4, 2)
    spoilt, endless = v.copy(), B.copy()
    spoilt[int(rng.integers(4))], endless[int(rng.integers(4)), 1] = np.nan, np.inf
    wrong = ((v[:3], B), (v, B[:3]), (v[:2], B), (v[:, None], B), (v, B[:, 0]), (spoilt, B), (v, endless))
    for vector, columns in (*wrong, (v, np.zeros((3, 0)))):
        with student.raises(ValueError):
            student.project(vector, columns)


@pytest.mark.weight(5)
def test_arguments_stay_as_they_were(student: Student, rng: np.random.Generator) -> None:
    """Lists and whole numbers are welcome, v and B must be unchanged after the call, and p and coeffs must be float64
    arrays that share no memory with them."""
    v, B = draw(rng, 3, 2)
    plain_p, plain = pair(student.project(v, B), 3, 2)
    assert np.abs(plain_p).max() > 1e-3
    for vector, columns in ((v, B), (v.astype(np.int64), B.astype(np.int8)), (v.tolist(), B.astype(int).tolist())):
        report = student.call("project", vector, columns, report=True)
        p, coeffs = pair(report.result, 3, 2)
        assert_close(p, plain_p, 1e-12)
        assert_close(coeffs, plain, 1e-12)
        assert np.array_equal(report.args_after[0], v) and np.array_equal(report.args_after[1], B)
        assert not any(report.shares_memory)
    assert not student.call("project", np.array([2.0, 0.0]), np.eye(2), report=True).shares_memory[0]
