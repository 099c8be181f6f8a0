"""The differences in one row, times themselves."""


def mse(pred, target):
    p, t = np.array(pred, dtype=float), np.array(target, dtype=float)
    if p.shape != t.shape:
        raise ValueError("two shapes")
    if p.size == 0:
        raise ValueError("nothing to average")
    gap = (p - t).reshape(-1)
    return float(gap @ gap) / gap.size
