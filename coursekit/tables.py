"""Real tables, read from the files that scikit-learn ships; nothing is downloaded, and scikit-learn is not loaded.

Loading scikit-learn takes a second, reading one of its files a hundredth of that. Every call gives new arrays.
"""

from __future__ import annotations

import gzip
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Table(NamedTuple):
    """Measurements `X` (n, d) float64, class labels `y` (n,) int64, and the names of columns and classes."""

    X: NDArray[np.float64]
    y: NDArray[np.int64]
    columns: tuple[str, ...]
    classes: tuple[str, ...]


def iris() -> Table:
    """150 flowers of three species: four lengths in cm (Fisher, 1936)."""
    columns = ("sepal length", "sepal width", "petal length", "petal width")
    X, y, classes = _labelled("iris.csv")
    return Table(X, y, columns, classes)


def wine() -> Table:
    """178 wines of three growers: thirteen chemical measurements (Forina and others, UCI repository)."""
    columns = (
        "alcohol", "malic acid", "ash", "alcalinity of ash", "magnesium", "total phenols", "flavanoids",
        "nonflavanoid phenols", "proanthocyanins", "color intensity", "hue", "od280/od315", "proline",
    )  # fmt: skip
    X, y, _ = _labelled("wine_data.csv")
    return Table(X, y, columns, ("grower 1", "grower 2", "grower 3"))


def digits() -> Table:
    """1797 handwritten digits, 8x8 grey values 0..16 in a row of 64 each (Alpaydin and Kaynak, UCI repository)."""
    with gzip.open(_folder("data") / "digits.csv.gz") as file:
        table = np.loadtxt(file, delimiter=",")
    columns = tuple(f"pixel {row},{column}" for row in range(8) for column in range(8))
    return Table(table[:, :-1].copy(), table[:, -1].astype(np.int64), columns, tuple("0123456789"))


def landscape() -> NDArray[np.float64]:
    """A photograph of a Chinese pavilion, (427, 640), 0 black to 255 white: luma 0.299 R + 0.587 G + 0.114 B."""
    from PIL import Image

    with Image.open(_folder("images") / "china.jpg") as picture:
        colours: NDArray[np.float64] = np.asarray(picture, dtype=np.float64)
    grey: NDArray[np.float64] = colours @ np.array([0.299, 0.587, 0.114])
    return grey


def _labelled(name: str) -> tuple[NDArray[np.float64], NDArray[np.int64], tuple[str, ...]]:
    path = _folder("data") / name
    with path.open(encoding="utf-8") as file:
        classes = tuple(file.readline().strip().split(",")[2:])
        table = np.loadtxt(file, delimiter=",")
    return table[:, :-1].copy(), table[:, -1].astype(np.int64), classes


@cache
def _folder(kind: str) -> Path:
    found = find_spec("sklearn")  # finds the package without running it
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError("scikit-learn is not installed, and the tables are in it: pip install scikit-learn")
    return Path(found.submodule_search_locations[0]) / "datasets" / kind
