"""Small systems are solved exactly, and written as people write them."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from coursekit.interactives.c1w2.exact_systems import equation, solve
from coursekit.interactives.c1w2.solution_set_viewer import SYSTEMS


def test_every_rank_of_the_dial_is_what_it_says() -> None:
    for rank, (fits, clash) in SYSTEMS.items():
        found = solve(fits)
        A, b = np.array(fits, dtype=float)[:, :3], np.array(fits, dtype=float)[:, 3]
        assert len(found.pivots) == rank == np.linalg.matrix_rank(A)
        assert found.point is not None
        np.testing.assert_allclose(A @ np.array(found.point, dtype=float), b)
        for direction in found.directions:
            np.testing.assert_allclose(A @ np.array(direction, dtype=float), 0)
        assert len(found.directions) == 3 - rank
        assert (clash is None) == (rank == 3)
        if clash is not None:
            assert not solve(clash).consistent


def test_equations_are_written_as_people_write_them() -> None:
    assert equation([1, -1, 0, 3]) == "x − y = 3"
    assert equation([0, -2, Fraction(1, 2), -1]) == "−2y + (1/2)z = −1"
    assert equation([0, 0, 0, 5]) == "0 = 5"
