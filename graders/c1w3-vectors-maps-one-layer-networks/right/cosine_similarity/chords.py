"""From the chord between two unit vectors: |x - y|^2 = 2 - 2 cos."""


def cosine_similarity(X, Y):
    X, Y = checked(X, 2), checked(Y, 2)
    if X.shape[1] != Y.shape[1]:
        raise ValueError("the shapes do not fit")

    def unit(table):
        _, exponents = np.frexp(np.abs(table).max(axis=1, initial=0.0))
        table = np.ldexp(table, -exponents[:, None])  # a power of two loses no digit
        squares = np.einsum("ij,ij->i", table, table)
        zero = squares == 0
        return table / np.sqrt(squares + zero)[:, None], zero

    (A, no_a), (B, no_b) = unit(X), unit(Y)
    chords = ((A[:, None, :] - B[None, :, :]) ** 2).sum(axis=2)
    result = np.minimum(np.maximum(1.0 - chords / 2.0, -1.0), 1.0)
    result[no_a] = 0.0
    result[:, no_b] = 0.0
    return result
