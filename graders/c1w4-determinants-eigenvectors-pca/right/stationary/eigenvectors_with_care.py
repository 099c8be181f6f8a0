"""The eigenvector whose value is nearest to 1, made real and positive, once the second nearest is far away."""


def stationary(P, tol=1e-12):
    P = checked_square(P)
    if len(P) == 0 or np.any(P < 0) or np.any(np.abs(P.sum(axis=0) - 1) > 1e-9):
        raise ValueError("not stochastic")
    if np.linalg.matrix_rank(P - np.eye(len(P)), tol=tol) + 1 < len(P):
        raise np.linalg.LinAlgError("not unique")
    values, vectors = np.linalg.eig(P)
    vector = np.abs(vectors[:, np.argmin(np.abs(values - 1.0))])
    return vector / np.sum(vector)
