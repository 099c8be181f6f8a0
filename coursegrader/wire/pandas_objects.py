"""pandas objects on the wire: as an Arrow stream, one table each.

Kept apart from the other values so that a process which never meets a DataFrame imports neither pandas nor Arrow.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import pyarrow as pa

from coursegrader.errors import WireError
from coursegrader.wire.arrow_bounds import is_compressed, is_plain, is_too_large
from coursegrader.wire.pandas_metadata import has_short_metadata, with_checked_metadata

# A Series travels as a table of one column; this stands for "no name", which a column cannot have.
_VALUES = "values"


def encode_pandas(value: object) -> list[Any] | None:
    """The node of a DataFrame, Series or Index; None where the value is something else, or not data.

    Columns of Python objects that Arrow has no type for are not data.
    """
    if type(value) is pd.DataFrame:
        return _node("frame", value, None)
    if type(value) is pd.Series:
        return _node("series", value.to_frame(_VALUES), value.name)
    if isinstance(value, pd.Index) and type(value).__module__.partition(".")[0] == "pandas":
        return _node("index", pd.DataFrame(index=value), None)
    return None


def _node(kind: str, frame: pd.DataFrame, name: object) -> list[Any] | None:
    if not (name is None or type(name) in (str, int)):
        return None
    try:
        table = pa.Table.from_pandas(frame)
    except (pa.ArrowException, ValueError, TypeError):
        return None  # not data: mixed objects, duplicate column names
    if not _is_plain(table.schema) or is_too_large(table) or not has_short_metadata(table.schema):
        return None
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return ["pandas", kind, [name, sink.getvalue().to_pybytes()]]


def decode_pandas(kind: object, payload: object) -> Any:
    """The DataFrame, Series or Index of a node.

    Raises:
        WireError: the payload is not a valid Arrow stream of plain columns.
    """
    if type(payload) is not list or len(payload) != 2 or type(payload[1]) is not bytes:
        raise WireError("a pandas object is not well formed")
    name, data = payload
    if not (name is None or type(name) in (str, int)):
        raise WireError("the name of a pandas object is not well formed")
    frame = _frame(data)
    if kind == "frame":
        return frame
    if kind == "index":
        return frame.index
    if kind != "series" or list(frame.columns) != [_VALUES]:
        raise WireError("a pandas object is not well formed")
    return frame[_VALUES].rename(name)


def _is_plain(schema: pa.Schema) -> bool:
    return all(is_plain(field.type) for field in schema)


def _frame(data: bytes) -> pd.DataFrame:
    try:
        if is_compressed(data):
            raise WireError("a pandas object is compressed")
        with pa.ipc.open_stream(data, options=pa.ipc.IpcReadOptions(use_threads=False)) as reader:
            if not _is_plain(reader.schema):
                raise WireError("a pandas object has a column of a type that does not cross")
            table = reader.read_all()
        table.validate(full=True)
        if is_too_large(table):
            raise WireError("a pandas object is too large")
        frame: pd.DataFrame = with_checked_metadata(table).to_pandas(use_threads=False)
    except WireError:
        raise
    except Exception as error:  # noqa: BLE001  Arrow, and pandas with names and types of the other side's choice
        raise WireError(f"a pandas object is not well formed ({type(error).__name__})") from None
    return frame
