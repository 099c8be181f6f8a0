"""Expands along the last row with the signs that belong to the first."""

CAUGHT_BY = "test_a_triangle_gives_the_product_of_its_diagonal"


def det_cofactor(A):
    """The determinant of a square matrix A (n, n), by expansion along a row or a column."""
    A = np.array(A, dtype=np.float64)
    if A.ndim != 2 or A.shape[0] != A.shape[1]:
        raise ValueError(f"A must be square; its shape is {A.shape}")

    def expand(rows):
        """The determinant of a list of rows, along the last of them."""
        if not rows:
            return 1.0
        volume = 0.0
        for j, entry in enumerate(rows[-1]):
            minor = [row[:j] + row[j + 1 :] for row in rows[:-1]]
            volume += (-1) ** j * entry * expand(minor)
        return volume

    return expand(A.tolist())
