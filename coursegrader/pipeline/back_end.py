"""The linear algebra that NumPy computes with on this machine."""

from __future__ import annotations

from typing import Any

import numpy as np
from threadpoolctl import threadpool_info


def back_end() -> str:
    """Its name, version and kernels (``"openblas 0.3.31 Haswell"``), or ``"NumPy's own"`` where NumPy has no BLAS."""
    built: dict[str, Any] = np.show_config(mode="dicts")  # type: ignore[assignment]  # for this mode it is one
    blas = built["Build Dependencies"]["blas"]
    if blas["name"] == "none":
        return "NumPy's own"
    np.linalg.det(np.eye(2))  # so that it is loaded
    loaded = [library for library in threadpool_info() if library["user_api"] == "blas"]
    numpys = [library for library in loaded if "numpy" in library["filepath"]]  # SciPy may have brought its own
    for library in (*numpys, *loaded):
        parts = (library["internal_api"], library["version"], library.get("architecture"))
        return " ".join(part for part in parts if part)
    return f"{blas['name']} {blas.get('version', '')}".strip()
