"""Builds each smaller matrix inside the one that was passed in, column by column."""

CAUGHT_BY = "test_the_argument_stays_as_it_was"


def det_cofactor(A):
    """The determinant of a square matrix A (n, n), by expansion along a row or a column."""
    A = np.asarray(A, dtype=np.float64)
    if A.ndim != 2 or A.shape[0] != A.shape[1]:
        raise ValueError(f"A must be square; its shape is {A.shape}")
    if A.shape[0] == 0:
        return 1.0
    columns = A[1:].copy()
    rest = A[1:, 1:]  # a view: the column to be struck out moves through it
    volume = 0.0
    for j in range(A.shape[0]):
        if j > 0:
            rest[:, j - 1] = columns[:, j - 1]
        volume += (-1) ** j * float(A[0, j]) * det_cofactor(rest.copy())
    return volume
