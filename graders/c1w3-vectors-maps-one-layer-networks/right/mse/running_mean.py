"""A mean that is corrected with each new square, in plain Python."""


def mse(pred, target):
    p, t = np.asarray(pred, dtype=float), np.asarray(target, dtype=float)
    if p.shape != t.shape or 0 in p.shape:
        raise ValueError("shapes must be identical and not empty")
    mean = 0.0
    for count, (a, b) in enumerate(zip(p.ravel().tolist(), t.ravel().tolist(), strict=True), start=1):
        mean += ((a - b) ** 2 - mean) / count
    return mean
