"""Builds the matrix from where three points go; moves points by their two coordinates."""


def affine(kind, **p):
    try:
        if kind == "rotate":
            t = p["degrees"] * math.pi / 180
            x, y = p.get("about", (0, 0))
            right, up = (math.cos(t), math.sin(t)), (-math.sin(t), math.cos(t))
            start = (x - x * right[0] - y * up[0], y - x * right[1] - y * up[1])
        elif kind == "mirror":
            t = p["degrees"] * math.pi / 180
            along = np.array([math.cos(t), math.sin(t)])
            right, up = 2 * along[0] * along - [1, 0], 2 * along[1] * along - [0, 1]
            start = (0, 0)
        elif kind == "shear":
            right, up, start = (1, p["ky"]), (p["kx"], 1), (0, 0)
        elif kind == "scale":
            right, up, start = (p["sx"], 0), (0, p["sy"]), (0, 0)
        elif kind == "shift":
            right, up, start = (1, 0), (0, 1), (p["dx"], p["dy"])
        else:
            raise ValueError("unknown kind")
    except KeyError as error:
        raise ValueError(f"missing {error}") from error
    return checked(np.vstack([np.column_stack([right, up, start]), [0.0, 0.0, 1.0]]), 2)


def transform(T, P):
    T, P = checked(T, 2), checked(P, 2)
    if T.shape != (3, 3) or P.shape[1] not in (2, 3):
        raise ValueError("the shapes do not fit")
    weight = P[:, 2] if P.shape[1] == 3 else 1.0
    result = P.copy()
    for k in range(P.shape[1]):
        last = T[k, 2] * weight
        result[:, k] = T[k, 0] * P[:, 0] + T[k, 1] * P[:, 1] + last
    return result
