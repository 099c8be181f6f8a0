"""The linear algebra that NumPy computes with on this machine."""

from __future__ import annotations

import numpy as np
from threadpoolctl import threadpool_info


def back_end() -> str:
    """Its name, version and kernels (``"openblas 0.3.31 Haswell"``), or ``"NumPy's own"`` where NumPy has no BLAS."""
    np.linalg.det(np.eye(2))  # so that it is loaded
    loaded = [library for library in threadpool_info() if library["user_api"] == "blas"]
    numpys = [library for library in loaded if "numpy" in library["filepath"]]
    for library in (*numpys, *loaded):
        parts = (library["internal_api"], library["version"], library.get("architecture"))
        return " ".join(part for part in parts if part)
    return "NumPy's own"
