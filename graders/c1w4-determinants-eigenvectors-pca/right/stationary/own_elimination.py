"""Eliminates P - I with the largest pivot anywhere, and solves upwards from the one free place."""


def stationary(P, tol=1e-12):
    P = checked_square(P)
    n = len(P)
    sums = P.sum(axis=0)
    if n == 0 or not (P >= 0).all() or not (abs(sums - 1) <= 1e-9).all():
        raise ValueError("columns of probabilities are needed")
    W = P - np.eye(n)
    columns = np.arange(n)
    for k in range(n - 1):
        part = np.abs(W[k:, k:])
        i, j = divmod(int(part.argmax()), n - k)
        if part[i, j] <= tol:
            raise np.linalg.LinAlgError("two free places")
        W[[k, k + i]] = W[[k + i, k]]
        W[:, [k, k + j]] = W[:, [k + j, k]]
        columns[[k, k + j]] = columns[[k + j, k]]
        W[k + 1 :] -= np.outer(W[k + 1 :, k] / W[k, k], W[k])
    x = np.ones(n)
    for k in range(n - 2, -1, -1):
        x[k] = -(W[k, k + 1 :] @ x[k + 1 :]) / W[k, k]
    pi = np.empty(n)
    pi[columns] = np.abs(x)
    return pi / pi.sum()
