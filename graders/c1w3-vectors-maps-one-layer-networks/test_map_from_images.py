"""map_from_images: hidden tests. The map is drawn first, so the right answer is known without solving anything."""

import numpy as np
import pytest
from geometry_oracles import regular, singular

from coursegrader.suitekit import SCALES, Array, Reveal, Student, assert_array, assert_close, shown, text


def some_map(rng: np.random.Generator, m: int, d: int) -> Array:
    """Whole numbers (m, d) without zeros, far from symmetric."""
    A = rng.integers(1, 6, size=(m, d)) * rng.choice([-1.0, 1.0], size=(m, d))
    A[0, -1], A[-1, 0] = 7.0, 1.0 if m > 1 or d > 1 else 7.0
    return np.asarray(A, dtype=np.float64)


# Oracle cases: 50 of 100


@pytest.mark.weight(20)
def test_the_images_fix_the_map(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """A @ E = F is undone by the inverse of E on the right of F, for E and F as they are, columns being arrows: F alone
    is the answer only for the standard basis, and dividing entry by entry undoes no matrix product."""
    for generator, d in ((example_rng, 2), (rng, 2), (rng, 3), (rng, 5)):
        A, E = some_map(generator, d, d), regular(generator, d)
        got = student.map_from_images(E, A @ E)
        with shown(reveal, generator is example_rng, f"map_from_images({text(E)}, {text(A @ E)}) returned {text(got)}"):
            assert_close(got, A, 1e-9)


@pytest.mark.weight(15)
def test_images_of_another_size(student: Student, rng: np.random.Generator) -> None:
    """Images may have more or fewer entries than inputs: for E (d, d) and F (m, d) the map A is (m, d). Only a factor
    on the right of F fits, and it must be the one that undoes E."""
    for m, d in ((1, 3), (4, 2), (2, 4), (5, 1)):
        A, E = some_map(rng, m, d), regular(rng, d)
        assert_close(student.map_from_images(E, A @ E), A, 1e-9)


@pytest.mark.weight(15)
def test_any_real_arrows(student: Student, rng: np.random.Generator) -> None:
    """Inputs and images may be any real numbers, and the inputs may point anywhere as long as they are independent: the
    columns of A are the images of the basis arrows, which have to be worked out."""
    for d in (2, 3, 8):
        E, A = regular(rng, d) + rng.uniform(-0.01, 0.01, size=(d, d)), some_map(rng, d, d) + rng.uniform(size=(d, d))
        assert_close(student.map_from_images(E, A @ E), A, 1e-9)


# Properties and relations: 30 of 100


@pytest.mark.weight(12)
def test_every_input_goes_to_its_image(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """Multiply your A with each column of E: the same column of F must come out. If it does not, check whether inputs
    are columns everywhere, and whether the result has been transposed."""
    for generator, d in ((example_rng, 2), (rng, 3), (rng, 4)):
        E, F = regular(generator, d), some_map(generator, d, d)
        A = student.map_from_images(E, F)
        with shown(reveal, generator is example_rng, f"map_from_images({text(E)}, {text(F)}) returned A = {text(A)}"):
            assert_close(assert_array(A, (d, d)) @ E, F, 1e-9)


@pytest.mark.weight(9)
def test_the_same_facts_told_otherwise(student: Student, rng: np.random.Generator) -> None:
    """The pairs may be listed in any order, and mixes of the inputs with the same mixes of the images tell the same
    facts: none of this may change the map."""
    for d in (2, 4):
        E, F = regular(rng, d), some_map(rng, d, d)
        A = student.map_from_images(E, F)
        assert np.abs(assert_array(A, (d, d))).max() > 1e-3
        order, mix = np.roll(np.arange(d), 1), regular(rng, d)
        for inputs, images in ((E[:, order], F[:, order]), (E @ mix, F @ mix)):
            assert_close(student.map_from_images(inputs, images), A, 1e-8)


@pytest.mark.weight(9)
def test_there_and_back(student: Student, rng: np.random.Generator) -> None:
    """With inputs and images exchanged the map is undone, so the two maps multiply to the identity; and where the
    inputs are the basis arrows, the images are the columns of the map."""
    for d in (2, 3):
        E, F = regular(rng, d), regular(rng, d)
        there, back = student.map_from_images(E, F), student.map_from_images(F, E)
        assert_close(assert_array(there, (d, d)) @ assert_array(back, (d, d)), np.eye(d), 1e-8)
        assert_close(student.map_from_images(np.eye(d), F), F, 1e-12)


# Edges, errors and behaviour: 20 of 100


@pytest.mark.weight(8)
def test_dependent_inputs_are_refused(student: Student, rng: np.random.Generator) -> None:
    """If one input is a mix of the others, many maps fit or none does, so raise numpy.linalg.LinAlgError, in any unit
    and also where round-off hides the dependence; but a small determinant alone is no dependence."""
    E = singular(rng, 3)
    counted = np.arange(1.0, 10.0).reshape(3, 3)
    for inputs in (E, 2.0**-40 * E, counted, np.zeros((2, 2)), np.ones((2, 2)) / 3, singular(rng, 4)):
        for images in (inputs, np.ones((2, len(inputs)))):
            with student.raises(np.linalg.LinAlgError):
                student.map_from_images(inputs, images)
    for inputs in (1e-9 * regular(rng, 3), np.diag([1.0, 1e-9, 1.0])):
        assert_array(student.map_from_images(inputs, np.ones((3, 3))), (3, 3))


@pytest.mark.weight(4)
def test_bad_input_is_refused(student: Student, rng: np.random.Generator) -> None:
    """E must be square and F as wide as E, both two-dimensional, with finite numbers: anything else must raise
    ValueError."""
    E, F = regular(rng, 3), some_map(rng, 3, 3)
    spoilt, endless = E.copy(), F.copy()
    spoilt[int(rng.integers(3)), 1], endless[0, int(rng.integers(3))] = np.nan, np.inf
    wrong = ((E[:2], F), (E[:, :2], F[:, :2]), (E, F[:, :2]), (E, F[:, 0]), (E[0], F), (spoilt, F), (E, endless))
    for inputs, images in wrong:
        with student.raises(ValueError):
            student.map_from_images(inputs, images)


@pytest.mark.weight(4)
def test_the_unit_of_measurement_does_not_matter(student: Student, rng: np.random.Generator) -> None:
    """Inputs and images in another unit belong to the same map, and images alone in another unit to a multiple of it:
    "singular" must be decided relative to the size of E."""
    E, F = regular(rng, 3), some_map(rng, 3, 3)
    A = student.map_from_images(E, F)
    assert np.abs(assert_array(A, (3, 3))).max() > 1e-3
    for scale in SCALES:
        assert_close(student.map_from_images(scale * E, scale * F), A, 1e-9)
        assert_close(student.map_from_images(E, scale * F), scale * A, 1e-9)


@pytest.mark.weight(4)
def test_arguments_stay_as_they_were(student: Student, rng: np.random.Generator) -> None:
    """Lists and whole numbers are welcome, E and F must be unchanged after the call, and the result must be a float64
    array of its own."""
    E, F = regular(rng, 2), some_map(rng, 2, 2)
    plain = student.map_from_images(E, F)
    assert np.abs(assert_array(plain, (2, 2))).max() > 1e-3
    for inputs, images in ((E, F), (E.astype(np.int8), F.astype(np.int64)), (E.tolist(), F.astype(int).tolist())):
        report = student.call("map_from_images", inputs, images, report=True)
        assert_close(report.result, plain, 1e-12)
        assert np.array_equal(report.args_after[0], E) and np.array_equal(report.args_after[1], F)
        assert not any(report.shares_memory)
    assert not any(student.call("map_from_images", np.eye(2), F, report=True).shares_memory)
