"""Answers with the pseudo-inverse where the inputs are dependent."""

CAUGHT_BY = "test_dependent_inputs_are_refused"


def map_from_images(E, F):
    """The matrix A (m, d) that sends each column of E (d, d) to the same column of F (m, d)."""
    E, F = checked(E, 2), checked(F, 2)
    d = len(E)
    if E.shape != (d, d) or F.shape[1] != d:
        raise ValueError(f"E must be square and F as wide as E, not {E.shape} and {F.shape}")
    return F @ np.linalg.pinv(E)
