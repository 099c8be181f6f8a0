"""Starts somewhere and takes steps, which never settles on a ring."""

CAUGHT_BY = "test_chains_that_never_settle"


def stationary(P, tol=1e-12):
    """The one distribution pi (n,) with P @ pi = pi, where P[i, j] is the probability of j -> i."""
    P = checked_square(P)
    n = len(P)
    if n == 0 or (P < 0).any() or (np.abs(P.sum(axis=0) - 1) > 1e-9).any():
        raise ValueError("every column must hold probabilities that sum to 1")
    system = P - np.eye(n)
    if np.linalg.matrix_rank(system, tol=tol) < n - 1:
        raise np.linalg.LinAlgError("more than one distribution stays as it is")
    pi = np.eye(n)[0]
    for _ in range(3000):
        after = P @ pi
        if np.abs(after - pi).max() <= 1e-15:
            break
        pi = after
    return pi / pi.sum()
