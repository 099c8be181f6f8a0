"""Which of a notebook's functions keep nothing from one call to the next.

A hidden test starts from the state that the notebook's cells left. A fork gives it that state; so does the process of
the test before, if nothing that ran in it can have changed anything: then it serves the next test, too, and a fork is
saved. Whether that is so is read off the functions' bytecode, and doubt counts as a no: a function that cannot be
followed costs a fork for each of its tests, and nothing else.

Nobody is stopped by this. Code that means to deceive could keep something from test to test in a file as well, and
gains nothing by it: what a test expects is never in this process.
"""

from __future__ import annotations

import builtins
import dis
import sys
import types
from collections.abc import Iterable, Iterator
from typing import Any, Final

import numpy as np

Namespace = dict[str, Any]
Enclosed = dict[str, types.CellType]
# What a function or class uses of what was there before its call; None if it may change that, or cannot be followed
_Uses = list[object] | None

# They leave everything as it was, apart from what they are given: and that was made for the call.
_BUILTINS: Final = frozenset(
    getattr(builtins, name)
    for name in (
        "abs all any ascii bin bool bytearray bytes callable chr classmethod complex dict divmod enumerate filter "
        "float format frozenset hash hex int isinstance issubclass iter len list map max min next object oct ord "
        "pow property range repr reversed round set slice sorted staticmethod str sum super tuple type zip"
    ).split()
)
# Libraries whose functions do the same, apart from those named below.
_LIBRARIES: Final = frozenset(
    "cmath collections copy fractions itertools math numpy numpy.linalg operator statistics".split()
)
_CHANGING: Final = frozenset(
    # settings of the whole process
    "seterr seterrcall setbufsize set_printoptions set_string_function "
    # files
    "DataSource memmap open_memmap save savetxt savez savez_compressed dump tofile".split()
)
_CONSTANTS: Final = (bool, int, float, complex, str, bytes, range, type(None), type(...), type(NotImplemented))
# Not those whose parts can be set: structured values; nor what a learner has derived from them.
_SCALARS: Final = frozenset(np.sctypeDict.values()) - {np.void, np.object_}
# Names of fields; what stands for a missing text.
_TYPES_WITH_PARTS: Final = (np.dtypes.VoidDType, np.dtypes.StringDType)
# Instructions that reach beyond the call. STORE_DEREF and STORE_ATTR may, and are looked at by themselves.
_REACHING: Final = frozenset(
    "STORE_GLOBAL DELETE_GLOBAL STORE_NAME DELETE_NAME LOAD_NAME LOAD_BUILD_CLASS IMPORT_NAME IMPORT_FROM IMPORT_STAR "
    "DELETE_ATTR DELETE_DEREF LOAD_CLASSDEREF LOAD_FROM_DICT_OR_GLOBALS LOAD_FROM_DICT_OR_DEREF".split()
)
_ATTRIBUTE: Final = ("LOAD_ATTR", "LOAD_METHOD")
_HARMLESS_ATTRIBUTES: Final = frozenset({"__class__", "__init__", "__name__"})
# What Python itself writes into a class, or dataclasses and named tuples do
_OF_THE_CLASS: Final = frozenset(
    "__annotations__ __dataclass_fields__ __dataclass_params__ __dict__ __orig_bases__ __slotnames__ __weakref__ "
    "_field_defaults".split()
)
_GENERATED: Final = ("<string>", types.__file__.replace("types.py", ""))  # files of such code


class StatelessFunctions:
    """Knows about the functions and classes of one process, each looked at once."""

    def __init__(self) -> None:
        # by id; the object is kept, so that the id stays its own
        self._seen: dict[int, tuple[object, _Uses]] = {}
        self._verdicts: dict[int, bool] = {}

    def includes(self, value: object) -> bool:
        """Whether calling ``value`` (a function or a class), however often, leaves everything else as it was."""
        verdict = self._verdicts.get(id(value))
        if verdict is None:
            verdict = self._verdicts[id(value)] = self._look_at(value)
        return verdict

    def _look_at(self, value: object) -> bool:
        reached: set[int] = set()
        waiting = [value]
        while waiting:
            one = waiting.pop()
            if id(one) in reached:
                continue
            reached.add(id(one))
            uses = self._uses_of(one)
            if uses is None:
                return False
            waiting += uses
        return True

    def _uses_of(self, value: object) -> _Uses:
        if id(value) not in self._seen:
            self._seen[id(value)] = (value, _uses_of(value))
        return self._seen[id(value)][1]


def _uses_of(value: object) -> _Uses:
    if _is_of_a_library(value):
        return []
    if type(value) is types.FunctionType:
        return _uses_of_function(value)
    return _uses_of_class(value) if isinstance(value, type) else None


# ---- functions


