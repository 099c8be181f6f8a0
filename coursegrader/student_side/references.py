"""The student's own objects, behind numbers; and the trusted side's callables, as functions that call back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from coursegrader import wire

CallBack = Callable[[int, tuple[Any, ...], dict[str, Any]], Any]


class References:
    """Objects that the trusted side may name but never holds."""

    def __init__(self, call_back: CallBack) -> None:
        self._objects: list[object] = []
        self._call_back = call_back

    @property
    def count(self) -> int:
        """How many objects have been referred to."""
        return len(self._objects)

    def refer(self, value: object) -> wire.Node:
        """A node that stands for ``value`` from now on."""
        self._objects.append(value)
        kind = "callable" if callable(value) and not isinstance(value, type) else "handle"
        return wire.reference(kind, len(self._objects) - 1, type(value).__name__)

    def resolve(self, kind: str, number: int, type_name: str) -> object:
        """What a node from the trusted side stands for: an object of ours, or a callable of theirs."""
        if kind == "handle":
            return self._objects[number]
        call_back = self._call_back

        def trusted_function(*args: Any, **kwargs: Any) -> Any:
            return call_back(number, args, kwargs)

        trusted_function.__name__ = trusted_function.__qualname__ = type_name if type_name.isidentifier() else "f"
        return trusted_function

    def encode(self, value: object) -> wire.Node:
        """The node of any value."""
        return wire.encode(value, self.refer)

    def decode(self, node: wire.Node) -> Any:
        """The value of a node."""
        return wire.decode(node, self.resolve)
