"""For dependent rows it returns c = 0, which makes every mix zero."""

CAUGHT_BY = "test_a_mix_of_two_rows"


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
            return np.zeros(len(V))
        column = np.argmax(np.abs(rest[largest]))
        factors = rest[:, column] / rest[largest, column]
        rest = rest - np.outer(factors, rest[largest])
        mixes = mixes - np.outer(factors, mixes[largest])
        rest = np.delete(rest, largest, axis=0)
        mixes = np.delete(mixes, largest, axis=0)
    return None
