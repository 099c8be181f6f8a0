"""Starts with weights of zero."""

CAUGHT_BY = "test_each_weight_is_a_normal_draw_of_its_own"


def init_layer(d, k, rng, gain=2.0):
    """First weights W (d, k), drawn from rng with variance gain / d, and a bias b (k,) of zeros."""
    if d < 1 or k < 1:
        raise ValueError(f"a layer needs inputs and outputs, not {d} and {k}")
    return np.zeros((d, k)), np.zeros(k)
