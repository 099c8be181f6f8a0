"""Adds one component after the other until the share is reached."""


def choose_k(variance, total, share):
    variance = np.asarray(variance, dtype=float)
    fits = variance.ndim == 1 and len(variance) > 0 and np.isfinite(variance).all()
    if not fits or not 0 < share <= 1 or not total > 0:
        raise ValueError("the arguments do not fit")
    values = variance.tolist()
    if values != sorted(values, reverse=True):
        raise ValueError("not sorted")
    held = 0.0
    for k, value in enumerate(values, start=1):
        held += value
        if held >= (share - 1e-12) * total:
            return k
    raise ValueError("not reachable")
