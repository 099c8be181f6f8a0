"""For the entry in row 0 and column j it strikes out row j and column j."""

CAUGHT_BY = "test_scaling_a_row_scales_the_volume"


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
            minor = [row[:j] + row[j + 1 :] for i, row in enumerate(rows) if i != j]
            volume += (-1) ** j * entry * expand(minor)
        return volume

    return expand(A.tolist())
