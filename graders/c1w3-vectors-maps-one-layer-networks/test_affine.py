"""affine and transform: hidden tests. Moves of the plane are known here as moves of complex numbers."""

import numpy as np
import pytest
from geometry_oracles import affine_map, angle, reflection, turn

from coursegrader.suitekit import Array, Reveal, Student, assert_array, assert_close, shown, text


def close(value: object, expected: Array) -> Array:
    """A homogeneous matrix (or rows of points), up to an absolute 1e-9, with a last row of exactly 0, 0, 1."""
    got = assert_array(value, expected.shape)
    assert (np.abs(got - expected) <= 1e-9).all()
    return got


def matrix(x_row: list[float], y_row: list[float]) -> Array:
    """The homogeneous matrix with these first two rows."""
    return np.array([x_row, y_row, [0.0, 0.0, 1.0]])


def some_point(rng: np.random.Generator) -> tuple[float, float]:
    """A point that is well away from the origin and from both axes."""
    x, y = (rng.integers(2, 9, size=2) * rng.choice([-1.0, 1.0], size=2)).tolist()
    return x, y


# Oracle cases: 50 of 100


@pytest.mark.weight(10)
def test_rotate(student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal) -> None:
    """A turn takes its angle in degrees, and goes counter-clockwise: by 30 degrees the arrow (1, 0) goes to
    (cos 30°, sin 30°) and (0, 1) to (-sin 30°, cos 30°). These two are the columns of the matrix."""
    for generator in (example_rng, rng, rng, rng):
        degrees = angle(generator)
        got = student.affine("rotate", degrees=degrees)
        with shown(reveal, generator is example_rng, f'affine("rotate", degrees={degrees}) returned {text(got)}'):
            close(got, turn(degrees))


