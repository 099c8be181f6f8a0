"""The pseudo-inverse gives the shortest coefficients."""


def project(v, B):
    v, B = np.asarray(v, dtype=float), np.asarray(B, dtype=float)
    if v.ndim != 1 or B.ndim != 2 or v.shape[0] != B.shape[0]:
        raise ValueError("the shapes do not fit")
    if np.isnan(v).any() or np.isinf(v).any() or not np.isfinite(B).all():
        raise ValueError("finite numbers only")
    coeffs = np.linalg.pinv(B) @ v
    return B @ coeffs, coeffs
