"""What the other side says of a table's columns: obeyed only where Arrow could have said it of a DataFrame."""

from __future__ import annotations

import datetime
import json
import resource
import time
from decimal import Decimal
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

from coursegrader import wire
from coursegrader.errors import WireError
from coursegrader.wire.pandas_metadata import MAX_LEVELS

KIBIBYTES = 60_000
SECONDS = 5.0


def stream_of(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue().to_pybytes())


def said_of(frame: pd.DataFrame) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(pa.Table.from_pandas(frame).schema.metadata[b"pandas"])
    return said


def decoded(frame: pd.DataFrame, said: object) -> Any:
    table = pa.Table.from_pandas(frame).replace_schema_metadata({b"pandas": json.dumps(said).encode()})
    return wire.decode(["pandas", "frame", [None, stream_of(table)]])


def level(kind: object, dtype: object, **more: object) -> dict[str, Any]:
    return {"name": None, "field_name": None, "pandas_type": kind, "numpy_type": dtype, "metadata": None} | more


ONE = pd.DataFrame({"a": [1.0]})


@pytest.mark.parametrize(
    ("name", "levels"),
    [
        ("a", [level("S1500000000", "S1500000000")]),
        ("a", [level("unicode", "S1500000000")]),
        ("a", [level("unicode", "<U400000000")]),
        ("a", [level("V1500000000", "object")]),
        ("1e900000000", [level("decimal", "int64")]),
        ("1e900000000", [level("decimal", "object")]),
        ("1E+900000000", [level("decimal", "object")]),
        ("9" * 1000, [level("decimal", "object")]),
        ("9" * 1_000_000, [level("int64", "int64")]),
        ("1 January 2020", [level("datetime64[us]", "datetime64[us]")]),
        ("2020-01-01 00:00:00" * 1000, [level("datetime", "object")]),
        ("(" + "0," * 400_000 + ")", [level("unicode", "object")] * 2),
        ("(" * 400_000, [level("unicode", "object")] * 2),
        ("('a', ('b', 'c'))", [level("unicode", "object")] * 2),
        ("('a', 'b', 'c')", [level("unicode", "object")] * 2),
        ("('a' + 'b', 'c')", [level("unicode", "object")] * 2),
        ("('a', '1E+900000000')", [level("unicode", "str"), level("decimal", "object")]),
        ("(" + "'a', " * MAX_LEVELS + "'a')", [level("unicode", "str")] * (MAX_LEVELS + 1)),
        ("a", [level("categorical", "int8")]),
        ("a", [level("interval[" * 50_000, "object")]),
        ("a", [level(["unicode"], {"str": 1})]),
        ("a", [level("unicode", "str", name=["unhashable"])]),
        ("2020-01-01", [level("datetimetz", "datetime64[us]", metadata={"timezone": "x" * 1_000_000})]),
        ("2020-01-01", [level("datetimetz", "datetime64[us]")]),
        ("a", "none"),
        ("a", [None]),
    ],
)
def test_column_names_are_read_back_only_where_they_are_what_is_said(name: str, levels: Any) -> None:
    frame = ONE.rename(columns={"a": name})
    refused_at_once(frame, said_of(frame) | {"column_indexes": levels})


@pytest.mark.parametrize(
    "dtype",
    [
        "S1500000000", "V8", "Sparse[" * 10_000, "period[" + "1" * 100_000 + "]", "interval[int64]", "category",
        "datetime64[ns, " + "1" * 100_000 + "]", "int64[pyarrow]", "double[pyarrow] ", "nonsense", None, ["object"], 8,
    ],
    ids=lambda dtype: str(dtype)[:20],
)  # fmt: skip
def test_values_are_of_no_type_that_is_not_known(dtype: object) -> None:
    said = said_of(ONE)
    said["columns"][0]["numpy_type"] = dtype
    refused_at_once(ONE, said)


@pytest.mark.parametrize(
    "changes",
    [
        {"index_columns": ["a", "a"]},
        {"index_columns": ["b"]},
        {"index_columns": ["a"] * (MAX_LEVELS + 1)},
        {"index_columns": [3]},
        {"index_columns": [{"kind": "range", "name": None, "start": 0, "stop": 10**9, "step": 1}]},
        {"index_columns": [{"kind": "range", "name": None, "start": 0, "stop": 1, "step": 0}]},
        {"index_columns": [{"kind": "range", "name": None, "start": 0, "stop": 1e99, "step": 1}]},
        {"index_columns": [{"kind": "range", "name": [], "start": 0, "stop": 1, "step": 1}]},
        {"index_columns": [{"kind": "range", "name": None, "start": 10**30, "stop": 10**30 + 1, "step": 1}]},
        {"index_columns": [{"kind": "other"}]},
        {"columns": []},
        {"columns": [{}] * 2},
        {"columns": [{"name": "other", "field_name": "a", "numpy_type": "float64"}]},
        {"columns": [{"name": 1.5, "field_name": "a", "numpy_type": "float64"}]},
        {"columns": [{"name": ["a"], "field_name": "a", "numpy_type": "float64"}]},
        {"columns": [{"name": "a", "field_name": "b", "numpy_type": "float64"}]},
        {"columns": {"a": 1}},
        {"attributes": [["a", "b"]]},
        {"attributes": {"long": "x" * 100_000}},
        {"attributes": {"many": [[]] * 100_000}},
        {"more": [{}] * 3_000_000},
        {"more": "x" * 9_000_000},
    ],
    ids=lambda changes: str(changes)[:60],
)
def test_what_arrow_would_not_say_is_refused(changes: dict[str, Any]) -> None:
    refused_at_once(ONE, said_of(ONE) | changes)


