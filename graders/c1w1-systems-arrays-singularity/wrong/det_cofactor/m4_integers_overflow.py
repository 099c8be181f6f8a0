"""Keeps the type of the input, so products of large whole numbers leave the range of int64."""

CAUGHT_BY = "test_whole_numbers_do_not_overflow"


def det_cofactor(A):
    """The determinant of a square matrix A (n, n), by expansion along a row or a column."""
    A = np.array(A)
    if A.ndim != 2 or A.shape[0] != A.shape[1]:
        raise ValueError(f"A must be square; its shape is {A.shape}")

    def expand(B):
        if len(B) == 0:
            return B.dtype.type(1)
        volume = B.dtype.type(0)
        for j in range(len(B)):
            if B[0, j] != 0:
                minor = np.concatenate([B[1:, :j], B[1:, j + 1 :]], axis=1)
                part = B[0, j] * expand(minor)
                volume = volume + part if j % 2 == 0 else volume - part
        return volume

    with np.errstate(over="ignore"):
        return float(expand(A))
