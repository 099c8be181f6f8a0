"""pandas objects across the wall."""

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from coursegrader import wire
from coursegrader.errors import WireError


def there_and_back(value: object) -> Any:
    return wire.decode(wire.encode(value))


FRAME = pd.DataFrame(
    {
        "i": [1, 2, 3],
        "f": [0.5, np.nan, -1.0],
        "s": ["a", None, "ü"],
        "b": [True, False, True],
        "t": pd.to_datetime(["2020-01-01", "2021-06-01", "NaT"]),
        "c": pd.Categorical(["x", "y", "x"]),
    },
    index=pd.Index([10, 20, 30], name="key"),
)


def test_a_frame_keeps_columns_dtypes_and_index() -> None:
    pd.testing.assert_frame_equal(there_and_back(FRAME), FRAME)


def test_an_empty_frame() -> None:
    empty = FRAME.drop(columns="c").iloc[:0]
    pd.testing.assert_frame_equal(there_and_back(empty), empty)


def test_a_column_that_would_take_all_memory_is_refused() -> None:
    table = pa.table({"values": pa.nulls(10**9)})
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    with pytest.raises(WireError, match="too large"):
        wire.decode(["pandas", "frame", [None, sink.getvalue().to_pybytes()]])


@pytest.mark.parametrize("name", [None, "x", "values", 3])
def test_a_series_keeps_its_name(name: str | int | None) -> None:
    series = pd.Series([1.5, 2.5], index=["a", "b"], name=name)
    pd.testing.assert_series_equal(there_and_back(series), series)


@pytest.mark.parametrize(
    "index",
    [
        pd.Index(["a", "b"], name="n"),
        pd.RangeIndex(3),
        pd.MultiIndex.from_tuples([(1, "a"), (2, "b")], names=["x", "y"]),
        pd.date_range("2020-01-01", periods=3, freq=None),
    ],
    ids=lambda index: type(index).__name__,
)
def test_an_index(index: "pd.Index[Any]") -> None:
    pd.testing.assert_index_equal(there_and_back(index), index, exact="equiv")


def test_pandas_inside_containers() -> None:
    back = there_and_back({"frames": [FRAME, FRAME["f"]]})
    pd.testing.assert_frame_equal(back["frames"][0], FRAME)
    pd.testing.assert_series_equal(back["frames"][1], FRAME["f"])


@pytest.mark.parametrize(
    "value",
    [
        pd.DataFrame({"o": [object(), 1]}),
        pd.DataFrame([[1, 2]], columns=["a", "a"]),
        type("Frame", (pd.DataFrame,), {})({"a": [1]}),
        pd.Series([1], name=("a", "b")),
    ],
    ids=["objects", "duplicate-columns", "subclass", "odd-name"],
)
def test_what_is_not_plain_does_not_cross(value: object) -> None:
    with pytest.raises(wire.NotData):
        wire.encode(value)


@pytest.mark.parametrize("kind", ["frame", "series", "index", "panel", 3])
@pytest.mark.parametrize("payload", [None, [None], [None, b""], [None, b"junk" * 50], [[], b""], [None, "text"]])
def test_malformed_payloads_are_refused(kind: object, payload: object) -> None:
    with pytest.raises(WireError):
        wire.decode(["pandas", kind, payload])


def test_a_stream_cut_short_is_refused() -> None:
    _, kind, (name, data) = wire.encode(FRAME)
    for end in (10, len(data) // 2, len(data) - 100):
        with pytest.raises(WireError):
            wire.decode(["pandas", kind, [name, data[:end]]])
