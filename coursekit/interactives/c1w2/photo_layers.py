"""A photograph as a sum of layers of rank one: what the interactives, figures and checkpoints of the lab share."""

from __future__ import annotations

import base64
import io
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from coursekit.tables import landscape

SMALL = (160, 240)  # rows and columns of the copy that pages without a kernel hold
SHIPPED = 100  # layers of it; more can hardly be told from all of them

Image = NDArray[np.float64]


class Layers(NamedTuple):
    """A matrix (m, n) as U (m, r), sizes (r,) falling, V (r, n): the sum of ``sizes[j] * outer(U[:, j], V[j])``.

    The sign of each layer is fixed: the largest entry of its column factor is positive.
    """

    U: Image
    sizes: NDArray[np.float64]
    V: Image

    def sum(self, k: int) -> Image:
        """The first `k` layers, added up."""
        total: Image = (self.U[:, :k] * self.sizes[:k]) @ self.V[:k]
        return total

    def layer(self, j: int) -> Image:
        """Layer `j`, counted from 1."""
        found: Image = self.sizes[j - 1] * np.outer(self.U[:, j - 1], self.V[j - 1])
        return found

    def kept(self, k: int) -> float:
        """The share of the squared intensity that `k` layers keep."""
        return float((self.sizes[:k] ** 2).sum() / (self.sizes**2).sum())


def layers_of(A: Image) -> Layers:
    """Take a matrix apart, by NumPy's singular value decomposition."""
    U, sizes, V = np.linalg.svd(A, full_matrices=False)
    signs = np.sign(U[np.abs(U).argmax(axis=0), np.arange(len(sizes))])
    return Layers(U * signs, sizes, V * signs[:, None])


@cache
def photograph() -> Layers:
    """The layers of the landscape (427, 640)."""
    return layers_of(landscape())


@cache
def small_photograph() -> Image:
    """The landscape in fewer pixels, each the mean of those it stands for; whole numbers."""
    A = landscape()
    rows, columns = (np.linspace(0, size, count + 1).astype(int) for size, count in zip(A.shape, SMALL, strict=True))
    sums = np.add.reduceat(np.add.reduceat(A, rows[:-1], axis=0), columns[:-1], axis=1)
    means: Image = np.round(sums / np.outer(np.diff(rows), np.diff(columns)))
    return means


def storage_share(k: int, m: int, n: int) -> float:
    """Numbers kept for `k` layers, k(m + n + 1), as a share of the mn pixels."""
    return k * (m + n + 1) / (m * n)


def png(A: Image) -> str:
    """A matrix of grey values (0 black, 255 white) as a picture to be put into a page."""
    from PIL import Image as Pictures

    file = io.BytesIO()
    Pictures.fromarray(np.clip(np.round(A), 0, 255).astype(np.uint8)).save(file, "PNG")
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode("ascii")


@cache
def page_data() -> dict[str, Any]:
    """What a page needs: the small photograph, its first layers in 16-bit numbers, and facts on the whole one."""
    small = small_photograph()
    m, n = small.shape
    found, whole = layers_of(small), photograph()
    U, V = (np.round(factor * 32767).astype("<i2") for factor in (found.U[:, :SHIPPED].T, found.V[:SHIPPED]))
    full = (len(whole.U), whole.V.shape[1])
    return {
        "rows": m,
        "columns": n,
        "pixels": _packed(small.astype(np.uint8)),
        "U": _packed(U),
        "V": _packed(V),
        "sizes": [round(float(size), 2) for size in found.sizes[:SHIPPED]],
        "full": full,
        "kept": [round(whole.kept(k), 6) for k in range(len(whole.sizes) + 1)],
        "limit": full[0] * full[1] / (full[0] + full[1] + 1),
    }


def _packed(values: NDArray[Any]) -> str:
    return base64.b64encode(np.ascontiguousarray(values).tobytes()).decode("ascii")
