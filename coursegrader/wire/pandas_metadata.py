"""What pandas is told about an Arrow table: facts that are checked one by one, never the other side's own words.

Beside its columns, a table carries a JSON document that says how to make a DataFrame of them, and pandas does as it is
told: texts of a gigabyte each for column names, numbers of a billion digits, any expression for a tuple. So whatever
Arrow's own conversion of a DataFrame would never say is refused, and the document that pandas reads is written anew.
"""

from __future__ import annotations

import json
import math
from typing import Any

import pyarrow as pa

from coursegrader.errors import WireError
from coursegrader.wire.column_labels import check_labels, is_label_type
from coursegrader.wire.column_types import extension_type

MAX_METADATA = 8 * 1024 * 1024  # some sixty thousand columns
MAX_ATTRIBUTES = 64 * 1024  # pandas copies them with every operation
MAX_LEVELS = 32  # of an index, of rows or columns
MAX_ZONE = 64  # characters of a time zone
_KEY = b"pandas"
_SCALARS = (type(None), bool, int, float, str)


def has_short_metadata(schema: pa.Schema) -> bool:
    """Whether what a table says of itself is short enough to cross."""
    return sum(map(len, (schema.metadata or {}).values())) <= MAX_METADATA


def with_checked_metadata(table: pa.Table) -> pa.Table:
    """The same columns, with metadata that pandas can be given.

    Raises:
        WireError: what is said of the columns is nothing that Arrow says of a DataFrame.
    """
    metadata = table.schema.metadata or {}
    if not has_short_metadata(table.schema):
        raise WireError(f"what is said of the columns of a pandas object is longer than {MAX_METADATA} bytes")
    if metadata.keys() != {_KEY}:
        raise WireError("it is not said which pandas object a table is")
    said = json.loads(metadata[_KEY].decode())
    _want(type(said) is dict)
    rows = [_row_level(level, table) for level in _levels(said.get("index_columns"))]
    stored = [level for level in rows if type(level) is str]
    count = table.num_columns - len(stored)  # columns that hold no level of the row index
    _want(stored == table.schema.names[count:])
    columns = _columns(said.get("columns"), table.schema, count)
    levels = [_column_level(level) for level in _levels(said.get("column_indexes"))]
    check_labels([column["name"] for column in columns[:count]], levels)
    facts = {
        "index_columns": rows,
        "column_indexes": levels,
        "columns": columns,
        "attributes": _attributes(said.get("attributes", {})),
    }
    return _with_metadata(table, {_KEY: json.dumps(facts).encode()})


def _with_metadata(table: pa.Table, metadata: dict[bytes, bytes]) -> pa.Table:
    """Batch by batch: a table as a whole would forget how many rows it has if it has no columns."""
    batches = [batch.replace_schema_metadata(metadata) for batch in table.to_batches()]
    return pa.Table.from_batches(batches, table.schema.with_metadata(metadata))


def _want(true: bool) -> None:
    if not true:
        raise WireError("what is said of the columns of a pandas object is not well formed")


def _levels(said: Any) -> list[Any]:
    _want(type(said) is list and len(said) <= MAX_LEVELS)
    levels: list[Any] = said
    return levels


def _row_level(said: Any, table: pa.Table) -> str | dict[str, Any]:
    """A level of the row index: the name of the column that holds it, or a range."""
    if type(said) is str:
        return said
    _want(type(said) is dict and said.get("kind") == "range" and type(said.get("name")) in _SCALARS)
    bounds = [said.get("start"), said.get("stop"), said.get("step")]
    _want(all(type(bound) is int and abs(bound) < 2**63 for bound in bounds) and bounds[2] != 0)
    _want(len(range(*bounds)) == table.num_rows)
    return {"kind": "range", "name": said["name"], "start": bounds[0], "stop": bounds[1], "step": bounds[2]}


def _columns(said: Any, schema: pa.Schema, count: int) -> list[dict[str, Any]]:
    """Each column's name in pandas and the extension type of its values; the first ``count`` are no index's."""
    _want(type(said) is list and len(said) == len(schema))
    return [_column(said[number], field, number < count) for number, field in enumerate(schema)]


def _column(said: Any, field: pa.Field, is_data: bool) -> dict[str, Any]:
    _want(type(said) is dict and said.get("field_name") == field.name and "name" in said)
    name = said["name"]
    if type(name) is float:
        _want(math.isnan(name))  # the one number that Arrow leaves as it is
    else:
        _want(name is None or type(name) is str)
    _want(not is_data or str(name) == field.name)
    return {
        "name": name,
        "field_name": field.name,
        "pandas_type": "object",
        "numpy_type": extension_type(said.get("numpy_type"), field.type),
        "metadata": None,
    }


def _column_level(said: Any) -> dict[str, Any]:
    """A level of the column index: its name and the type of its labels."""
    _want(type(said) is dict and type(said.get("name")) in _SCALARS)
    kind, dtype = said.get("pandas_type"), said.get("numpy_type")
    if type(kind) is not str or type(dtype) is not str or not is_label_type(kind, dtype):
        raise WireError("the column names of a pandas object are of a type that does not cross")
    zone = None
    if kind == "datetimetz":
        _want(type(said.get("metadata")) is dict)
        zone = {"timezone": said["metadata"].get("timezone")}
        _want(type(zone["timezone"]) is str and len(zone["timezone"]) <= MAX_ZONE)
    name = said["name"]
    return {"name": name, "field_name": name, "pandas_type": kind, "numpy_type": dtype, "metadata": zone}


def _attributes(said: Any) -> dict[str, Any]:
    _want(type(said) is dict)
    if len(json.dumps(said)) > MAX_ATTRIBUTES:
        raise WireError(f"the attributes of a pandas object are longer than {MAX_ATTRIBUTES} characters")
    attributes: dict[str, Any] = said
    return attributes
