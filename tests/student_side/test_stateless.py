"""Which functions keep nothing between calls."""

import copy
from typing import Any

import pytest

from coursegrader.student_side.stateless import StatelessFunctions

NOTEBOOK = """
import functools, itertools, math, random, warnings
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import NamedTuple
import numpy as np
import numpy.linalg as la

EPS = np.finfo(np.float64).eps
NAMES = ("swap", "scale")
count, cache, table = 0, {}, np.zeros(3)
generator = np.random.default_rng(1)

class Solution(NamedTuple):
    kind: str
    x: np.ndarray | None = None

@dataclass
class Point:
    x: float
    y: float = 0.0
    def norm(self): return math.hypot(self.x, self.y)

@dataclass(frozen=True)
class Frozen:
    x: float

class Shape:
    sides = 0
    def __init__(self, sides): self.sides = sides
    @property
    def name(self): return f"{self.sides}-gon"
    @staticmethod
    def of(n): return Shape(n)

class Square(Shape):
    def __init__(self): super().__init__(4)

class OwnError(ValueError):
    pass

# ---- nothing is kept
def stub(): raise NotImplementedError
def arithmetic(a, b=2): return EPS * a + math.pi - b % 3
def elimination(A):
    U = np.array(A, dtype=float)
    pivots = []
    for column in range(U.shape[1]):
        best = np.argmax(np.abs(U[:, column]))
        U[[0, best]] = U[[best, 0]]
        U[1:] -= np.outer(U[1:, column], U[0])
        pivots.append(column)
    if not np.isfinite(U).all():
        raise np.linalg.LinAlgError(f"not finite: {U!r}")
    return U, pivots
def overwrites_its_argument(A): A[0] = 1; A.sort(); return A
def chooses(kind): return kind if kind in NAMES else Solution("none")
def closes_over_its_own(xs):
    n = 0
    def step(x):
        nonlocal n
        n += x
        return n
    return [step(x) for x in xs]
def sorts(xs): return sorted(xs, key=lambda x: -x)
def recurses(n): return 1 if n < 2 else n * recurses(n - 1)
def even(n): return n == 0 or odd(n - 1)
def odd(n): return n != 0 and even(n - 1)
def makes_objects(): return Point(3, 4).norm(), Square().name, Shape.of(3), Frozen(1.0)
def raises_its_own(x): raise OwnError(x)
def exact(x): return Fraction(x) + sum(itertools.accumulate([1, 2]))
def quiet(x):
    with np.errstate(divide="ignore"):
        return np.log(x)
def generates(n): yield from range(n)
def misses_a_name(): return nowhere(1)
def calls_what_it_is_given(f, x): return f(x)
def solves(A, b): return la.solve(A, b) + np.linalg.norm(b)
def annotated(x: list[int]) -> dict[str, float]: return {"x": float(x[0])}
scaled = lambda x: 2 * arithmetic(x)
def maker(k):
    def multiply(x): return k * x
    return multiply
doubles = maker(2)

# ---- something is kept, or may be
def counts():
    global count
    count += 1
    return count
def remembers(n):
    if n not in cache: cache[n] = n
    return cache[n]
def collects(x, seen=[]): seen.append(x); return seen
def counts_on_itself(): counts_on_itself.calls = 1
def counts_on_a_class(): Shape.sides += 1
def counts_on_its_class(shape): shape.__class__.sides += 1
def counter():
    n = 0
    def step():
        nonlocal n
        n += 1
        return n
    return step
ticks = counter()
def fills(x): table[0] = x
def draws(): return generator.random()
def draws_too(): return np.random.rand() + random.random()
def sets(x): np.seterr(all="raise")
def writes(x): np.savetxt("x.txt", x)
def writes_too(x): x.tofile("x")
def opens(): return open("x.txt").read()
def prints(x): print(x)
def imports():
    import sys
    sys.setrecursionlimit(10)
def runs(text): return eval(text)
def looks_around(): return globals(), calls_what_it_is_given.__globals__
def warns(): warnings.warn("old")
def calls_one_that_keeps(x): return arithmetic(x) + counts()
def hands_over_one_that_keeps(xs): return list(map(remembers, xs))
def mixed_even(n): return n == 0 or mixed_odd(n - 1)
def mixed_odd(n):
    counts()
    return n != 0 and mixed_even(n - 1)
@functools.lru_cache
def cached(n): return n
def uses_cached(n): return cached(n)
@functools.wraps(arithmetic)
def decorated(*args): return arithmetic(*args)
vectorised = np.vectorize(counts)
elementwise = np.frompyfunc(counts, 0, 1)
def uses_elementwise(x): return elementwise()
partial = functools.partial(arithmetic, 1)
class Bag:
    items = []
    def put(self, x): self.items.append(x)
class Counted:
    made = 0
    def __init__(self): Counted.made += 1
class Meta(type):
    pass
class WithMeta(metaclass=Meta):
    pass
class Colour(Enum):
    RED = 1
def uses_bag(x): return Bag().put(x)
row = np.zeros(1, dtype=[("n", int)])[0]
def counts_in_a_row(): row["n"] += 1; return int(row["n"])
kind = np.dtype("f8", metadata={"seen": []})
def collects_in_a_type(x): kind.metadata["seen"].append(x)
class Marked(np.float64):
    pass
marked = Marked(1.0)
marked.seen = []
def collects_in_a_number(x): marked.seen.append(x)
texts = np.dtypes.StringDType(na_object=[])
def collects_in_a_kind_of_text(x): texts.na_object.append(x)
"""
KEEPING = (
    "counts remembers collects counts_on_itself counts_on_a_class counts_on_its_class ticks fills draws draws_too sets "
    "writes writes_too opens prints imports runs looks_around warns calls_one_that_keeps hands_over_one_that_keeps "
    "mixed_even mixed_odd cached uses_cached decorated vectorised elementwise uses_elementwise partial Bag Counted "
    "WithMeta Colour uses_bag counts_in_a_row collects_in_a_type collects_in_a_number "
    "collects_in_a_kind_of_text"
).split()
KEEPING_NOTHING = (
    "Solution Point Frozen Shape Square OwnError stub arithmetic elimination overwrites_its_argument chooses "
    "closes_over_its_own sorts recurses even odd makes_objects raises_its_own exact quiet generates misses_a_name "
    "calls_what_it_is_given solves annotated scaled maker multiply doubles counter"
).split()


