"""Projects on each column alone and adds, which is right for perpendicular columns only."""

CAUGHT_BY = "test_columns_that_lean_towards_each_other"


def project(v, B):
    """The projection p (d,) of v (d,) on the columns of B (d, k), and coeffs (k,) with B @ coeffs = p."""
    v, B = checked(v, 1), checked(B, 2)
    if len(v) != len(B):
        raise ValueError(f"v has {len(v)} entries, the columns of B have {len(B)}")
    squares = (B * B).sum(axis=0)
    coeffs = (B.T @ v) / np.where(squares > 0, squares, 1.0)
    return B @ coeffs, coeffs
