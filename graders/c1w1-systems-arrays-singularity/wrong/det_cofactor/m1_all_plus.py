"""Adds all parts, without alternating signs."""

CAUGHT_BY = "test_exchanging_two_rows_flips_the_sign"


def det_cofactor(A):
    """The determinant of a square matrix A (n, n), by expansion along a row or a column."""
    A = np.array(A, dtype=np.float64)
    if A.ndim != 2 or A.shape[0] != A.shape[1]:
        raise ValueError(f"A must be square; its shape is {A.shape}")

    def expand(rows):
        """The determinant of a list of rows, along the first of them."""
        if not rows:
            return 1.0
        volume = 0.0
        for j, entry in enumerate(rows[0]):
            minor = [row[:j] + row[j + 1 :] for row in rows[1:]]
            volume += entry * expand(minor)
        return volume

    return expand(A.tolist())
