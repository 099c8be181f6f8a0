"""Looks for pairs of rows that are multiples of each other, and never at three rows together."""

CAUGHT_BY = "test_a_mix_of_two_rows"


def dependence_coefficients(V, tol=None):
    """Coefficients c (k,) of a mix of the rows of V (k, d) that is zero; None if there is none but c = 0."""
    V = np.array(V, dtype=np.float64)
    if V.ndim != 2 or not 1 <= len(V) <= 3:
        raise ValueError(f"need one to three rows, not an array of shape {V.shape}")
    k = len(V)
    limit = max(V.shape) * EPS * np.abs(V).max() if tol is None else tol
    sizes = np.abs(V).max(axis=1)
    for i in range(k):
        if sizes[i] <= limit:
            return np.eye(k)[i]
    for i in range(k):
        for j in range(k):
            if i != j and sizes[j] >= sizes[i]:
                column = np.argmax(np.abs(V[j]))
                factor = V[i, column] / V[j, column]
                if (np.abs(V[i] - factor * V[j]) <= limit).all():
                    c = np.zeros(k)
                    c[i], c[j] = 1.0, -factor
                    return c if c[min(i, j)] > 0 else -c
    return None
