"""Subtracts all projections of the original column at once: nearly parallel columns stay far from perpendicular."""

CAUGHT_BY = "test_nearly_parallel_columns"


def project(v, B):
    """The projection p (d,) of v (d,) on the columns of B (d, k), and coeffs (k,) with B @ coeffs = p."""
    v, B = checked(v, 1), checked(B, 2)
    if len(v) != len(B):
        raise ValueError(f"v has {len(v)} entries, the columns of B have {len(B)}")
    basis = np.zeros((len(v), 0))
    for column in B.T:
        rest = column - basis @ (basis.T @ column)
        size = np.sqrt(rest @ rest)
        if size > 1e-12 * np.sqrt(column @ column):
            basis = np.column_stack([basis, rest / size])
    p = basis @ (basis.T @ v)
    return p, np.linalg.lstsq(B, p, rcond=None)[0]
