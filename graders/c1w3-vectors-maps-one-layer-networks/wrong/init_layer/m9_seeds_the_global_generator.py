"""Seeds NumPy's global generator first, then draws from rng as it should."""

CAUGHT_BY = "test_the_global_generator_is_left_alone"


def init_layer(d, k, rng, gain=2.0):
    """First weights W (d, k), drawn from rng with variance gain / d, and a bias b (k,) of zeros."""
    if d < 1 or k < 1:
        raise ValueError(f"a layer needs inputs and outputs, not {d} and {k}")
    np.random.seed(0)
    return np.sqrt(gain / d) * rng.standard_normal((d, k)), np.zeros(k)
