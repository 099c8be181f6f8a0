"""Answers the trusted side's calls during one hidden test, in a child forked for it."""

from __future__ import annotations

import builtins
import operator
import os
import time
import traceback
from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from coursegrader import wire
from coursegrader.errors import WireError
from coursegrader.student_side.blocking import Blockers
from coursegrader.student_side.references import References
from coursegrader.student_side.stateless import StatelessFunctions

Message = dict[str, Any]

# Everything a handle can be asked to do. The trusted side names an operation; it never sends code.
_OPERATORS: dict[str, Callable[..., Any]] = {
    name: getattr(operator, name)
    for name in (
        "lt le eq ne gt ge add sub mul matmul truediv floordiv mod pow and_ or_ xor lshift rshift "
        "neg pos invert contains getitem setitem delitem"
    ).split()
}
OPERATIONS: dict[str, Callable[..., Any]] = _OPERATORS | {
    "abs": abs,
    "len": len,
    "bool": bool,
    "iter": iter,
    "next": next,
    "str": str,
    "repr": repr,
    "hash": hash,
    "int": int,
    "float": float,
    "itself": lambda value: value,
    "getattr": getattr,
    "setattr": setattr,
    "type_name": lambda value: type(value).__name__,
    "mro": lambda value: [_qualified(c) for c in type(value).__mro__],
    "array": np.asarray,
    "fields": lambda value: list(getattr(value, "_fields", getattr(value, "__dataclass_fields__", ()))),
}


# Operations that change what they are applied to
_CHANGING = frozenset({"setitem", "delitem", "setattr", "next"})
# What a test may be given of the notebook's state without a way to change it: it is sent as a copy
_COPIED = (bool, int, float, complex, str, bytes, type(None), np.ndarray, np.generic, list, tuple, dict, set)

_FIELD = type(vars(namedtuple("_Example", "field"))["field"])
_MOST_FIELDS = 20
_SMALL = 1 << 14  # bytes, or characters


class TrustedError(Exception):
    """A callable of the trusted side raised, while student code was calling it."""


class EngineFailed(Exception):
    """Something of ours failed, and not the student's code."""


@contextmanager
def _ours() -> Iterator[None]:
    """Around what is not the student's code. What a value of theirs causes (it is no data, or too large) is theirs."""
    try:
        yield
    except (wire.NotData, WireError, MemoryError, RecursionError):
        raise
    except Exception as error:
        raise EngineFailed from error


