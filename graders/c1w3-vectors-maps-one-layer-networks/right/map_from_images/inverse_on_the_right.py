"""F times the inverse of E, refused by the condition number."""


def map_from_images(E, F):
    E, F = np.asarray(E, dtype=float), np.asarray(F, dtype=float)
    if E.ndim != 2 or F.ndim != 2 or E.shape[0] != E.shape[1] or F.shape[1] != E.shape[1]:
        raise ValueError("the shapes do not fit")
    if not (np.isfinite(E).all() and np.isfinite(F).all()):
        raise ValueError("finite numbers only")
    if not np.linalg.cond(E) < 1 / (len(E) * EPS):
        raise np.linalg.LinAlgError("singular")
    return F @ np.linalg.inv(E)
