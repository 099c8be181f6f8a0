"""What of an Arrow stream is read at all: nothing compressed, nothing whose values are more than its bytes.

A few bytes can stand for any amount of data: a compressed buffer, run lengths, views of one text again and again, lists
that overlap, columns of nothing but nulls. pandas makes none of these but the last.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

import pyarrow as pa

MAX_CELLS = 20_000_000  # rows times columns; a column of nothing but nulls takes no bytes on the wire
MAX_NESTED = 2_000_000  # values in lists and records, each a Python object
MAX_LEVELS = 8
MAX_SCALE = 76  # of decimals, whose digits are no more; beyond it one number can have a billion zeros
# Positions in Arrow's Message.fbs and Schema.fbs: fields of the tables Message, DictionaryBatch and RecordBatch.
_HEADER, _BATCH_OF_DICTIONARY, _COMPRESSION = 2, 1, 3
_FLAT = (
    pa.types.is_null,
    pa.types.is_boolean,
    pa.types.is_integer,
    pa.types.is_floating,
    pa.types.is_string,
    pa.types.is_large_string,
    pa.types.is_binary,
    pa.types.is_large_binary,
    pa.types.is_date,
    pa.types.is_time,
    pa.types.is_timestamp,
    pa.types.is_duration,
)


def is_compressed(data: bytes) -> bool:
    """Whether any message of a stream has compressed buffers. Nothing is decompressed to find out.

    Raises:
        pa.ArrowException, struct.error: it is not a well-formed stream.
    """
    reader = pa.ipc.MessageReader.open_stream(data)
    while True:
        try:
            message = reader.read_next_message()
        except StopIteration:
            return False
        table = _Table.root(message.metadata.to_pybytes())
        header = table.child(_HEADER)
        if header is not None and message.type == "dictionary":
            header = header.child(_BATCH_OF_DICTIONARY)
        if header is not None and message.type != "schema" and header.child(_COMPRESSION) is not None:
            return True


class _Table:
    """A table of a FlatBuffer: https://flatbuffers.dev/internals/ ("Tables")."""

    def __init__(self, data: bytes, at: int) -> None:
        self._data, self._at = data, at

    @classmethod
    def root(cls, data: bytes) -> _Table:
        return cls(data, struct.unpack_from("<I", data)[0])

    def child(self, field: int) -> _Table | None:
        """The table that a field refers to; None where the field is absent."""
        start = self._at - struct.unpack_from("<i", self._data, self._at)[0]
        size = struct.unpack_from("<H", self._data, start)[0]
        where = 4 + 2 * field
        offset = struct.unpack_from("<H", self._data, start + where)[0] if where + 2 <= size else 0
        if not offset:
            return None
        at = self._at + offset
        return _Table(self._data, at + struct.unpack_from("<I", self._data, at)[0])


def is_plain(kind: pa.DataType, levels: int = 0) -> bool:
    """Whether a column of this type holds values of its own, each of them once."""
    if _is_flat(kind):
        return True
    if levels >= MAX_LEVELS:
        return False
    if pa.types.is_dictionary(kind):
        return _is_flat(kind.value_type)
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return is_plain(kind.value_type, levels + 1)
    if pa.types.is_struct(kind):
        return kind.num_fields > 0 and all(is_plain(field.type, levels + 1) for field in kind)
    return False


def _is_flat(kind: pa.DataType) -> bool:
    if pa.types.is_decimal(kind):
        return bool(0 <= kind.scale <= MAX_SCALE)
    return any(test(kind) for test in _FLAT)


def is_too_large(table: pa.Table) -> bool:
    """Whether a valid table holds more values than may cross."""
    if table.num_rows * max(1, table.num_columns) > MAX_CELLS:
        return True
    return sum(_nested_values(table)) > MAX_NESTED


def _nested_values(table: pa.Table) -> Iterator[int]:
    """How many values lie in the lists and records of a table."""
    arrays = [chunk for column in table.columns if pa.types.is_nested(column.type) for chunk in column.chunks]
    while arrays:
        array = arrays.pop()
        yield len(array)
        if pa.types.is_list(array.type) or pa.types.is_large_list(array.type):
            arrays.append(array.values)
        elif pa.types.is_struct(array.type):
            arrays += [array.field(number) for number in range(array.type.num_fields)]
