"""Treats infinity like any other power, and raises the entries to it."""

CAUGHT_BY = "test_the_largest_entry_for_infinite_p"


def p_norm(x, p=2):
    """The p-norm of x (n,), for real p >= 1 or infinite, as a float."""
    sizes = np.abs(checked(x, 1))
    if not p >= 1:  # written so that NaN is refused too
        raise ValueError(f"p must be at least 1, not {p}")
    largest = float(sizes.max(initial=0.0))
    if largest == 0.0:
        return largest
    if p == math.inf:
        return float((sizes**p).sum() ** (1 / p))
    return largest * float(((sizes / largest) ** p).sum() ** (1 / p))
