"""The learner's functions and objects, as a hidden suite sees them. Nothing of the learner's ever runs on this side."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from coursegrader import wire
from coursegrader.errors import SandboxDied, WireError
from coursegrader.grader_side.connection import GRACE_SECONDS, Connection
from coursegrader.grader_side.handle import Handle, NamedFunction
from coursegrader.grader_side.student_error import StudentError

Message = dict[str, Any]
MAX_TEXT = 2000
NEVER_MEANT = frozenset({"NotImplementedError", "BlockedFunctionError"})


@dataclass(frozen=True)
class CallReport:
    """One call: its result, the arguments as they were afterwards in the learner's process, whether an array in the
    result shares memory with each argument, and the seconds it took there (as told by that process)."""

    result: Any
    args_after: tuple[Any, ...]
    shares_memory: tuple[bool, ...]
    seconds: float


class Student:
    """``student.<name>``: the learner's function (to be called in the sandbox) or value (fetched as data).

    Names that this class uses itself (``call``, ``raises``, ...) are reached as ``student["call"]``.

    Args:
        connection: the learner's notebook, which is about to serve a test.
        known: names of functions in it, as far as earlier tests were told; this test adds to them.
    """

    def __init__(self, connection: Connection, known: set[str] | None = None) -> None:
        self._connection = connection
        self._callables: list[Callable[..., Any]] = []
        self._functions: dict[str, Handle] = {}
        self._known = set() if known is None else known
        self._ended: StudentError | None = None
        # for the whole test: a process that answers at once, for ever, must not hold the grader up
        self._end = time.monotonic() + connection.limits.test_seconds + GRACE_SECONDS

    # ---- what a suite uses

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self[name]

    def __getitem__(self, name: str) -> Any:
        if name in self._functions:
            return self._functions[name]
        value = NamedFunction(self, name) if name in self._known else self._request({"op": "get", "name": name})
        if isinstance(value, Handle) and value._type_name == "function":
            self._functions[name] = value  # a function stays what it is: it is asked for once
            self._known.add(name)
        return value

    def call(self, name: str, *args: Any, report: bool = False, **kwargs: Any) -> Any:
        """Call the learner's function ``name``; with ``report=True`` give a :class:`CallReport`.

        Raises:
            StudentError: it raised, took too long, or crashed.
        """
        return self._call({"name": name}, args, kwargs, report)

    @contextmanager
    def raises(self, kind: type[BaseException]) -> Iterator[None]:
        """The calls inside must raise ``kind`` (or a subclass) in the learner's code.

        The ``NotImplementedError`` of an untouched answer, and a blocked function, count for no other class.

        Raises:
            AssertionError: nothing was raised, or something else.
        """
        try:
            yield
        except StudentError as error:
            if not error.is_a(kind) or (error.type_name in NEVER_MEANT and kind.__name__ != error.type_name):
                raise AssertionError(f"raised {error.type_name} instead of {kind.__name__}") from error
        else:
            raise AssertionError(f"did not raise {kind.__name__}")

    def block(self, *modules: str) -> None:
        """From now on in this test, every public function of these modules raises in the sandbox."""
        self._request({"op": "block", "modules": list(modules)})

    def operate(self, name: str, *args: Any) -> Any:
        """Apply an operation by name (``"eq"``, ``"add"``, ``"str"``, ...) in the sandbox, overloads included.

        What comes back is what the learner's code says of itself; compare data instead wherever you can.
        """
        return self._request({"op": "operate", "name": name, "args": [self._encode(arg) for arg in args]})

    def operate_there(self, name: str, *args: Any) -> Handle:
        """Like :meth:`operate`, but the result stays there, behind a handle, even if it is data."""
        message = {"op": "operate", "name": name, "args": [self._encode(arg) for arg in args], "keep": True}
        result = self._request(message)
        if not isinstance(result, Handle):
            raise self._broken()
        return result

    def data(self, value: Any) -> Any:
        """What a handle stands for, if it is data: the result of an operator, say. It had its operands to choose it by,
        so use operators only where the learner's code is not told the expected value."""
        return self.operate("itself", value) if isinstance(value, Handle) else value

    def type_name(self, value: Any) -> str:
        """The class name of a handle (as its process tells it), or of data."""
        return str(self.operate("type_name", value)) if isinstance(value, Handle) else type(value).__name__

    # ---- how it works

    def _call(self, target: Message, args: tuple[Any, ...], kwargs: dict[str, Any], report: bool = False) -> Any:
        message = {
            "op": "call",
            **target,
            "args": [self._encode(arg) for arg in args],
            "kwargs": {name: self._encode(value) for name, value in kwargs.items()},
            "report": report,
        }
        if not report:
            return self._request(message)
        reply = self._exchange(message)
        try:
            return CallReport(
                self._decode(reply["value"]),
                tuple(self._decode(node) for node in reply["args_after"]),
                tuple(flag is True for flag in reply["shares"]),
                float(reply["seconds"]),
            )
        except (KeyError, TypeError, ValueError):
            raise self._broken() from None

    def _request(self, message: Message) -> Any:
        reply = self._exchange(message)
        value, fields = self._decode(reply.get("value")), reply.get("fields")
        if isinstance(value, Handle) and isinstance(fields, dict):
            value._fields = fields
        return value

    def _exchange(self, message: Message) -> Message:
        """Send a message and wait for its answer, serving the callbacks that come first."""
        if self._ended is not None:
            raise self._ended
        self._connection.send(message)
        while True:
            reply = self._receive()
            match reply["op"]:
                case "value":
                    return reply
                case "error":
                    raise _student_error(reply)
                case "failed":
                    # nothing of the reply is told: a learner's code may have written it
                    raise SandboxDied(
                        "the grader's own part of the sandbox failed; ask your teacher to grade this again"
                    )
                case "callback":
                    self._serve_callback(reply)
                case "ended":
                    self._ended = _ended_error(str(reply.get("how")))
                    raise self._ended
                case _:
                    raise self._broken()

    def _receive(self) -> Message:
        return self._connection.receive(max(0.0, self._end - time.monotonic()))

    def _serve_callback(self, request: Message) -> None:
        try:
            number, args, kwargs = request["number"], request["args"], request["kwargs"]
            function = self._callables[number]
            values = [self._decode(node) for node in args]
            named = {str(name): self._decode(node) for name, node in kwargs.items()}
        except (KeyError, TypeError, IndexError, AttributeError):
            raise self._broken() from None
        try:
            answer = {"op": "returned", "value": self._encode(function(*values, **named))}
        except (SandboxDied, AssertionError):
            raise  # the suite's own verdict: not for the learner's code to catch
        except StudentError as error:
            if self._ended is not None:
                raise
            answer = {"op": "raised", "type": error.type_name, "message": error.message}
        except Exception as error:  # noqa: BLE001  a trusted callable's exception is the learner's to see
            answer = {"op": "raised", "type": type(error).__name__, "message": str(error)[:MAX_TEXT]}
        self._connection.send(answer)

    def finish(self) -> None:
        """End the test's process, without waiting for it."""
        if self._ended is None and self._connection.alive:
            self._ended = StudentError("CrashError", "the test is over")
            self._connection.end_test()

    def _broken(self) -> SandboxDied:
        self._connection.kill()
        return SandboxDied("the sandbox broke the protocol and was stopped")

    def _encode(self, value: Any) -> wire.Node:
        return wire.encode(value, self._refer)

    def _refer(self, value: object) -> wire.Node:
        if isinstance(value, Handle):
            return value._node()
        if callable(value):
            self._callables.append(value)
            return wire.reference("callable", len(self._callables) - 1, getattr(value, "__name__", "f"))
        raise wire.NotData(f"a value of type {type(value).__name__} cannot be given to a learner's function")

    def _decode(self, node: wire.Node) -> Any:
        try:
            return wire.decode(node, self._resolve)
        except WireError:
            self._connection.kill()
            raise

    def _resolve(self, kind: str, number: int, type_name: str) -> Handle:
        return Handle(self, number, type_name)


def _student_error(reply: Message) -> StudentError:
    mro = reply.get("mro")
    names = tuple(str(name) for name in mro) if isinstance(mro, list) else ()
    return StudentError(str(reply.get("type"))[:200], str(reply.get("message"))[:MAX_TEXT], names)


def _ended_error(how: str) -> StudentError:
    # no base classes: a suite that expects an exception must not take these for it
    if how == "timeout":
        return StudentError("TimeoutError", "the code ran longer than a hidden test may")
    return StudentError("CrashError", f"the code ended its process ({how[:40]})")
