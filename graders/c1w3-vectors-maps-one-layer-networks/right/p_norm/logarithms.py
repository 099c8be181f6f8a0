"""Adds powers as logarithms: the logarithm of the largest term is taken out before exponentiating."""


def p_norm(x, p=2):
    x = np.asarray(x, dtype=float)
    if x.ndim != 1 or not np.all(np.isfinite(x)):
        raise ValueError("need a vector of finite numbers")
    if math.isnan(p) or p < 1:
        raise ValueError("p must be at least 1")
    logs = np.log(np.abs(x[x != 0]))
    if logs.size == 0:
        return 0.0
    if math.isinf(p):
        return float(np.max(np.abs(x)))
    top = np.max(logs)
    return math.exp(top + math.log(np.sum(np.exp(p * (logs - top)))) / p)
