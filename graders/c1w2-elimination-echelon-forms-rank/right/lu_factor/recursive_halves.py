"""Factors the left half of the columns, carries that over to the right half with two products, factors what is left."""


def lu_factor(A):
    W = checked_matrix(A)
    n = len(W)
    if W.shape[1] != n:
        raise ValueError("A must be square")
    perm = np.arange(n)

    def factor(first, last):
        if last - first == 1:
            best = first + int(np.argmax(np.abs(W[first:, first])))
            W[[first, best]] = W[[best, first]]
            perm[[first, best]] = perm[[best, first]]
            if W[first, first] != 0.0:
                W[first + 1 :, first] /= W[first, first]
            return
        middle = (first + last) // 2
        factor(first, middle)
        right = slice(middle, last)
        for k in range(first, middle):
            W[k + 1 : middle, right] -= np.outer(W[k + 1 : middle, k], W[k, right])
        W[middle:, right] -= W[middle:, first:middle] @ W[first:middle, right]
        factor(middle, last)

    if n:
        factor(0, n)
    return perm, np.tril(W, -1) + np.eye(n), np.triu(W)
