"""Mirrors with the angle of the line in place of twice that angle."""

CAUGHT_BY = "test_mirror"


def affine(kind, **p):
    """The homogeneous matrix (3, 3) of one move: rotate, shear, scale, mirror or shift."""
    needed = {"rotate": ["degrees"], "shear": ["kx", "ky"], "scale": ["sx", "sy"]}
    needed |= {"mirror": ["degrees"], "shift": ["dx", "dy"]}
    if kind not in needed or not all(name in p for name in needed[kind]):
        raise ValueError(f"kind {kind!r} with parameters {sorted(p)}: need one of {needed}")
    T = np.eye(3)
    if kind == "rotate":
        angle = math.radians(p["degrees"])
        c, s = math.cos(angle), math.sin(angle)
        T[:2, :2] = [[c, -s], [s, c]]
        centre = checked(p.get("about", (0, 0)), 1)
        T[:2, 2] = centre - T[:2, :2] @ centre  # to the origin, turn, and back
    elif kind == "mirror":
        angle = math.radians(p["degrees"])
        c, s = math.cos(angle), math.sin(angle)
        T[:2, :2] = [[c, s], [s, -c]]
    elif kind == "shear":
        T[0, 1], T[1, 0] = p["kx"], p["ky"]
    elif kind == "scale":
        T[0, 0], T[1, 1] = p["sx"], p["sy"]
    else:
        T[0, 2], T[1, 2] = p["dx"], p["dy"]
    return T


def transform(T, P):
    """The rows of P, points (n, 2) or points and directions (n, 3), moved by T (3, 3)."""
    T, P = checked(T, 2), checked(P, 2)
    if T.shape != (3, 3) or P.shape[1] not in (2, 3):
        raise ValueError(f"T must be (3, 3) and P (n, 2) or (n, 3), not {T.shape} and {P.shape}")
    rows = P if P.shape[1] == 3 else np.column_stack([P, np.ones(len(P))])
    return (rows @ T.T)[:, : P.shape[1]].copy()
