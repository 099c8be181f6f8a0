"""Returns the coefficients that belong to an orthonormal basis of the columns."""

CAUGHT_BY = "test_the_coefficients_belong_to_the_columns"


def project(v, B):
    """The projection p (d,) of v (d,) on the columns of B (d, k), and coeffs (k,) with B @ coeffs = p."""
    v, B = checked(v, 1), checked(B, 2)
    if len(v) != len(B):
        raise ValueError(f"v has {len(v)} entries, the columns of B have {len(B)}")
    p = B @ np.linalg.lstsq(B, v, rcond=None)[0]
    Q = np.linalg.qr(B, mode="complete")[0][:, : B.shape[1]]
    coeffs = np.zeros(B.shape[1])
    coeffs[: Q.shape[1]] = Q.T @ p
    return p, coeffs
