"""One equation more than unknowns, solved by least squares; the rank from the singular values."""


def stationary(P, tol=1e-12):
    P = checked_square(P)
    if not P.size or P.min() < 0 or np.max(np.abs(P.sum(axis=0) - 1)) > 1e-9:
        raise ValueError("not a table of probabilities")
    n = len(P)
    moves = P - np.eye(n)
    if (np.linalg.svd(moves, compute_uv=False) <= tol).sum() > 1:
        raise np.linalg.LinAlgError("not unique")
    shares = np.linalg.lstsq(np.vstack([moves, np.ones((1, n))]), np.append(np.zeros(n), 1.0), rcond=1e-14)[0]
    return np.clip(shares, 0.0, None) / np.clip(shares, 0.0, None).sum()
