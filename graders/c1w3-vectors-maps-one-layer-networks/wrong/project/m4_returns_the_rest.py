"""Returns the perpendicular rest in place of the projection."""

CAUGHT_BY = "test_a_vector_that_is_a_mix_already"


def project(v, B):
    """The projection p (d,) of v (d,) on the columns of B (d, k), and coeffs (k,) with B @ coeffs = p."""
    v, B = checked(v, 1), checked(B, 2)
    if len(v) != len(B):
        raise ValueError(f"v has {len(v)} entries, the columns of B have {len(B)}")
    coeffs = np.linalg.lstsq(B, v, rcond=None)[0]  # shortest, also for dependent columns
    return v - B @ coeffs, coeffs
