"""Takes care of tiny entries only, so that the powers of huge ones overflow."""

CAUGHT_BY = "test_huge_entries"


def p_norm(x, p=2):
    """The p-norm of x (n,), for real p >= 1 or infinite, as a float."""
    sizes = np.abs(checked(x, 1))
    if not p >= 1:  # written so that NaN is refused too
        raise ValueError(f"p must be at least 1, not {p}")
    largest = float(sizes.max(initial=0.0))
    if largest == 0.0 or p == math.inf:
        return largest
    unit = min(largest, 1.0)
    return unit * float(((sizes / unit) ** p).sum() ** (1 / p))
