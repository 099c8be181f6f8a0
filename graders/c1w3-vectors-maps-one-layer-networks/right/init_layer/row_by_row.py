"""One row after the other, with the standard deviation given to the generator."""


def init_layer(d, k, rng, gain=2.0):
    if d <= 0 or k <= 0:
        raise ValueError("no layer")
    W = np.empty((d, k))
    for i in range(d):
        W[i] = rng.normal(loc=0.0, scale=(gain / d) ** 0.5, size=k)
    return W, np.zeros(shape=k)
