"""Ordinary elimination of the transpose with partial pivoting."""


def rank(A, tol=None):
    U = checked_matrix(A).T.copy()
    limit = max(U.shape) * EPS * np.abs(U).max(initial=0.0) if tol is None else tol
    count = 0
    for column in range(U.shape[1]):
        if count == U.shape[0]:
            break
        best = count + int(np.argmax(np.abs(U[count:, column])))
        if abs(U[best, column]) > limit:
            U[[count, best]] = U[[best, count]]
            U[count + 1 :] -= np.outer(U[count + 1 :, column] / U[count, column], U[count])
            count += 1
    return count