def _uses_of_function(function: types.FunctionType) -> _Uses:
    defaults = (*(function.__defaults__ or ()), *(function.__kwdefaults__ or {}).values())
    if vars(function) or not all(map(_is_constant, defaults)):
        return None
    enclosed = dict(zip(function.__code__.co_freevars, function.__closure__ or (), strict=True))
    return _uses_of_code(function.__code__, function.__globals__, enclosed)


def _uses_of_code(code: types.CodeType, known: Namespace, enclosed: Enclosed) -> _Uses:
    """What code uses that was there before its call. ``enclosed``: variables of what surrounded the function."""
    uses: list[object] = []
    steps = list(dis.get_instructions(code))
    for at, step in enumerate(steps):
        if _reaches_out(step, steps[at - 1] if at else None, enclosed):
            return None
        if step.opname == "LOAD_GLOBAL":
            uses.append(_taken(_looked_up(step.argval, known), _attributes(steps[at + 1 :])))
        elif step.opname == "LOAD_DEREF" and step.argval in enclosed:
            uses.append(_content(enclosed[step.argval]))
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            inner = _uses_of_code(constant, known, enclosed)
            if inner is None:
                return None
            uses += inner
    return [value for value in uses if not _is_constant(value)]


def _reaches_out(step: dis.Instruction, before: dis.Instruction | None, enclosed: Enclosed) -> bool:
    """Whether an instruction may change what outlasts the call."""
    if step.opname == "STORE_ATTR":  # of an object that the call holds; a class or a module is no such thing
        return before is None or not before.opname.startswith("LOAD_FAST")
    if step.opname == "STORE_DEREF":
        return step.argval in enclosed
    if step.opname in _ATTRIBUTE:
        name = step.argval
        return name in _CHANGING or (name.startswith("__") and name not in _HARMLESS_ATTRIBUTES)
    return step.opname in _REACHING


def _taken(value: object, attributes: Iterable[str]) -> object:
    """What code takes from a module by ``.name.name``; any other value itself."""
    for attribute in attributes:
        if not isinstance(value, types.ModuleType):
            break
        value = getattr(value, attribute, _NOTHING)
    return value


# ---- classes


def _uses_of_class(kind: type) -> _Uses:
    if _is_error(kind):
        return []
    if type(kind) is not type:
        return None
    uses: list[object] = [base for base in kind.__bases__ if base is not object]
    for name, value in vars(kind).items():
        if name in _OF_THE_CLASS or _is_constant(value):
            continue
        functions = _functions_of(value)
        if functions is None:
            return None
        uses += [function for function in functions if not function.__code__.co_filename.startswith(_GENERATED)]
    return uses


def _functions_of(member: object) -> list[types.FunctionType] | None:
    """The functions that a member of a class stands for; None for what may change."""
    if isinstance(member, (types.MemberDescriptorType, types.GetSetDescriptorType)):
        return []
    if type(member).__name__ == "_tuplegetter":
        return []
    parts: tuple[object, ...] = (member,)
    if isinstance(member, (staticmethod, classmethod)):
        parts = (member.__func__,)
    elif isinstance(member, property):
        parts = (member.fget, member.fset, member.fdel)
    functions = [part for part in parts if isinstance(part, types.FunctionType)]
    return functions if len(functions) == sum(part is not None for part in parts) else None


_NOTHING: Final = None


def _looked_up(name: str, known: Namespace) -> object:
    """A global or builtin; None, a constant, where there is none: that raises a NameError every time."""
    return known[name] if name in known else getattr(builtins, name, _NOTHING)


def _content(cell: types.CellType) -> object:
    try:
        return cell.cell_contents
    except ValueError:  # it is empty
        return _NOTHING


def _attributes(steps: Iterable[dis.Instruction]) -> Iterator[str]:
    """The names in ``.name.name`` right at the beginning."""
    for step in steps:
        if step.opname not in _ATTRIBUTE:
            return
        yield step.argval


def _is_constant(value: object) -> bool:
    if type(value) in (tuple, frozenset):
        return all(map(_is_constant, value))  # type: ignore[call-overload]
    if isinstance(value, np.dtype):  # what is said of a type can be changed
        return type(value).__module__ == "numpy.dtypes" and type(value) not in _TYPES_WITH_PARTS and not value.metadata
    return type(value) in _CONSTANTS or type(value) in _SCALARS


def _is_error(kind: type) -> bool:
    return issubclass(kind, BaseException) and kind.__module__ in ("builtins", "numpy.linalg", "numpy.exceptions")


def _is_of_a_library(value: object) -> bool:
    """Whether it is what a library has under that name: not something made with the library's help, such as a ufunc of
    a learner's function."""
    if isinstance(value, (type, types.BuiltinFunctionType)) and value in _BUILTINS:
        return True
    home, name = getattr(value, "__module__", "numpy"), getattr(value, "__name__", None)
    if home not in _LIBRARIES or not isinstance(name, str) or name in _CHANGING:
        return False
    return getattr(sys.modules.get(home), name, None) is value
