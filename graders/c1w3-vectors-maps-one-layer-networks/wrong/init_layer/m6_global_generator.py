"""Draws from NumPy's global generator and leaves rng alone."""

CAUGHT_BY = "test_the_generator_alone_decides"


def init_layer(d, k, rng, gain=2.0):
    """First weights W (d, k), drawn from rng with variance gain / d, and a bias b (k,) of zeros."""
    if d < 1 or k < 1:
        raise ValueError(f"a layer needs inputs and outputs, not {d} and {k}")
    return np.sqrt(gain / d) * np.random.standard_normal((d, k)), np.zeros(k)