def refused_at_once(frame: pd.DataFrame, said: object) -> None:
    table = pa.Table.from_pandas(frame).replace_schema_metadata({b"pandas": json.dumps(said).encode()})
    data = stream_of(table)
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    with pytest.raises(WireError):
        wire.decode(["pandas", "frame", [None, data]])
    assert time.process_time() - began < SECONDS
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < KIBIBYTES


@pytest.mark.parametrize(
    "metadata",
    [None, {}, {b"pandas": b"[]"}, {b"pandas": b"{}"}, {b"pandas": b"\xff"}, {b"pandas": b"[" * 100_000}],
    ids=lambda metadata: repr(metadata)[:60],
)
def test_a_table_that_nothing_sensible_is_said_of_is_refused(metadata: dict[bytes, bytes] | None) -> None:
    table = pa.table({"a": [1.0]}).replace_schema_metadata(metadata)
    with pytest.raises(WireError):
        wire.decode(["pandas", "frame", [None, stream_of(table)]])


def test_other_metadata_beside_it_are_refused() -> None:
    table = pa.Table.from_pandas(ONE)
    table = table.replace_schema_metadata({**table.schema.metadata, b"huggingface": b"{}"})
    with pytest.raises(WireError, match="not said which pandas object"):
        wire.decode(["pandas", "frame", [None, stream_of(table)]])


def test_decimals_with_more_zeros_than_digits_are_refused() -> None:
    number = pa.py_buffer((7).to_bytes(16, "little"))
    for scale in (-900_000_000, -1, 77, 900_000_000):
        column = pa.Array.from_buffers(pa.decimal128(5, scale), 1, [None, number])
        table = pa.table({"a": column}).replace_schema_metadata(pa.Table.from_pandas(ONE).schema.metadata)
        with pytest.raises(WireError, match="a column of a type that does not cross"):
            wire.decode(["pandas", "frame", [None, stream_of(table)]])


def test_what_is_not_a_fact_is_left_out() -> None:
    said = said_of(ONE)
    said["columns"][0] |= {"pandas_type": "datetimetz", "metadata": {"timezone": "Europe/Berlin"}}
    pd.testing.assert_frame_equal(decoded(ONE, said | {"creator": ["anybody"], "more": {}}), ONE)


def columns(labels: Any, **more: Any) -> pd.DataFrame:
    index = labels if isinstance(labels, pd.Index) else pd.Index(labels, **more)
    return pd.DataFrame([range(len(index))] * 2, columns=index)


BERLIN = pd.date_range("2020-01-01", periods=2, tz="Europe/Berlin")
FRAMES = {
    "integers": columns([2, 10], name="number"),
    "small integers": columns([2, 3], dtype="int8"),
    "masked integers": columns([2, 3], dtype="Int64"),
    "floats": columns([0.1, 1e300]),
    "objects": columns([1, 2], dtype=object),
    "decimals": columns([Decimal("1.5"), Decimal("2E+20")], dtype=object),
    "bytes": columns([b"a", b"b"], dtype=object),
    "times": columns(pd.DatetimeIndex(["2020-01-01 12:30:15.5", "1999-12-31"])),
    "times of a zone": columns(BERLIN),
    "levels": columns(pd.MultiIndex.from_product([["a", "b"], ["mean", "it's \"\\\n"]], names=["x", None])),
    "levels of numbers": columns(pd.MultiIndex.from_product([[1, 2], ["a", "b"]])),
    "a long name": columns(["x" * 200_000, "ü\U0001f600"]),
    "many columns": columns(range(3000)),
    "no columns": pd.DataFrame(index=pd.RangeIndex(2, 8, 3, name="r")),
    "summary": pd.DataFrame({"k": ["x", "y", "x"], "v": [1.5, 2, 3]}).groupby("k").agg(["mean", "count"]),
    "index of levels": pd.DataFrame({"v": [1, 2]}, index=pd.MultiIndex.from_arrays([["a", "b"], BERLIN])),
    "index named as a column": pd.DataFrame({"v": [1]}, index=pd.Index([5], name="v")),
    "extension types": pd.DataFrame({k: pd.Series([1, 0], dtype=k) for k in ("Int8", "UInt64", "Float32", "boolean")}),
    "texts": pd.DataFrame({k: pd.array(["a", None], k) for k in ("str", "string")}),
    "Arrow's types": pd.DataFrame({"v": pd.array(pa.array([1, None]), pd.ArrowDtype(pa.int16())), "z": BERLIN}),
    "dates": pd.DataFrame({"d": [datetime.date(2020, 1, 1), None], "n": [Decimal("1.50"), None]}),
    "categories": pd.DataFrame({"c": pd.Categorical([3, 1], ordered=True), "t": pd.to_timedelta([1, 2], unit="s")}),
}


@pytest.mark.parametrize("name", FRAMES)
def test_what_people_make_crosses_as_it_is(name: str) -> None:
    frame = FRAMES[name]
    back = wire.decode(wire.encode(frame))
    pd.testing.assert_frame_equal(back, frame, check_freq=False)
    assert list(back.columns.names) == list(frame.columns.names) and list(back.index.names) == list(frame.index.names)


def test_attributes_cross() -> None:
    frame = ONE.copy()
    frame.attrs = {"unit": "m", "source": ["a", {"b": None}]}
    assert wire.decode(wire.encode(frame)).attrs == frame.attrs


def test_names_too_long_to_be_read_do_not_cross() -> None:
    with pytest.raises(wire.NotData):
        wire.encode(pd.DataFrame({"x" * 5_000_000: [1]}))
