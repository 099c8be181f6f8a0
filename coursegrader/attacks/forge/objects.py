"""Objects that lie about themselves: returned to the hidden tests in place of an answer."""

from __future__ import annotations

from coursegrader.attacks.attack import Attack
from coursegrader.attacks.making import code, typed

_ARMED = code("""
        got("armed")
""")


def _returning(made: str, result: str) -> str:
    """An answer whose every function returns ``result``, made possible by the statements ``made``."""
    return f"""
{made}

def total(*args, **kwargs):
    return {result}

scaled = table = apply_twice = Counter = total
{_ARMED}"""


_LIAR = """
class Liar:
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    __lt__ = __le__ = __gt__ = __ge__ = __contains__ = __eq__
    def __bool__(self): return True
    def __hash__(self): return 0
    def __len__(self): return 2
    def __iter__(self): return iter([self, self])
    def __getitem__(self, key): return self
    def __getattr__(self, name): return self
    def __call__(self, *args, **kwargs): return self
    def __add__(self, other): return other
    __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __abs__ = __neg__ = __add__
"""


def _lie(identity: str, title: str, tries: str, made: str, result: str) -> Attack:
    return Attack(identity, "forge", title, tries, typed(_returning(made, result)))


ATTACKS = (
    _lie("lying-eq", "object equal to everything", "an __eq__ that always says True", _LIAR, "Liar()"),
    _lie(
        "lying-reflected-eq",
        "subclass of int, list and str with reflected ==",
        "the subclass' __eq__ is asked before that of the base class",
        code("""
        class N(int):
            def __eq__(self, other): return True
            __ne__ = lambda s, o: False
            __hash__ = int.__hash__
"""),
        "N(0)",
    ),
    _lie(
        "str-subclass",
        "text that equals everything",
        "a str subclass whose comparison lies, also inside containers",
        code("""
        class S(str):
            def __eq__(self, other): return True
            __ne__ = lambda s, o: False
            __hash__ = str.__hash__
"""),
        "[S('x'), {S('y'): S('z')}]",
    ),
    _lie(
        "float-subclass",
        "number close to every number",
        "a float subclass with lying -, abs and comparisons",
        code("""
        class F(float):
            def __sub__(self, other): return F(0)
            __rsub__ = __abs__ = lambda s, *o: F(0)
            def __eq__(self, o): return True
            __le__ = __lt__ = __ge__ = __gt__ = __eq__
            __hash__ = float.__hash__
"""),
        "F('nan')",
    ),
    _lie(
        "array-protocol",
        "__array__ that copies the expected value",
        "assert_allclose asks the object for an array",
        code("""
        import gc
        class A:
            dtype = np.dtype(float); shape = (2, 2); ndim = 2
            def __array__(self, *a, **k): return np.asarray([o for o in gc.get_objects() if isinstance(o, list)][-1])
"""),
        "A()",
    ),
    _lie(
        "array-ufunc",
        "__array_ufunc__ and __array_function__ that answer True",
        "numpy hands its comparisons to the object",
        code("""
        class U(np.lib.mixins.NDArrayOperatorsMixin):
            shape = (2, 2)
            def __array_ufunc__(self, *a, **k): return np.bool_(True)
            def __array_function__(self, *a, **k): return np.bool_(True)
"""),
        "U()",
    ),
    _lie(
        "ndarray-subclass",
        "ndarray subclass with a lying ==",
        "an array whose comparisons and differences are its own",
        code("""
        class V(np.ndarray):
            def __eq__(self, o): return np.ones(self.shape, bool)
            def __sub__(self, o): return np.zeros(self.shape)
            __rsub__ = __sub__
"""),
        "np.zeros((2, 2)).view(V)",
    ),
    _lie(
        "object-array",
        "array of objects that lie",
        "an array with dtype object carries liars across",
        _LIAR,
        "np.array([[Liar(), Liar()], [Liar(), Liar()]], dtype=object)",
    ),
    _lie(
        "masked-array",
        "fully masked array",
        "comparisons with masked entries pass",
        "",
        "np.ma.masked_all((2, 2))",
    ),
    _lie(
        "frame-subclass",
        "DataFrame subclass that equals every frame",
        "a frame with its own equals, __eq__, index and columns",
        code("""
        class D(pd.DataFrame):
            def equals(self, other): return True
            def __eq__(self, other): return True
            @property
            def _constructor(self): return D
"""),
        "D({'name': ['x', 'b'], 'size': [0, 2]})",
    ),
    _lie(
        "lying-class",
        "object whose __class__ is int",
        "isinstance believes __class__",
        code("""
        class C:
            __class__ = int
            def __int__(self): return 0
            __index__ = __int__
            def __eq__(self, o): return True
            __hash__ = None
"""),
        "C()",
    ),
    _lie(
        "lying-metaclass",
        "class whose metaclass lies about instances",
        "__instancecheck__, __subclasscheck__ and mro of its own",
        code("""
        class M(type):
            def __instancecheck__(c, o): return True
            def __subclasscheck__(c, o): return True
            def __eq__(c, o): return True
            __hash__ = type.__hash__
            def mro(c): return [c, int, object]
        class K(int, metaclass=M):
            def __eq__(self, o): return True
            __hash__ = int.__hash__
"""),
        "K(0)",
    ),
    _lie(
        "empty-zip",
        "container that is empty for zip and long for len",
        "a loop over pairs compares nothing",
        code("""
        class Z:
            def __len__(self): return 2
            def __iter__(self): return iter(())
            def add(self, v): pass
            def __getitem__(self, k): raise IndexError
"""),
        "Z()",
    ),
    _lie(
        "nan-and-inf",
        "not a number, everywhere",
        "NaN passes comparisons that are written the wrong way round",
        "",
        "np.full((2, 2), np.nan)",
    ),
    _lie(
        "negative-zero-dim",
        "arrays of no entries",
        "np.all of an empty comparison is True",
        "",
        "np.empty((0, 2))",
    ),
    _lie(
        "generator-of-truth",
        "generator, coroutine and exception as results",
        "all() and any() over an endless generator, an AssertionError that is never raised",
        "def forever():\n    while True: yield True",
        "(forever(), AssertionError(), NotImplemented, Ellipsis)",
    ),
    _lie(
        "reduce-payload",
        "pickle payload",
        "__reduce__ runs a program in whoever unpickles",
        code("""
        class P:
            def __reduce__(self): return (os.system, ('touch $TMP/$MARK',))
            __reduce_ex__ = lambda self, protocol: self.__reduce__()
            __getstate__ = __reduce__
"""),
        "P()",
    ),
    _lie(
        "stop-iteration",
        "StopIteration and GeneratorExit raised",
        "an exception that ends the grader's own loops",
        "class Quiet(StopIteration, ValueError): pass\ndef boom(): raise Quiet('ValueError')",
        "boom()",
    ),
)
