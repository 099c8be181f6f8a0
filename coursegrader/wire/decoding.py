"""From a node back to the Python value: of bytes that anybody may have written."""

from __future__ import annotations

import math
import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from coursegrader.errors import WireError
from coursegrader.wire.bounds import MAX_DEPTH, MAX_EQUAL_HASHES, MAX_INT_DIGITS, MAX_ITEMS
from coursegrader.wire.nodes import PLAIN_KINDS, TYPES, Node, Resolve

_DTYPE = re.compile(r"[<>|=][biufcSUmM]\d{1,9}(\[\w{1,20}\])?")


def _unknown(kind: str, number: int, type_name: str) -> object:
    raise WireError(f"a reference to a {kind} cannot be used here")


def decode(node: Node, resolve: Resolve = _unknown, depth: int = 0) -> Any:
    """The Python value of a node; the exact inverse of :func:`encode`.

    Raises:
        WireError: the node is not well formed.
    """
    if node is None or type(node) in (bool, int, float, str, bytes):
        return node
    if depth > MAX_DEPTH:
        raise WireError(f"a value is nested more than {MAX_DEPTH} levels deep")
    if type(node) is not list or not node or type(node[0]) is not str:
        raise WireError("a value is not well formed")
    decoder = _DECODERS.get(node[0])
    try:
        if node[0] == "ref":
            _, kind, number, type_name = node
            if kind not in ("handle", "callable") or type(number) is not int or type(type_name) is not str:
                raise WireError("a reference is not well formed")
            return resolve(kind, number, type_name[:200])
        if decoder is None:
            raise WireError("a value of an unknown kind")
        return decoder(node[1:], resolve, depth + 1)
    except (ValueError, TypeError, KeyError, OverflowError, MemoryError) as error:
        # without the kind's name, which the other side chose: an error of ours must not carry its words
        raise WireError(f"a value is not well formed ({type(error).__name__})") from None


def _decode_items(rest: Sequence[Node], resolve: Resolve, depth: int) -> list[Any]:
    (items,) = rest
    if type(items) is not list:
        raise WireError("a sequence is not well formed")
    return [decode(item, resolve, depth) for item in items]


def _decode_dict(rest: Sequence[Node], resolve: Resolve, depth: int) -> dict[Any, Any]:
    (pairs,) = rest
    decoded = [(decode(k, resolve, depth), decode(v, resolve, depth)) for k, v in pairs]
    _refuse_collisions([key for key, _ in decoded])
    return dict(decoded)


def _decode_set(rest: Sequence[Node], resolve: Resolve, depth: int) -> set[Any]:
    items = _decode_items(rest, resolve, depth)
    _refuse_collisions(items)
    return set(items)


def _refuse_collisions(keys: list[Any]) -> None:
    if len(keys) > MAX_EQUAL_HASHES and max(Counter(map(hash, keys)).values()) > MAX_EQUAL_HASHES:
        raise WireError("a set or dict is not well formed (too many keys of one hash)")


def _plain_dtype(text: Node) -> np.dtype[Any]:
    if type(text) is not str or not _DTYPE.fullmatch(text):
        raise WireError("a dtype is not well formed")
    dtype = np.dtype(text)
    if dtype.kind not in PLAIN_KINDS or dtype.hasobject or dtype.subdtype is not None or dtype.names is not None:
        raise WireError("a dtype is not plain")
    return dtype


def _decode_array(rest: Sequence[Node], resolve: Resolve, depth: int) -> np.ndarray[Any, Any]:
    text, shape, data = rest
    dtype = _plain_dtype(text)
    if type(shape) is not list or len(shape) > 32 or any(type(n) is not int or n < 0 for n in shape):
        raise WireError("the shape of an array is not well formed")
    if type(data) is not bytes or math.prod(shape) * dtype.itemsize != len(data):
        raise WireError("the data of an array do not fit its shape")
    if dtype.itemsize == 0:
        if math.prod(shape) > MAX_ITEMS:
            raise WireError("an array is too large")
        return np.zeros(shape, dtype)
    if dtype.kind == "b":
        # a byte that is neither 0 nor 1 would be true, and yet unequal to True, or equal to both, as the CPU pleases
        flags: np.ndarray[Any, Any] = np.frombuffer(data, np.uint8) != 0
        return flags.reshape(shape)
    if dtype.kind == "U" and np.frombuffer(data, dtype.str[0] + "u4").max(initial=0) > sys.maxunicode:
        raise WireError("a text is not well formed")
    return np.frombuffer(data, dtype).reshape(shape).copy()


def _decode_scalar(rest: Sequence[Node], resolve: Resolve, depth: int) -> Any:
    text, data = rest
    return _decode_array((text, [], data), resolve, depth)[()]


def _decode_int(rest: Sequence[Node], resolve: Resolve, depth: int) -> int:
    (digits,) = rest
    if type(digits) is not str or len(digits) > MAX_INT_DIGITS:
        raise WireError("an integer is not well formed")
    return int(digits, 16)


def _decode_range(rest: Sequence[Node], resolve: Resolve, depth: int) -> range:
    (parts,) = rest
    value = range(*(decode(part, resolve, depth) for part in parts))
    if max(abs(value.start), abs(value.stop)) > MAX_ITEMS:
        raise WireError("a range is too long")
    return value


def _decode_slice(rest: Sequence[Node], resolve: Resolve, depth: int) -> slice:
    (parts,) = rest
    return slice(*(decode(part, resolve, depth) for part in parts))


def _decode_complex(rest: Sequence[Node], resolve: Resolve, depth: int) -> complex:
    real, imaginary = rest
    return complex(float(real), float(imaginary))


def _decode_text(rest: Sequence[Node], resolve: Resolve, depth: int) -> str:
    (data,) = rest
    if type(data) is not bytes:
        raise WireError("a text is not well formed")
    return data.decode("utf-8", "surrogatepass")


def _decode_pandas(rest: Sequence[Node], resolve: Resolve, depth: int) -> Any:
    from coursegrader.wire.pandas_objects import decode_pandas

    kind, data = rest
    return decode_pandas(kind, data)


_DECODERS: dict[str, Callable[[Sequence[Node], Resolve, int], Any]] = {
    "list": _decode_items,
    "tuple": lambda rest, resolve, depth: tuple(_decode_items(rest, resolve, depth)),
    "set": _decode_set,
    "frozenset": lambda rest, resolve, depth: frozenset(_decode_set(rest, resolve, depth)),
    "dict": _decode_dict,
    "int": _decode_int,
    "text": _decode_text,
    "complex": _decode_complex,
    "range": _decode_range,
    "slice": _decode_slice,
    "ellipsis": lambda rest, resolve, depth: ...,
    "type": lambda rest, resolve, depth: TYPES[rest[0]],
    "dtype": lambda rest, resolve, depth: _plain_dtype(rest[0]),
    "array": _decode_array,
    "scalar": _decode_scalar,
    "pandas": _decode_pandas,
}
