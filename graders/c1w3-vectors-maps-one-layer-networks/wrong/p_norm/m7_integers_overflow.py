"""Thinks that whole numbers need no scaling, and computes with them in their own type."""

CAUGHT_BY = "test_whole_numbers_do_not_wrap_around"


def p_norm(x, p=2):
    """The p-norm of x (n,), for real p >= 1 or infinite, as a float."""
    sizes = np.abs(checked(x, 1))
    if not p >= 1:  # written so that NaN is refused too
        raise ValueError(f"p must be at least 1, not {p}")
    largest = float(sizes.max(initial=0.0))
    if largest == 0.0 or p == math.inf:
        return largest
    if np.asarray(x).dtype.kind in "iu":
        return float((np.abs(x) ** p).sum() ** (1 / p))
    return largest * float(((sizes / largest) ** p).sum() ** (1 / p))
