"""Column operations turn E into the identity; the same operations turn F into the answer."""


def map_from_images(E, F):
    E, F = checked(E, 2), checked(F, 2)
    d = E.shape[1]
    if E.shape[0] != d or F.shape[1] != d:
        raise ValueError("the shapes do not fit")
    limit = d * EPS * np.abs(E).max()
    for row in range(d):
        best = row + int(np.argmax(np.abs(E[row, row:])))
        if abs(E[row, best]) <= limit:
            raise np.linalg.LinAlgError("singular")
        for table in (E, F):
            table[:, [row, best]] = table[:, [best, row]]
        pivot = E[row, row]
        E[:, row] /= pivot
        F[:, row] /= pivot
        for column in range(d):
            if column != row:
                factor = E[row, column]
                E[:, column] -= factor * E[:, row]
                F[:, column] -= factor * F[:, row]
    return F
