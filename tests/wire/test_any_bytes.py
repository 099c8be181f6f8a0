"""Whatever arrives on the wire: a value of plain types, or a WireError; soon, and without taking much memory."""

from __future__ import annotations

import resource
from collections.abc import Callable
from typing import Any

import msgpack
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from coursegrader import wire
from coursegrader.errors import WireError

QUICK = settings(max_examples=400, deadline=2000, suppress_health_check=[HealthCheck.too_slow])
PLAIN = (
    type(None), bool, int, float, complex, str, bytes, list, tuple, dict, set, frozenset, range, slice, type(...), type,
    np.ndarray, np.generic, np.dtype, pd.DataFrame, pd.Series, pd.Index,
)  # fmt: skip

NUMBERS = st.one_of(
    st.integers(-(2**63), 2**64 - 1), st.sampled_from([-1, 0, 1, 2**31, 2**32, 2**63, 2**64 - 1]), st.floats()
)
LEAVES = st.one_of(st.none(), st.booleans(), NUMBERS, st.text(max_size=8), st.binary(max_size=40))
TAGS = st.sampled_from(
    "list tuple set frozenset dict int text complex range slice ellipsis type dtype array scalar pandas ref".split()
)
DTYPES = st.sampled_from(
    "<f8 >f8 <i4 |u1 |b1 <c16 |S3 <U2 <U0 |S0 <M8[ns] <m8[25s] <M8[x] |O |V8 <f16 <f2 <U999999999 <f9 i4,i4".split()
)
SIZES = st.one_of(st.integers(-2, 4), st.sampled_from([2**31, 2**62, 2**63, 2**64 - 1]))


def frame_bytes(frame: pd.DataFrame, **metadata: bytes) -> bytes:
    table = pa.Table.from_pandas(frame)
    return stream_of(table.replace_schema_metadata({**(table.schema.metadata or {}), **metadata}))


def stream_of(table: pa.Table, compression: str | None = None) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema, options=pa.ipc.IpcWriteOptions(compression=compression)) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue().to_pybytes())


STREAM = frame_bytes(pd.DataFrame({"a": [1, 2], "s": ["x", None], "c": pd.Categorical(["u", "v"])}))
CHANGED = st.builds(
    lambda at, junk: STREAM[:at] + junk + STREAM[at + len(junk) :],
    st.integers(0, len(STREAM)),
    st.binary(min_size=1, max_size=8),
)
METADATA = [
    b"[]",
    b"\xff",
    b'{"columns": 3}',
    b'{"index_columns": [{"kind": "range", "start": 0, "stop": 1e99}]}',
    b'{"columns": [{"name": "a", "numpy_type": "object", "pandas_type": "int64"}], "index_columns": ["a"]}',
    b"cposix\nsystem\n(S'true'\ntR.",
]
ARROW = st.one_of(
    CHANGED,
    st.integers(0, len(STREAM)).map(lambda at: STREAM[:at]),
    st.sampled_from(METADATA).map(lambda text: frame_bytes(pd.DataFrame({"a": [1]}), pandas=text)),
)  # fmt: skip


def arrays() -> Any:
    return st.tuples(st.just("array"), DTYPES, st.lists(SIZES, max_size=4) | LEAVES, st.binary(max_size=64)).map(list)


NODES: Any = st.recursive(
    st.one_of(
        LEAVES,
        arrays(),
        st.tuples(st.just("scalar"), DTYPES, st.binary(max_size=32)).map(list),
        st.tuples(st.just("pandas"), st.sampled_from(["frame", "series", "index", 3]),
                  st.tuples(LEAVES, ARROW).map(list) | LEAVES).map(list),
        st.tuples(st.just("ref"), st.sampled_from(["handle", "callable", "x"]), LEAVES, LEAVES).map(list),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.tuples(TAGS, inner).map(list),
        st.tuples(TAGS, st.lists(inner, max_size=4)).map(list),
        st.tuples(TAGS, inner, inner, inner).map(list),
        st.tuples(st.just("dict"), st.lists(st.tuples(inner, inner).map(list), max_size=3)).map(list),
        st.dictionaries(st.text(max_size=3), inner, max_size=3),
    ),
    max_leaves=12,
)  # fmt: skip


def plain(value: object) -> bool:
    if isinstance(value, list | tuple | set | frozenset):
        return all(map(plain, value))
    if isinstance(value, dict):
        return all(plain(k) and plain(v) for k, v in value.items())
    if isinstance(value, np.ndarray):
        return type(value) is np.ndarray and not value.dtype.hasobject
    return isinstance(value, PLAIN)


def decoded(node: Any) -> Any:
    """The value of a node, and None for one that is refused."""
    try:
        return wire.decode(node)
    except WireError:
        return None


@QUICK
@given(st.binary(max_size=300))
@example(b"\xdd\xff\xff\xff\xff")
@example(b"\xdf\xff\xff\xff\xff")
@example(b"\xc6\xff\xff\xff\xff")
@example(b"\xc9\xff\xff\xff\xff\x05")
@example(b"\x81\xa2op\xd7\xff" + b"\0" * 8)
@example(b"\x91" * 5000)
def test_any_bytes_are_a_message_or_refused(body: bytes) -> None:
    try:
        message = wire.unpack(body)
    except WireError:
        return
    assert isinstance(message["op"], str)


