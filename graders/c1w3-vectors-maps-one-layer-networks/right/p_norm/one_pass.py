"""One pass in plain Python: the sum is kept relative to the largest size met so far."""


def p_norm(x, p=2):
    table = np.array(x, dtype=np.float64)
    if table.ndim != 1 or np.isnan(table).any() or np.isinf(table).any():
        raise ValueError("need a vector of finite numbers")
    if not 1 <= p <= math.inf:
        raise ValueError("p must be at least 1")
    scale, total = 0.0, 0.0
    for entry in table.tolist():
        size = abs(entry)
        if size > scale:
            total = 1.0 + total * (scale / size) ** p
            scale = size
        elif size > 0.0:
            total += (size / scale) ** p
    return scale if p == math.inf else scale * total ** (1.0 / p)
