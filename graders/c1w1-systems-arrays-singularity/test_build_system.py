"""build_system: hidden tests."""

import numpy as np
import pytest
from system_oracles import draw_names, equations_of, shuffled, whole

from coursegrader.suitekit import Array, Reveal, Student, assert_array, assert_close, shown, text


def matrix_of(answer: object, shape: tuple[int, int]) -> Array:
    """The matrix of an answer (A, b); how b must look is a test of its own."""
    assert isinstance(answer, tuple) and len(answer) == 2
    return assert_array(answer[0], shape)


def gaps(rng: np.random.Generator, m: int, n: int) -> Array:
    """A table whose first row is full, and in which each further row misses something that the row above has."""
    A = whole(rng, (m, n))
    for i in range(1, m):
        A[i, (i + int(rng.integers(1, n))) % n] = 0.0
    return A


# Oracle cases: 50 of 100


@pytest.mark.weight(20)
def test_the_variables_decide_the_columns(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """Column j belongs to variables[j], whatever the order in which an equation names them: find the column by the
    name."""
    for generator, m, n in ((example_rng, 2, 2), (rng, 3, 3), (rng, 2, 5), (rng, 6, 4)):
        A, b, variables = whole(generator, (m, n)), whole(generator, (m,)), draw_names(generator, n)
        equations = shuffled(generator, equations_of(A, b, variables), variables[0])
        answer = student.build_system(equations, variables)
        with shown(
            reveal,
            generator is example_rng,
            f"build_system({text(equations)}, {text(variables)}) returned",
            text(answer),
        ):
            assert np.array_equal(matrix_of(answer, (m, n)), A)


@pytest.mark.weight(20)
def test_what_is_not_named_counts_zero(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """A name that an equation leaves out has the coefficient 0 in its row; nothing may be left over from the
    row above."""
    for generator, m, n in ((example_rng, 2, 3), (rng, 3, 3), (rng, 4, 5), (rng, 7, 4)):
        A, b, variables = gaps(generator, m, n), whole(generator, (m,)), draw_names(generator, n)
        equations = equations_of(A, b, variables)
        answer = student.build_system(equations, variables)
        with shown(
            reveal,
            generator is example_rng,
            f"build_system({text(equations)}, {text(variables)}) returned",
            text(answer),
        ):
            assert np.array_equal(matrix_of(answer, (m, n)), A)


@pytest.mark.weight(10)
def test_fractions_are_kept(student: Student, rng: np.random.Generator) -> None:
    """Half a kilo is 0.5 and not 0: the table must hold float64 numbers from the start, also if the first
    coefficients happen to be whole."""
    for m, n in ((2, 3), (4, 4)):
        A = whole(rng, (m, n)) + 0.25 * rng.integers(1, 4, size=(m, n))
        A[0] = np.floor(A[0]) - 0.5
        A[0, 0], b, variables = 2.0, whole(rng, (m,)) + 0.5, draw_names(rng, n)
        assert np.array_equal(matrix_of(student.build_system(equations_of(A, b, variables), variables), (m, n)), A)


# Properties and relations: 30 of 100


@pytest.mark.weight(6)
def test_reordering_the_variables_reorders_the_columns(student: Student, rng: np.random.Generator) -> None:
    """With the same equations and `variables` in another order, the columns must come in that other order."""
    m, n = 3, 4
    A, b, variables = whole(rng, (m, n)), whole(rng, (m,)), draw_names(rng, n)
    equations = equations_of(A, b, variables)
    for order in (np.roll(np.arange(n), 1), np.arange(n)[::-1]):
        answer = student.build_system(equations, [variables[int(j)] for j in order])
        assert np.array_equal(matrix_of(answer, (m, n)), A[:, order])


@pytest.mark.weight(6)
def test_reordering_the_equations_reorders_the_rows(student: Student, rng: np.random.Generator) -> None:
    """Row i belongs to equation i: the same equations in another order give the same rows in that order."""
    m, n = 5, 3
    A, b, variables = whole(rng, (m, n)), whole(rng, (m,)), draw_names(rng, n)
    equations = equations_of(A, b, variables)
    for order in (rng.permutation(m), np.arange(m)[::-1]):
        answer = student.build_system([equations[int(i)] for i in order], variables)
        assert np.array_equal(matrix_of(answer, (m, n)), A[order])


@pytest.mark.weight(10)
def test_an_equation_given_twice_stays_twice(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """There is one row for every equation in the list, also for one that was there before: merging them would throw
    data away."""
    for generator, m, n in ((example_rng, 2, 2), (rng, 3, 3), (rng, 4, 2)):
        A, b, variables = whole(generator, (m, n)), whole(generator, (m,)), draw_names(generator, n)
        order = np.concatenate([np.arange(m), [0, m - 1, m - 1]])
        equations = equations_of(A[order], b[order], variables)
        answer = student.build_system(equations, variables)
        with shown(
            reveal,
            generator is example_rng,
            f"build_system({text(equations)}, {text(variables)}) returned",
            text(answer),
        ):
            assert np.array_equal(matrix_of(answer, (len(order), n)), A[order])


@pytest.mark.weight(8)
def test_b_is_a_flat_array_of_the_totals(student: Student, rng: np.random.Generator) -> None:
    """b holds the total of equation i in place i, and has the shape (m,): one dimension, not a column (m, 1)."""
    for m, n in ((1, 2), (3, 3), (6, 2)):
        A, b, variables = whole(rng, (m, n)), whole(rng, (m,)) + 0.5, draw_names(rng, n)
        answer = student.build_system(equations_of(A, b, variables), variables)
        assert isinstance(answer, tuple) and len(answer) == 2
        assert_close(answer[1], b, 0.0)


# Edges, errors and behaviour: 20 of 100


@pytest.mark.weight(6)
def test_an_unknown_name_is_refused(student: Student, rng: np.random.Generator) -> None:
    """A name that is not in `variables`, a misspelt one perhaps, must raise KeyError: what is skipped in silence makes
    a wrong system that looks right."""
    for place in (0, 2):
        A, b, names = whole(rng, (3, 4)), whole(rng, (3,)), draw_names(rng, 4)
        equations = equations_of(A[:, :3], b, names[:3])
        equations[place][0][names[3]] = 2.0
        with student.raises(KeyError):
            student.build_system(equations, names[:3])
        assert matrix_of(student.build_system(equations, names), (3, 4)).any()


@pytest.mark.weight(4)
def test_a_variable_listed_twice_is_refused(student: Student, rng: np.random.Generator) -> None:
    """If a name stands twice in `variables`, nobody can tell which column is meant: raise ValueError."""
    A, b, names = whole(rng, (2, 3)), whole(rng, (2,)), draw_names(rng, 3)
    for variables in ([*names, names[0]], [names[1], *names]):
        with student.raises(ValueError):
            student.build_system(equations_of(A, b, names), variables)


@pytest.mark.weight(4)
def test_no_equations_are_refused(student: Student, rng: np.random.Generator) -> None:
    """Without an equation there is no system: raise ValueError."""
    names = draw_names(rng, 2)
    with student.raises(ValueError):
        student.build_system([], names)
    with student.raises(ValueError):
        student.build_system((), names)
    assert matrix_of(student.build_system([({names[0]: 1.0, names[1]: 3.0}, 2.0)], names), (1, 2)).any()


@pytest.mark.weight(6)
def test_whole_numbers_tuples_and_untouched_arguments(student: Student, rng: np.random.Generator) -> None:
    """Equations and variables may be tuples and hold whole numbers; the result is a matrix of float64 all the same,
    and what was passed in must be unchanged after the call."""
    A, b, variables = whole(rng, (3, 3)), whole(rng, (3,)), draw_names(rng, 3)
    equations = tuple(
        ({name: int(number) for name, number in coefficients.items()}, int(total))
        for coefficients, total in equations_of(A, b, variables)
    )
    report = student.call("build_system", equations, tuple(variables), report=True)
    assert np.array_equal(matrix_of(report.result, (3, 3)), A)
    assert report.args_after == (equations, tuple(variables))