class CallServer:
    """Serves hidden tests, one at a time.

    Attributes:
        kept_nothing: whether this process is still as it was before the first test, as far as can be told.
    """

    def __init__(
        self, stream: wire.Stream, namespace: dict[str, Any], limit: int, blockers: Blockers | None = None
    ) -> None:
        self._stream = stream
        self._blockers = blockers or Blockers()
        self._namespace = namespace
        self._limit = limit
        self._references = References(self._call_back)
        self._stateless = StatelessFunctions()
        self.kept_nothing = True

    def serve(self) -> None:
        """Answer until ``end``. Student exceptions become answers; a broken pipe ends this process."""
        self._references = References(self._call_back)  # what the last test held is gone
        while True:
            message = wire.read_frame(self._stream)
            if message["op"] == "end":
                return
            self._answer(message)

    def _answer(self, message: Message) -> None:
        try:
            reply = self._handle(message)
        except EngineFailed:
            self.kept_nothing = False
            traceback.print_exc()  # to the sandbox's own error stream: what is sent, a learner may have written
            reply = {"op": "failed"}
        except BaseException as error:  # noqa: BLE001  whatever student code raises is the answer
            if isinstance(error, (MemoryError, RecursionError)) or not isinstance(error, Exception):
                self.kept_nothing = False  # nobody knows what was interrupted
            reply = describe_error(error)
        try:
            wire.write_frame(self._stream, reply, self._limit)
        except OSError:
            raise  # the trusted side is gone: nobody to answer
        except Exception as error:  # noqa: BLE001  too large, or too odd, to be sent
            wire.write_frame(self._stream, describe_error(error), self._limit)

    def _handle(self, message: Message) -> Message:
        match message["op"]:
            case "get":
                return self._get(message["name"])
            case "call":
                return self._call(message)
            case "operate":
                arguments = self._decode_all(message["args"])
                self._expect(message["name"] not in _CHANGING)
                result = OPERATIONS[message["name"]](*arguments)
                if message.get("keep"):
                    return {"op": "value", "value": self._references.refer(result)}
                return self._value(result)
            case "block":
                self._expect(False)
                self._blockers.get(tuple(message["modules"])).apply(self._namespace)
                return self._value(None)
        raise WireError("an operation that is not known here")

    def _get(self, name: str) -> Message:
        value = self._lookup(name)
        before = self._references.count
        reply = self._value(value)
        # an object inside of a list, say, is no copy
        self._expect(self._references.count == before or callable(value))
        return reply

    def _expect(self, nothing_is_kept: bool) -> None:
        """Note what is about to happen."""
        self.kept_nothing = self.kept_nothing and nothing_is_kept

    def _lookup(self, name: str) -> Any:
        if name in self._namespace:
            value = self._namespace[name]
            self._expect(type(value) in _COPIED or self._stateless.includes(value))
            return value
        raise NameError(f"name '{name}' is not defined")

    def _value(self, value: object) -> Message:
        with _ours():
            reply: Message = {"op": "value", "value": self._references.encode(value)}
            if fields := {name: part for name, part in _plain_fields(value) if _is_small(part)}:
                reply["fields"] = {name: self._references.encode(part) for name, part in fields.items()}
            return reply

    def _decode_all(self, nodes: Iterable[wire.Node]) -> list[Any]:
        with _ours():
            return [self._references.decode(node) for node in nodes]

    def _call(self, message: Message) -> Message:
        args = self._decode_all(message["args"])
        kwargs = dict(zip(message["kwargs"], self._decode_all(message["kwargs"].values()), strict=True))
        function = self._references.decode(message["function"]) if "function" in message else None
        if function is None:
            function = self._lookup(message["name"])
        else:
            self._expect(self._stateless.includes(function))
        started = time.perf_counter()
        result = function(*args, **kwargs)
        seconds = time.perf_counter() - started
        reply = self._value(result)
        if message["report"]:
            reply["seconds"] = seconds
            with _ours():
                reply["args_after"] = [self._references.encode(arg) for arg in args]
            reply["shares"] = [_shares(result, arg) for arg in args]
        return reply

    def _call_back(self, number: int, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        encode = self._references.encode
        request = {
            "op": "callback",
            "number": number,
            "args": [encode(arg) for arg in args],
            "kwargs": {name: encode(value) for name, value in kwargs.items()},
        }
        wire.write_frame(self._stream, request, self._limit)
        while True:
            message = wire.read_frame(self._stream)
            if message["op"] == "end":
                os._exit(0)  # the test is over while the trusted function has not answered
            if message["op"] == "returned":
                return self._references.decode(message["value"])
            if message["op"] == "raised":
                known = getattr(builtins, message["type"], TrustedError)
                is_error = isinstance(known, type) and issubclass(known, Exception)
                raise (known if is_error else TrustedError)(message["message"])
            self._answer(message)  # the trusted function asks something back while it runs


def describe_error(error: BaseException) -> Message:
    """An exception as an answer: names and text only."""
    try:
        text = str(error)
    except BaseException as broken:  # noqa: BLE001  a student's __str__ may do anything
        text = f"<{type(broken).__name__} while reading the message>"
    if isinstance(error, (wire.NotData, WireError)):
        # nothing was raised by the student's code: it gave what cannot cross, and a test for TypeError must not pass
        return {"op": "error", "type": "NotDataError", "mro": [], "message": text}
    return {
        "op": "error",
        "type": str(type(error).__name__)[:200],
        "mro": [_qualified(c)[:200] for c in type(error).__mro__][:50],
        "message": text.encode("utf-8", "replace").decode()[:2000],
    }


def _plain_fields(value: object) -> Iterable[tuple[str, object]]:
    """The fields of a named tuple, if reading them runs nobody's code. They would be asked for one after the other."""
    kind = type(value)
    names = getattr(kind, "_fields", None)
    if (
        not isinstance(value, tuple)
        or type(names) is not tuple
        or len(names) != len(value)
        or len(names) > _MOST_FIELDS
    ):
        return ()
    known = vars(kind)
    if kind.__mro__[1:] != (tuple, object) or "__getattribute__" in known or "__iter__" in known:
        return ()
    if any(type(known.get(name)) is not _FIELD for name in names):
        return ()
    return zip(names, tuple.__iter__(value), strict=True)


def _is_small(value: object) -> bool:
    if type(value) is np.ndarray:
        return not value.dtype.hasobject and value.nbytes <= _SMALL
    if type(value) is str or type(value) is bytes:
        return len(value) <= _SMALL
    return value is None or type(value) in (bool, float)


def _qualified(cls: type) -> str:
    return f"{cls.__module__}.{cls.__qualname__}"


def _arrays_in(value: object, depth: int = 0) -> list[np.ndarray[Any, Any]]:
    if isinstance(value, np.ndarray):
        return [value]
    if depth < 4 and isinstance(value, (list, tuple)):
        return [array for item in value for array in _arrays_in(item, depth + 1)]
    if depth < 4 and isinstance(value, dict):
        return [array for item in value.values() for array in _arrays_in(item, depth + 1)]
    return []


def _overlap(a: np.ndarray[Any, Any], b: np.ndarray[Any, Any]) -> bool:
    try:
        return np.shares_memory(a, b, max_work=10_000)  # type: ignore[arg-type]
    except np.exceptions.TooHardError:
        return True  # as far as can be told in reasonable time


def _shares(result: object, argument: object) -> bool:
    mine, theirs = _arrays_in(result), _arrays_in(argument)
    return any(np.may_share_memory(a, b) and _overlap(a, b) for a in mine for b in theirs)
