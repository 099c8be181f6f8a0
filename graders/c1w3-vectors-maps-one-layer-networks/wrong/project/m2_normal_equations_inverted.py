"""Inverts B.T @ B, which has no inverse when the columns are dependent."""

CAUGHT_BY = "test_dependent_columns"


def project(v, B):
    """The projection p (d,) of v (d,) on the columns of B (d, k), and coeffs (k,) with B @ coeffs = p."""
    v, B = checked(v, 1), checked(B, 2)
    if len(v) != len(B):
        raise ValueError(f"v has {len(v)} entries, the columns of B have {len(B)}")
    coeffs = np.linalg.inv(B.T @ B) @ (B.T @ v)
    return B @ coeffs, coeffs
