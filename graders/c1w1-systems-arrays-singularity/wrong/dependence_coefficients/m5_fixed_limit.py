"""What counts as zero does not grow and shrink with the rows."""

CAUGHT_BY = "test_the_unit_does_not_matter"


def dependence_coefficients(V, tol=None):
    """Coefficients c (k,) of a mix of the rows of V (k, d) that is zero; None if there is none but c = 0."""
    rest = np.array(V, dtype=np.float64)
    if rest.ndim != 2 or not 1 <= len(rest) <= 3:
        raise ValueError(f"need one to three rows, not an array of shape {rest.shape}")
    limit = 1e-8 if tol is None else tol
    mixes = np.eye(len(rest))
    while len(rest) > 0:
        sizes = np.abs(rest).max(axis=1)
        smallest, largest = np.argmin(sizes), np.argmax(sizes)
        if sizes[smallest] <= limit:
            c = mixes[smallest] / np.abs(mixes[smallest]).max()
            first = c[np.abs(c) > 1e-12][0]
            return c if first > 0 else -c
        column = np.argmax(np.abs(rest[largest]))
        factors = rest[:, column] / rest[largest, column]
        rest = rest - np.outer(factors, rest[largest])
        mixes = mixes - np.outer(factors, mixes[largest])
        rest = np.delete(rest, largest, axis=0)
        mixes = np.delete(mixes, largest, axis=0)
    return None