@QUICK
@given(NODES)
@example(["array", "<f8", [2**63, 0], b""])
@example(["array", "<U2", [1], b"\xff" * 8])
@example(["scalar", "<U1", b"\xff" * 4])
@example(["array", "|b1", [2], b"\x02\xff"])
@example(["array", "<M8[99999999999s]", [1], b"\0" * 8])
def test_any_node_is_plain_data_or_refused(node: Any) -> None:
    assert plain(decoded(node))
    packed = msgpack.packb({"op": "value", "value": node}, use_bin_type=True)
    assert plain(decoded(wire.unpack(packed)["value"]))


@QUICK
@given(ARROW, st.sampled_from(["frame", "series", "index"]))
def test_any_arrow_stream_is_pandas_or_refused(data: bytes, kind: str) -> None:
    assert isinstance(decoded(["pandas", kind, [None, data]]), pd.DataFrame | pd.Series | pd.Index | type(None))


def test_a_truth_value_is_one_of_two() -> None:
    array = wire.decode(["array", "|b1", [3], b"\x00\x02\xff"])
    assert array.tobytes() == b"\x00\x01\x01" and array.sum() == 2
    assert wire.decode(["scalar", "|b1", b"\x07"]) == np.True_


def views(count: int) -> pa.Table:
    """One text, seen again and again."""
    text, buffers = b"x" * 100_000, []
    view = np.array([len(text), int.from_bytes(b"xxxx", "little"), 0, 0], "<i4").tobytes()
    buffers = [None, pa.py_buffer(view * count), pa.py_buffer(text)]
    return pa.table({"a": pa.Array.from_buffers(pa.string_view(), count, buffers)})


def overlapping_lists(count: int) -> pa.Table:
    starts, sizes = pa.array([0] * count, "i4"), pa.array([1000] * count, "i4")
    return pa.table({"a": pa.ListViewArray.from_arrays(starts, sizes, pa.array(range(1000)))})


def lists_of_nothing() -> pa.Table:
    offsets = pa.array([0, 2**31 - 2], "i4")
    return pa.table({"a": pa.ListArray.from_arrays(offsets, pa.nulls(2**31 - 2))})


def run_lengths() -> pa.Table:
    return pa.table({"a": pa.RunEndEncodedArray.from_arrays(pa.array([2**31 - 2], "i8"), pa.array([1.0]))})


def fixed_lists() -> pa.Table:
    kind = pa.list_(pa.null(), 2**30)
    return pa.table({"a": pa.FixedSizeListArray.from_arrays(pa.nulls(2**30), type=kind)})


def wild_dictionary() -> pa.Table:
    indices = pa.array([0, 100_000, -5], "i4")
    return pa.table({"a": pa.DictionaryArray.from_arrays(indices, pa.array(["x"]), safe=False)})


def extension() -> pa.Table:
    return pa.table({"a": pa.ExtensionArray.from_storage(pa.json_(), pa.array(["{}"]))})


BOMBS: dict[str, Callable[[], bytes]] = {
    "zstd": lambda: stream_of(pa.table({"a": np.zeros(60_000_000, "u1")}), "zstd"),
    "lz4": lambda: stream_of(pa.table({"a": np.zeros(60_000_000, "u1")}), "lz4"),
    "compressed dictionary": lambda: stream_of(pa.table({"a": pa.array(["x"] * 9).dictionary_encode()}), "zstd"),
    "nulls": lambda: stream_of(pa.table({"a": pa.nulls(5 * 10**8)})),
    "views": lambda: stream_of(views(20_000)),
    "overlapping lists": lambda: stream_of(overlapping_lists(100_000)),
    "lists of nothing": lambda: stream_of(lists_of_nothing()),
    "run lengths": lambda: stream_of(run_lengths()),
    "fixed lists": lambda: stream_of(fixed_lists()),
    "wild dictionary": lambda: stream_of(wild_dictionary()),
    "extension": lambda: stream_of(extension()),
    "empty records": lambda: stream_of(pa.table({"a": pa.array([[{}]], pa.list_(pa.struct([])))})),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_few_bytes_that_stand_for_a_lot_are_refused_before_they_are_spent(name: str) -> None:
    data = BOMBS[name]()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(WireError):
        wire.decode(["pandas", "frame", [None, data]])
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # KiB


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame({"a": [[1, 2], [], None]}),
        pd.DataFrame({"a": [{"x": 1, "y": "t"}, {"x": 2, "y": None}]}),
        pd.DataFrame({"a": [[["deep"]], [[]]]}),
        pd.DataFrame({"a": [None, None]}),
    ],
    ids=["lists", "records", "lists of lists", "nothing"],
)
def test_lists_and_records_in_columns_still_cross(frame: pd.DataFrame) -> None:
    back = wire.decode(wire.encode(frame))
    assert [as_lists(item) for item in back["a"]] == [as_lists(item) for item in frame["a"]]


def as_lists(value: Any) -> Any:
    """pandas gives an array for each list."""
    return [as_lists(item) for item in value] if isinstance(value, list | np.ndarray) else value
