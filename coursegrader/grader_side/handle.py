"""An object that stays on the learner's side, as a hidden suite sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from coursegrader import wire
from coursegrader.grader_side.student_error import StudentError

if TYPE_CHECKING:
    from coursegrader.grader_side.student import Student

UNKNOWN = -1


class Handle:
    """An object that stays on the learner's side. Attributes, calls, indexing, iteration and ``len`` happen there and
    give data, or further handles. Operators give a handle always (``student.data(handle)`` asks for what it stands
    for): an object that lies could otherwise make ``abs(result - expected)`` a zero.

    Comparing a handle, or asking whether it is true, is an error on purpose: the answer would be the learner's own
    word. An object whose ``len`` and items do not agree is an error too: ``zip`` over it would compare nothing.
    """

    __slots__ = ("_fields", "_length", "_number", "_student", "_type_name")
    __array_ufunc__ = None  # NumPy's numbers and arrays leave operators with a handle to the handle

    def __init__(self, student: Student, number: int, type_name: str) -> None:
        self._student, self._number, self._type_name = student, number, type_name
        self._fields: dict[str, wire.Node] = {}  # attributes that came with it, to be decoded at each use
        self._length: int | None = None

    def __repr__(self) -> str:
        return f"<handle on a learner's {self._type_name}>"

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if name in self._fields:
            return self._student._decode(self._fields[name])
        return self._student.operate("getattr", self, name)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._student._call({"function": self._node()}, args, kwargs)

    def _node(self) -> wire.Node:
        return wire.reference("handle", self._number, "")

    def __getitem__(self, key: Any) -> Any:
        return self._student.operate("getitem", self, key)

    def __len__(self) -> int:
        length = self._student.operate("len", self)
        if type(length) is not int:
            raise self._refusal("has no length")
        self._agree(length)
        return length

    def _agree(self, length: int) -> None:
        if self._length not in (None, length):
            raise self._refusal("does not hold as many items as it says")
        self._length = length

    def __iter__(self) -> Iterator[Any]:
        iterator = self._student.operate("iter", self)
        count = 0
        while True:
            try:
                item = self._student.operate("next", iterator)
            except StudentError as error:
                if not error.is_a(StopIteration):
                    raise
                self._agree(count)
                return
            count += 1
            yield item

    def _refusal(self, why: str) -> StudentError:
        # no base classes: a suite that expects a TypeError of the learner's code must not take this for it
        return StudentError("NotDataError", f"the result is a {self._type_name}, which {why}")

    def __bool__(self) -> bool:
        raise self._refusal("is not data and so neither true nor false")

    def __eq__(self, other: object) -> bool:
        raise self._refusal("is not data and cannot be compared")

    __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __eq__
    __hash__ = object.__hash__

    def __array__(self, *args: Any, **kwargs: Any) -> Any:
        raise self._refusal("is not an array")


class NamedFunction(Handle):
    """A function of the notebook, called by its name: an earlier test, which began in the same state, has been told
    that it is one."""

    __slots__ = ("_name",)

    def __init__(self, student: Student, name: str) -> None:
        super().__init__(student, UNKNOWN, "function")
        self._name = name

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._student._call({"name": self._name}, args, kwargs)

    def _node(self) -> wire.Node:
        if self._number == UNKNOWN:
            value = self._student._request({"op": "get", "name": self._name})
            if not isinstance(value, Handle):
                raise self._refusal("has been replaced by something else")
            self._number = value._number
        return super()._node()


def _operator(name: str, *, reflected: bool = False) -> Callable[..., Any]:
    def apply(self: Handle, *others: Any) -> Any:
        operands = (*others, self) if reflected else (self, *others)
        return self._student.operate_there(name, *operands)

    return apply


_BINARY = "add sub mul matmul truediv floordiv mod pow and_ or_ xor lshift rshift"
for _name in _BINARY.split():
    setattr(Handle, f"__{_name.rstrip('_')}__", _operator(_name))
    setattr(Handle, f"__r{_name.rstrip('_')}__", _operator(_name, reflected=True))
for _name in ("neg", "pos", "abs", "invert"):
    setattr(Handle, f"__{_name}__", _operator(_name))
