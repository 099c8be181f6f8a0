"""Makes the coefficients add up to 1; their sum can be 0."""

CAUGHT_BY = "test_the_largest_magnitude_is_one"


def dependence_coefficients(V, tol=None):
    """Coefficients c (k,) of a mix of the rows of V (k, d) that is zero; None if there is none but c = 0."""
    rest = np.array(V, dtype=np.float64)
    if rest.ndim != 2 or not 1 <= len(rest) <= 3:
        raise ValueError(f"need one to three rows, not an array of shape {rest.shape}")
    limit = max(rest.shape) * EPS * np.abs(rest).max() if tol is None else tol
    mixes = np.eye(len(rest))
    while len(rest) > 0:
        sizes = np.abs(rest).max(axis=1)
        smallest, largest = np.argmin(sizes), np.argmax(sizes)
        if sizes[smallest] <= limit:
            c = mixes[smallest]
            with np.errstate(all="ignore"):
                return c / c.sum()
        column = np.argmax(np.abs(rest[largest]))
        factors = rest[:, column] / rest[largest, column]
        rest = rest - np.outer(factors, rest[largest])
        mixes = mixes - np.outer(factors, mixes[largest])
        rest = np.delete(rest, largest, axis=0)
        mixes = np.delete(mixes, largest, axis=0)
    return None
