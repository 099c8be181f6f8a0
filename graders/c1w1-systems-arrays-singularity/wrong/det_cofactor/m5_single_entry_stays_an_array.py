"""For a 1x1 matrix the answer is an array with the entry in it, not the number."""

CAUGHT_BY = "test_a_single_number"


def det_cofactor(A):
    """The determinant of a square matrix A (n, n), by expansion along a row or a column."""
    A = np.array(A, dtype=np.float64)
    if A.ndim != 2 or A.shape[0] != A.shape[1]:
        raise ValueError(f"A must be square; its shape is {A.shape}")
    if len(A) == 1:
        return A[0]

    def expand(rows):
        """The determinant of a list of rows, along the first of them."""
        if not rows:
            return 1.0
        volume = 0.0
        for j, entry in enumerate(rows[0]):
            minor = [row[:j] + row[j + 1 :] for row in rows[1:]]
            volume += (-1) ** j * entry * expand(minor)
        return volume

    return expand(A.tolist())
