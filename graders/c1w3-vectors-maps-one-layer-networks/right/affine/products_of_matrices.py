"""Every move is a product of simple ones: shift there, turn, shift back; turn, flip, turn back."""


def affine(kind, **p):
    def shift(dx, dy):
        return np.array([[1.0, 0.0, dx], [0.0, 1.0, dy], [0.0, 0.0, 1.0]])

    def stretch(sx, sy):
        return np.diag([float(sx), float(sy), 1.0])

    def shear(kx, ky):
        return np.array([[1.0, kx, 0.0], [ky, 1.0, 0.0], [0.0, 0.0, 1.0]])

    def turn(degrees, about=(0.0, 0.0)):
        x, y = about
        t = np.deg2rad(degrees)
        plain = np.array([[np.cos(t), -np.sin(t), 0.0], [np.sin(t), np.cos(t), 0.0], [0.0, 0.0, 1.0]])
        return shift(x, y) @ plain @ shift(-x, -y)

    def mirror(degrees):
        return turn(degrees) @ stretch(1, -1) @ turn(-degrees)

    moves = {"rotate": turn, "shear": shear, "scale": stretch, "mirror": mirror, "shift": shift}
    if kind not in moves:
        raise ValueError("unknown kind")
    try:
        move = moves[kind](**p)
    except TypeError as error:
        raise ValueError("a parameter is missing") from error
    if not np.isfinite(move).all():
        raise ValueError("finite parameters only")
    return move


def transform(T, P):
    T, P = np.asarray(T, dtype=float), np.asarray(P, dtype=float)
    if T.shape != (3, 3) or P.ndim != 2 or P.shape[1] < 2 or P.shape[1] > 3:
        raise ValueError("the shapes do not fit")
    if not (np.isfinite(T).all() and np.isfinite(P).all()):
        raise ValueError("finite numbers only")
    columns = P.T if P.shape[1] == 3 else np.vstack([P.T, np.ones((1, len(P)))])
    return (T @ columns)[: P.shape[1]].T
