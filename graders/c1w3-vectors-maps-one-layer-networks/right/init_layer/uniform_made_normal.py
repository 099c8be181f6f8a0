"""Normal numbers from evenly spread ones: a random length in a random direction (Box and Muller)."""


def init_layer(d, k, rng, gain=2.0):
    if min(d, k) < 1:
        raise ValueError("no layer")
    length = np.sqrt(-2.0 * np.log(1.0 - rng.random((k, d))))
    angle = 2.0 * np.pi * rng.random((k, d))
    return (length * np.cos(angle)).T * (gain / d) ** 0.5, 0.0 * np.arange(k)