@pytest.mark.weight(10)
def test_rotate_about_a_point(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """To turn about a point, shift that point to the origin first, turn there (counter-clockwise, in degrees), and
    shift back: the centre stays, and the turn itself is the same as about the origin."""
    for generator in (example_rng, rng, rng):
        degrees, about = angle(generator), some_point(generator)
        got = student.affine("rotate", degrees=degrees, about=about)
        call = f'affine("rotate", degrees={degrees}, about={about})'
        with shown(reveal, generator is example_rng, f"{call} returned {text(got)}"):
            close(got, turn(degrees, about))


@pytest.mark.weight(10)
def test_mirror(student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal) -> None:
    """The mirror line is at the given angle, in degrees; the arrow (1, 0) is as far on one side of it as its image on
    the other, so the image is at twice the angle."""
    for generator in (example_rng, rng, rng, rng):
        degrees = angle(generator)
        got = student.affine("mirror", degrees=degrees)
        with shown(reveal, generator is example_rng, f'affine("mirror", degrees={degrees}) returned {text(got)}'):
            close(got, reflection(degrees))


@pytest.mark.weight(10)
def test_shear_and_scale(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """A shear adds kx times y to x, and ky times x to y: the first row of the matrix makes the new x. A scaling
    multiplies x by sx and y by sy."""
    for generator in (example_rng, rng, rng):
        a, b = (float(k) for k in generator.permutation([-2.5, 0.5, 3.0, 4.0])[:2])
        got = student.affine("shear", kx=a, ky=b)
        with shown(reveal, generator is example_rng, f'affine("shear", kx={a}, ky={b}) returned {text(got)}'):
            close(got, matrix([1.0, a, 0.0], [b, 1.0, 0.0]))
        got = student.affine("scale", sx=a, sy=b)
        with shown(reveal, generator is example_rng, f'affine("scale", sx={a}, sy={b}) returned {text(got)}'):
            close(got, np.diag([a, b, 1.0]))


@pytest.mark.weight(10)
def test_shifted_points(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """A shift adds dx and dy, which stand in the last column of the matrix; they reach a point because its third
    coordinate is 1 when T is multiplied with the point as a column."""
    for generator, n in ((example_rng, 1), (rng, 1), (rng, 6)):
        dx, dy = some_point(generator)
        points = generator.integers(-9, 10, size=(n, 2)).astype(float)
        T = close(student.affine("shift", dx=dx, dy=dy), matrix([1.0, 0.0, dx], [0.0, 1.0, dy]))
        got = student.transform(T, points)
        with shown(reveal, generator is example_rng, f"transform({text(T)}, {text(points)}) returned {text(got)}"):
            close(got, points + np.array([dx, dy]))


# Properties and relations: 30 of 100


@pytest.mark.weight(6)
def test_the_centre_stays(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """The point that a picture is turned about must stay where it is: check what your matrix makes of `about` itself,
    and in which order the two shifts are done."""
    for generator in (example_rng, rng, rng):
        degrees, about = angle(generator), some_point(generator)
        T = student.affine("rotate", degrees=degrees, about=about)
        call = f'affine("rotate", degrees={degrees}, about={about})'
        with shown(reveal, generator is example_rng, f"{call} returned {text(T)}"):
            centre = np.array([*about, 1.0])
            assert np.abs(assert_array(T, (3, 3)) @ centre - centre).max() <= 1e-9
            assert np.abs(T[:2, :2] - np.eye(2)).max() > 1e-3


@pytest.mark.weight(6)
def test_a_mirror_twice_and_its_line(student: Student, rng: np.random.Generator) -> None:
    """Points on the mirror line stay, and mirroring twice undoes it: check the direction (cos t, sin t) of the line,
    with t in radians, on your matrix."""
    for degrees in (angle(rng), angle(rng), 90.0):
        T = assert_array(student.affine("mirror", degrees=degrees), (3, 3))
        t = degrees * np.pi / 180
        along = np.array([np.cos(t), np.sin(t), 1.0])
        assert np.abs(T @ along - along).max() <= 1e-9
        assert np.abs(T @ T - np.eye(3)).max() <= 1e-9 < np.abs(T - np.eye(3)).max()


@pytest.mark.weight(6)
def test_turns_add_up(student: Student, rng: np.random.Generator) -> None:
    """A turn followed by another about the same point is one turn by the sum of the angles, and a turn by the negative
    angle undoes it: true for cos t on the diagonal and sin t beside it, and false if they have changed places."""
    for about in ((0.0, 0.0), some_point(rng)):
        a, b = angle(rng), angle(rng)
        first, second, both, back = (
            assert_array(student.affine("rotate", degrees=d, about=about), (3, 3)) for d in (a, b, a + b, -a)
        )
        assert np.abs(first - np.eye(3)).max() > 1e-3
        assert np.abs(second @ first - both).max() <= 1e-9
        assert np.abs(back @ first - np.eye(3)).max() <= 1e-9


@pytest.mark.weight(6)
def test_one_move_after_another(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """Moving points by S and then by T must be the same as moving them by T @ S at once. A row of P is a point, but T
    is made for points that are columns: transpose one or the other, and back."""
    for generator, n in ((example_rng, 1), (rng, 3), (rng, 5)):
        S, T = affine_map(generator), affine_map(generator)
        points = generator.integers(1, 9, size=(n, 2)).astype(float)
        stepwise = student.transform(T, student.transform(S, points))
        got = student.transform(T @ S, points)
        with shown(reveal, generator is example_rng, f"transform({text(T @ S)}, {text(points)}) returned {text(got)}"):
            truth = points @ (T @ S)[:2, :2].T + (T @ S)[:2, 2]
            close(got, truth)
            close(stepwise, truth)
        one = np.ones((n, 1))
        close(student.transform(T @ S, np.hstack([points, one])), np.hstack([truth, one]))


@pytest.mark.weight(6)
def test_a_shift_leaves_directions_alone(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """A row of three with a last 0 is a direction, the way from one point to another: a shift moves both ends and
    leaves it alone. Append a 1 only to rows of two, and keep the third coordinate that rows of three bring."""
    for generator, n in ((example_rng, 1), (rng, 4)):
        dx, dy = some_point(generator)
        T = matrix([1.0, 0.0, dx], [0.0, 1.0, dy])
        ways = np.column_stack([generator.integers(1, 9, size=(n, 2)), np.zeros(n)])
        got = student.transform(T, ways)
        with shown(reveal, generator is example_rng, f"transform({text(T)}, {text(ways)}) returned {text(got)}"):
            assert np.abs(assert_array(got, (n, 3))[:, :2] - ways[:, :2]).max() <= 1e-9


# Edges, errors and behaviour: 20 of 100


@pytest.mark.weight(5)
def test_a_full_turn_and_other_moves_of_nothing(student: Student, rng: np.random.Generator) -> None:
    """360 degrees are a full turn, which moves nothing; nor does a mirror line that has been turned by 180 degrees
    become another mirror. A scaling by 1, and a shift or a shear by 0, move nothing either."""
    moves = (
        ("rotate", {"degrees": 360 * int(rng.integers(1, 5)), "about": some_point(rng)}),
        ("rotate", {"degrees": 0}),
        ("scale", {"sx": 1, "sy": 1}),
        ("shift", {"dx": 0, "dy": 0}),
        ("shear", {"kx": 0, "ky": 0}),
    )
    for kind, parameters in moves:
        close(student.affine(kind, **parameters), np.eye(3))
    ways = rng.integers(1, 9, size=(2, 3)) * np.array([1.0, 1.0, 0.0])
    close(student.transform(np.eye(3), ways), ways)
    close(student.affine("mirror", degrees=180 * int(rng.integers(1, 5))), np.diag([1.0, -1.0, 1.0]))


@pytest.mark.weight(5)
def test_unknown_kinds_and_missing_parameters(student: Student, rng: np.random.Generator) -> None:
    """A kind that is not in the table, a move without one of its parameters (a plain p["kx"] raises KeyError; only
    `about` may be left out), or a parameter that is NaN or infinite must raise ValueError."""
    some, nowhere = float(rng.integers(1, 9)), float(rng.choice([np.nan, np.inf, -np.inf]))
    for kind, parameters in (
        ("turn", {"degrees": some}),
        ("", {}),
        ("Rotate", {"degrees": some}),
        ("rotate", {}),
        ("rotate", {"about": (some, some)}),
        ("shear", {"kx": some}),
        ("shear", {"ky": some}),
        ("scale", {"sx": some}),
        ("mirror", {}),
        ("shift", {"dy": some}),
        ("rotate", {"degrees": np.nan}),
        ("rotate", {"degrees": some, "about": (some, nowhere)}),
        ("shear", {"kx": nowhere, "ky": some}),
        ("scale", {"sx": some, "sy": nowhere}),
        ("mirror", {"degrees": np.nan}),
        ("shift", {"dx": some, "dy": nowhere}),
    ):
        with student.raises(ValueError):
            student.affine(kind, **parameters)
    assert student.affine("scale", sx=some, sy=some).shape == (3, 3)


@pytest.mark.weight(5)
def test_bad_points_are_refused(student: Student, rng: np.random.Generator) -> None:
    """transform takes a matrix (3, 3) and a table of rows of two or three finite numbers; anything else must raise
    ValueError, while a table without rows is fine."""
    T, points = affine_map(rng), rng.integers(1, 9, size=(4, 2)).astype(float)
    spoilt = points.copy()
    spoilt[int(rng.integers(4)), 0] = np.nan
    wrong = ((T, points.T), (T, points[:, :1]), (T, points[0]), (T, spoilt), (T[:2], points), (T[:2, :2], points))
    for homogeneous, rows in wrong:
        with student.raises(ValueError):
            student.transform(homogeneous, rows)
    for width in (2, 3):
        assert_array(student.transform(T, np.zeros((0, width))), (0, width))


@pytest.mark.weight(5)
def test_arguments_stay_as_they_were(student: Student, rng: np.random.Generator) -> None:
    """Lists and whole numbers are welcome, T and P must be unchanged after the call, results must be float64 arrays of
    their own, and every matrix ends in the row 0, 0, 1."""
    T, points = affine_map(rng), rng.integers(1, 9, size=(3, 2)).astype(float)
    plain = student.transform(T, points)
    assert np.abs(assert_array(plain, (3, 2))).max() > 0.0
    for homogeneous, rows in (
        (T, points),
        (T.astype(np.int64), points.astype(np.uint8)),
        (T.tolist(), points.tolist()),
    ):
        report = student.call("transform", homogeneous, rows, report=True)
        assert_close(report.result, plain, 1e-12)
        assert np.array_equal(report.args_after[0], T) and np.array_equal(report.args_after[1], points)
        assert not any(report.shares_memory)
    assert not any(
        student.call("transform", np.eye(3), np.column_stack([points, points[:, 0]]), report=True).shares_memory
    )
    about = np.array(some_point(rng))
    report = student.call("affine", "rotate", degrees=40, about=about, report=True)
    assert (assert_array(report.result, (3, 3))[2] == [0.0, 0.0, 1.0]).all()
    assert (assert_array(student.affine("shear", kx=1, ky=2), (3, 3))[2] == [0.0, 0.0, 1.0]).all()
