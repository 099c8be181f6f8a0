"""Libraries in a process that has lost its threads by a fork."""

import os
import subprocess
import sys

WORK = """
import os, threading
import numpy as np
import pyarrow as pa
from sklearn.ensemble import HistGradientBoostingRegressor
from coursegrader.grader_side.apart import apart
from coursegrader.grader_side.one_thread import has_unseen_threads

def fit():
    x = np.random.default_rng(0).normal(size=(2000, 5))
    return float(HistGradientBoostingRegressor(max_iter=3).fit(x, x[:, 0]).predict(x)[0] + (x.T @ x)[0, 0])

def group():
    return pa.table({"a": list(range(100_000))}).group_by("a").aggregate([("a", "sum")]).num_rows

here = fit(), group()
print(has_unseen_threads(), apart(lambda: (fit(), group()), 20.0) == here)
"""


def test_a_library_that_computed_in_many_threads_before_the_fork_does_so_in_one_after_it() -> None:
    environment = {**os.environ, "OMP_NUM_THREADS": "3", "OPENBLAS_NUM_THREADS": "3"}
    done = subprocess.run([sys.executable, "-c", WORK], env=environment, capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.returncode) == ("True True\n", 0), done.stderr
