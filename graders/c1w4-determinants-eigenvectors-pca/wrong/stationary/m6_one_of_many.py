"""Returns one of the many distributions where the chain falls apart."""

CAUGHT_BY = "test_more_than_one_answer_is_refused"


def stationary(P, tol=1e-12):
    """The one distribution pi (n,) with P @ pi = pi, where P[i, j] is the probability of j -> i."""
    P = checked_square(P)
    n = len(P)
    if n == 0 or (P < 0).any() or (np.abs(P.sum(axis=0) - 1) > 1e-9).any():
        raise ValueError("every column must hold probabilities that sum to 1")
    system = P - np.eye(n)
    system = np.vstack([system, np.ones(n)])
    pi = np.linalg.lstsq(system, np.eye(n + 1)[-1])[0]
    pi = np.maximum(pi, 0.0)  # round-off may leave -1e-17 where a 0 belongs
    return pi / pi.sum()
