"""Draws the bias like the weights."""

CAUGHT_BY = "test_the_bias_is_zero"


def init_layer(d, k, rng, gain=2.0):
    """First weights W (d, k), drawn from rng with variance gain / d, and a bias b (k,) of zeros."""
    if d < 1 or k < 1:
        raise ValueError(f"a layer needs inputs and outputs, not {d} and {k}")
    return np.sqrt(gain / d) * rng.standard_normal((d, k)), np.sqrt(gain / d) * rng.standard_normal(k)
