"""Solves pi @ P = pi, as if row i were the place the walker is at."""

CAUGHT_BY = "test_the_long_run_of_random_chains"


def stationary(P, tol=1e-12):
    """The one distribution pi (n,) with P @ pi = pi, where P[i, j] is the probability of j -> i."""
    P = checked_square(P)
    n = len(P)
    if n == 0 or (P < 0).any() or (np.abs(P.sum(axis=0) - 1) > 1e-9).any():
        raise ValueError("every column must hold probabilities that sum to 1")
    system = P.T - np.eye(n)
    if np.linalg.matrix_rank(system, tol=tol) < n - 1:
        raise np.linalg.LinAlgError("more than one distribution stays as it is")
    system[-1] = 1.0  # this row followed from the others; now it says that all shares sum to 1
    pi = np.linalg.solve(system, np.eye(n)[-1])
    pi = np.maximum(pi, 0.0)  # round-off may leave -1e-17 where a 0 belongs
    return pi / pi.sum()
