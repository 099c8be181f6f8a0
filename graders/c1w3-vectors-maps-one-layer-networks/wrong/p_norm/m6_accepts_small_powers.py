"""Accepts every positive power, also below 1, where the formula is no norm."""

CAUGHT_BY = "test_powers_below_one_are_refused"


def p_norm(x, p=2):
    """The p-norm of x (n,), for real p >= 1 or infinite, as a float."""
    sizes = np.abs(checked(x, 1))
    if not p > 0:
        raise ValueError(f"p must be at least 1, not {p}")
    largest = float(sizes.max(initial=0.0))
    if largest == 0.0 or p == math.inf:
        return largest
    return largest * float(((sizes / largest) ** p).sum() ** (1 / p))
