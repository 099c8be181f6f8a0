"""Takes every direction to have length 1: orthogonalises and projects without dividing by lengths."""

CAUGHT_BY = "test_one_column"


def project(v, B):
    """The projection p (d,) of v (d,) on the columns of B (d, k), and coeffs (k,) with B @ coeffs = p."""
    v, B = checked(v, 1), checked(B, 2)
    if len(v) != len(B):
        raise ValueError(f"v has {len(v)} entries, the columns of B have {len(B)}")
    p, directions = np.zeros(len(v)), []
    for column in B.T:
        rest = column.copy()
        for direction in directions:
            rest -= (direction @ rest) * direction
        if np.abs(rest).max() > 1e-9 * np.abs(column).max():
            directions.append(rest)
            p += (rest @ v) * rest
    return p, np.linalg.lstsq(B, p, rcond=None)[0]
