"""The tables beside the notebooks are the published ones, entry by entry."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from sklearn.datasets import load_iris
from statsmodels.datasets import longley

SOURCE = Path(__file__).parents[2] / "source"
ELIMINATION = SOURCE / "c1w2-elimination-echelon-forms-rank" / "data"


def read(path: Path) -> np.ndarray:
    """The numbers below the line of names."""
    return np.loadtxt(path, delimiter=",", skiprows=1)


def test_longley_is_the_table_of_statsmodels() -> None:
    table = read(ELIMINATION / "longley.csv")
    columns = ["TOTEMP", "GNPDEFL", "GNP", "UNEMP", "ARMED", "POP", "YEAR"]
    published = longley.load_pandas().data[columns].to_numpy(dtype=np.float64)
    np.testing.assert_array_equal(table, published)


def test_the_iris_measurements_are_the_table_of_scikit_learn() -> None:
    table = read(ELIMINATION / "iris_measurements.csv")
    np.testing.assert_array_equal(table, load_iris().data)


def test_every_table_of_the_course_is_compared_here() -> None:
    assert {path.name for path in SOURCE.glob("*/data/*.csv")} == {"longley.csv", "iris_measurements.csv"}
