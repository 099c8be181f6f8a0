"""Principal components of a table, by the library: what scenes, figures and checkpoints of the lab share."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.tables import Table, digits

Array = NDArray[np.float64]


class Components(NamedTuple):
    """A table's mean (d,), its directions in rows (r, d) from wide to narrow, and the variance (r,) along each.

    The sign of each direction is fixed: its entry of largest size is positive.
    """

    mean: Array
    directions: Array
    variance: Array

    def kept(self, k: int) -> float:
        """The share of all variance that the first `k` components hold."""
        return float(self.variance[:k].sum() / self.variance.sum())


def components_of(table: ArrayLike) -> Components:
    """Take a table (n, d) apart, one observation in each row."""
    X = np.asarray(table, dtype=np.float64)
    mean = X.mean(axis=0)
    _, sizes, directions = np.linalg.svd(X - mean, full_matrices=False)
    largest = np.abs(directions).argmax(axis=1)
    signs = np.sign(directions[np.arange(len(directions)), largest])
    return Components(mean, directions * signs[:, None], sizes**2 / (len(X) - 1))


@cache
def digit_table() -> Table:
    """The handwritten digits, read once."""
    return digits()


@cache
def digit_components() -> Components:
    """The components of all handwritten digits."""
    return components_of(digit_table().X)
