"""The tables are the ones that scikit-learn publishes, entry by entry, and reading them loads nothing large."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from sklearn import datasets

from coursekit import tables


@pytest.mark.parametrize("name", ["iris", "wine", "digits"])
def test_a_table_is_the_published_one(name: str) -> None:
    ours, published = getattr(tables, name)(), getattr(datasets, f"load_{name}")()
    np.testing.assert_array_equal(ours.X, published.data)
    np.testing.assert_array_equal(ours.y, published.target)
    assert ours.X.dtype == np.float64 and ours.y.dtype == np.int64
    assert len(ours.columns) == ours.X.shape[1] and len(ours.classes) == len(published.target_names)


def test_the_landscape_is_the_bundled_photograph_in_grey() -> None:
    grey = tables.landscape()
    colours = datasets.load_sample_image("china.jpg").astype(np.float64)
    assert grey.shape == (427, 640)
    np.testing.assert_allclose(grey, colours @ [0.299, 0.587, 0.114])


def test_every_call_gives_arrays_of_its_own() -> None:
    tables.iris().X[0, 0] = -1.0
    assert tables.iris().X[0, 0] == 5.1


def test_reading_a_table_does_not_load_scikit_learn() -> None:
    code = "import sys; from coursekit.tables import digits; digits(); print('sklearn' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
