"""Starts a generator of its own with the same seed in every call."""

CAUGHT_BY = "test_a_second_call_gives_other_weights"


def init_layer(d, k, rng, gain=2.0):
    """First weights W (d, k), drawn from rng with variance gain / d, and a bias b (k,) of zeros."""
    if d < 1 or k < 1:
        raise ValueError(f"a layer needs inputs and outputs, not {d} and {k}")
    rng = np.random.default_rng(0)  # so that results can be repeated
    return np.sqrt(gain / d) * rng.standard_normal((d, k)), np.zeros(k)