@pytest.fixture(scope="module")
def namespace() -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(NOTEBOOK, "<cell>", "exec"), names)
    names["multiply"] = names["maker"](3)
    return names


@pytest.mark.parametrize("name", KEEPING_NOTHING)
def test_nothing_is_kept(namespace: dict[str, Any], name: str) -> None:
    assert StatelessFunctions().includes(namespace[name])


@pytest.mark.parametrize("name", KEEPING)
def test_something_may_be_kept(namespace: dict[str, Any], name: str) -> None:
    assert not StatelessFunctions().includes(namespace[name])


def test_one_verdict_does_not_depend_on_what_was_asked_before(namespace: dict[str, Any]) -> None:
    there, back = StatelessFunctions(), StatelessFunctions()
    names = [*KEEPING, *KEEPING_NOTHING]
    forwards = {name: there.includes(namespace[name]) for name in names}
    assert forwards == {name: back.includes(namespace[name]) for name in reversed(names)}


def test_a_function_with_attributes_or_a_library_in_its_hands_is_not_followed() -> None:
    names: dict[str, Any] = {}
    exec("import numpy as np\ndef f(): return np\ndef g(): return 1\ng.calls = 0\ndef h(): x = np; x.e = 1", names)
    stateless = StatelessFunctions()
    assert not any(stateless.includes(names[name]) for name in "fgh")


def test_a_class_whose_objects_were_copied_is_still_followed(namespace: dict[str, Any]) -> None:
    copy.deepcopy(namespace["Solution"]("unique"))  # this leaves a note on the class
    assert "__slotnames__" in vars(namespace["Solution"])
    assert StatelessFunctions().includes(namespace["Solution"])
