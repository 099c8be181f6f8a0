"""The left singular vectors span the columns."""


def project(v, B):
    v, B = checked(v, 1), checked(B, 2)
    if B.shape[0] != v.size:
        raise ValueError("the shapes do not fit")
    U, sizes, Vt = np.linalg.svd(B, full_matrices=False)
    kept = sizes > max(B.shape) * EPS * sizes.max(initial=0.0)
    parts = U[:, kept].T @ v
    return U[:, kept] @ parts, Vt[kept].T @ (parts / sizes[kept])
