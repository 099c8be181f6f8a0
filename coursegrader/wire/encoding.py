"""From a Python value to its node."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from coursegrader.wire.bounds import MAX_DEPTH, MAX_FRAME, MAX_INT_DIGITS, MAX_ITEMS
from coursegrader.wire.nodes import PLAIN_KINDS, TYPE_NAMES, Node, Refer


class NotData(TypeError):
    """The value is not data, and the caller gave no way to refer to it."""


def _refuse(value: object) -> Node:
    raise NotData(f"a value of type {type(value).__name__} is not data and cannot cross")


def encode(value: object, refer: Refer = _refuse, depth: int = 0) -> Node:
    """The node of a Python value.

    Args:
        value: anything.
        refer: makes the node of what is not data (:func:`reference`); by default that is an error.
        depth: how deep ``value`` lies in the whole.

    Raises:
        NotData: a value is not data and ``refer`` refused it, or it is nested deeper than ``MAX_DEPTH``.
    """
    if depth > MAX_DEPTH:
        raise NotData(f"the value is nested more than {MAX_DEPTH} levels deep")
    kind = type(value)
    scalar = _SCALARS.get(kind)
    if scalar is not None:
        return scalar(value)
    if kind in _SEQUENCES:
        items: Any = value
        return [_SEQUENCES[kind], [encode(item, refer, depth + 1) for item in items]]
    if kind is dict:
        pairs: Any = value
        return ["dict", [[encode(k, refer, depth + 1), encode(v, refer, depth + 1)] for k, v in pairs.items()]]
    if isinstance(value, type) and value in TYPE_NAMES:
        return ["type", TYPE_NAMES[value]]
    node = _encode_numpy(value, kind)
    if node is None and kind.__module__.partition(".")[0] == "pandas":
        from coursegrader.wire.pandas_objects import encode_pandas

        node = encode_pandas(value)
    return refer(value) if node is None else node


def _encode_int(value: Any) -> Node:
    if -(2**63) <= value < 2**63:
        return value
    digits = hex(value)
    if len(digits) > MAX_INT_DIGITS:
        raise NotData(f"an integer of more than {MAX_INT_DIGITS} hexadecimal digits cannot cross")
    return ["int", digits]


def _encode_str(value: Any) -> Node:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return ["text", value.encode("utf-8", "surrogatepass")]
    return value


def _itself(value: Any) -> Node:
    return value


def _encode_range(value: Any) -> Node:
    if max(abs(value.start), abs(value.stop)) > MAX_ITEMS:
        raise NotData(f"a range beyond {MAX_ITEMS} cannot cross")  # list() of it would take all memory
    return ["range", [_encode_int(part) for part in (value.start, value.stop, value.step)]]


def _encode_slice(value: Any) -> Node:
    return ["slice", [encode(part) for part in (value.start, value.stop, value.step)]]


_SCALARS: dict[type, Callable[[Any], Node]] = {
    type(None): _itself,
    bool: _itself,
    float: _itself,
    bytes: _itself,
    int: _encode_int,
    str: _encode_str,
    complex: lambda z: ["complex", z.real, z.imag],
    range: _encode_range,
    slice: _encode_slice,
    type(Ellipsis): lambda _: ["ellipsis"],
}
_SEQUENCES: dict[type, str] = {list: "list", tuple: "tuple", set: "set", frozenset: "frozenset"}


def _encode_numpy(value: Any, kind: type) -> Node | None:
    if kind is np.ndarray and value.nbytes > MAX_FRAME:
        raise NotData(f"an array of {value.nbytes} bytes is too large to cross")
    if kind is np.ndarray and value.dtype.kind in PLAIN_KINDS:
        return ["array", value.dtype.str, list(value.shape), value.tobytes()]
    if issubclass(kind, np.generic) and kind.__module__ == "numpy" and value.dtype.kind in PLAIN_KINDS:
        # NumPy gives an empty text some bytes all the same
        return ["scalar", value.dtype.str, value.tobytes() if value.dtype.itemsize else b""]
    if issubclass(kind, np.dtype) and value.kind in PLAIN_KINDS:
        return ["dtype", value.str]
    return None
