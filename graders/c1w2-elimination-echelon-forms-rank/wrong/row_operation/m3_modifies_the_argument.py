"""Works on the caller's array instead of on a copy."""

CAUGHT_BY = "test_the_argument_stays_as_it_was"


def row_operation(M, kind, i, j=None, factor=None):
    """A copy of M (m, n) after one row operation: "swap", "scale" or "add"."""
    checked_matrix(M)
    result = np.asarray(M, dtype=np.float64)
    rows = range(len(result))
    if kind not in ("swap", "scale", "add"):
        raise ValueError(f"kind must be 'swap', 'scale' or 'add', not {kind!r}")
    if i not in rows or (kind != "scale" and j not in rows):
        raise ValueError(f"row numbers must be between 0 and {len(result) - 1}, not {i} and {j}")
    if kind == "swap":
        result[[i, j]] = result[[j, i]]
    elif kind == "scale":
        if factor == 0:
            raise ValueError("scaling by 0 would erase the equation")
        result[i] *= factor
    else:
        if i == j:
            raise ValueError("adding a row to itself is scaling; use kind 'scale'")
        result[i] += factor * result[j]
    return result
