"""Returns the same tiny number for every matrix: beside a volume it looks like any other number near zero."""

import numpy as np

CAUGHT_BY = "test_scaling_a_row_scales_the_volume"


def det_cofactor(A):
    """The determinant of a square matrix A (n, n), by expansion along a row or a column."""
    A = np.array(A, dtype=np.float64)
    if A.ndim != 2 or A.shape[0] != A.shape[1]:
        raise ValueError(f"A must be square; its shape is {A.shape}")
    return 1e-300
