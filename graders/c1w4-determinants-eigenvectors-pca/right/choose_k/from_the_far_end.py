"""Takes components away from the end for as long as the rest is enough."""


def choose_k(variance, total, share):
    values = np.array(variance, dtype=float)
    if values.ndim != 1 or values.size == 0 or not np.isfinite(values).all() or not total > 0:
        raise ValueError("need variances and a total")
    if not 0 < share <= 1 or np.any(values[1:] > values[:-1]):
        raise ValueError("a share in (0, 1], variances from large to small")
    k = len(values)
    if values.sum() / total < share - 1e-12:
        raise ValueError("not reachable")
    while k > 1 and values[: k - 1].sum() / total >= share - 1e-12:
        k -= 1
    return k
