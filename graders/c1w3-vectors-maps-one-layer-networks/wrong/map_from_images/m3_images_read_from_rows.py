"""Reads inputs and images from the rows of E and F."""

CAUGHT_BY = "test_every_input_goes_to_its_image"


def map_from_images(E, F):
    """The matrix A (m, d) that sends each column of E (d, d) to the same column of F (m, d)."""
    E, F = checked(E, 2), checked(F, 2)
    d = len(E)
    if E.shape != (d, d) or F.shape[1] != d:
        raise ValueError(f"E must be square and F as wide as E, not {E.shape} and {F.shape}")
    if np.linalg.matrix_rank(E) < d:
        raise np.linalg.LinAlgError("the columns of E are dependent: they do not fix a map")
    if len(F) != d:
        raise ValueError("the shapes do not fit")
    return np.linalg.solve(E, F).T.copy()
