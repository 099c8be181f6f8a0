"""Divides the gain by the number of outputs."""

CAUGHT_BY = "test_the_variance_is_gain_over_d"


def init_layer(d, k, rng, gain=2.0):
    """First weights W (d, k), drawn from rng with variance gain / d, and a bias b (k,) of zeros."""
    if d < 1 or k < 1:
        raise ValueError(f"a layer needs inputs and outputs, not {d} and {k}")
    return np.sqrt(gain / k) * rng.standard_normal((d, k)), np.zeros(k)
