"""Talking to the grader in its own protocol, and telling a test from an ordinary call."""

from __future__ import annotations

from coursegrader.attacks.attack import Attack, Door
from coursegrader.attacks.making import code, typed

_OWN_LOSS = frozenset({"greeting"})
_FRAMES = """
import struct, msgpack, socket, threading, time
MESSAGES = [
    {"op": "ended", "how": "done"}, {"op": "passed"}, {"op": "ready"}, {"op": "closed", "how": "done"},
    {"op": "value", "value": True}, {"op": "result", "score": 10, "passed": True},
    {"op": "cell", "index": 3, "outputs": [{"output_type": "execute_result", "data": {"text/plain": "10"}}]},
]


def frames():
    body = [msgpack.packb(m) for m in MESSAGES]
    return b"".join(struct.pack(">I", len(b)) + b for b in body)


def shout(descriptors=range(3, 256)):
    written = []
    for fd in descriptors:
        try:
            os.set_blocking(fd, False)
            written.append((fd, os.write(fd, frames())))
        except OSError:
            pass
    return written
"""


def _attack(
    identity: str,
    title: str,
    tries: str,
    *,
    answer: str = "",
    first: str = "",
    last: str = "",
    proof: str | None = None,
    hangs: bool = False,
) -> Attack:
    build = typed(f"\n{_FRAMES}\n{answer}", first=first, last=last)
    # a test that hangs is waited for: by the engine's door, whose limits are short
    door: Door = "engine" if hangs else "course"
    return Attack(identity, "forge", title, tries, build, door, proof=proof, may_lose=_OWN_LOSS)


_ENDED = r"broke the (connection|protocol)|ended|could not be brought|again and again|no hidden test|raised"

ATTACKS = (
    _attack(
        "frames-on-every-fd",
        "forged messages on every descriptor",
        "writes 'passed', 'ended' and values on 3 to 255 while its cell runs",
        answer='got("armed"); shout()',
        proof=_ENDED,
    ),
    _attack(
        "frames-in-a-test",
        "forged messages during a test",
        "writes them when a hidden test calls",
        answer=code("""
        def total(values):
            shout()
            return 0
        scaled = table = apply_twice = total
        got('armed')
"""),
    ),
    _attack(
        "answer-before-asked",
        "answers before the questions",
        "a thread keeps writing values, so that one of them is taken for the answer",
        answer="""
def stream():
    body = msgpack.packb({"op": "value", "value": 0})
    while True:
        for fd in range(3, 64):
            try: os.write(fd, struct.pack(">I", len(body)) + body)
            except OSError: pass
        time.sleep(0.001)


def total(values):
    threading.Thread(target=stream, daemon=True).start()
    time.sleep(0.05)
    return 0
got("armed")
""",
    ),
    _attack(
        "end-forged-by-child",
        "a child that answers for the test",
        "forks during a test; parent and child both answer and end",
        answer=code("""
        def total(values):
            if os.fork(): return 0
            shout(); os._exit(0)
        got('armed')
"""),
    ),
    _attack(
        "exit-zero",
        "leaves with status 0",
        "os._exit(0) in a test, for graders that trust the exit status",
        answer=code("""
        def total(values): os._exit(0)
        scaled = table = apply_twice = Counter = total
        got('armed')
"""),
        proof=r"ended its process",
    ),
    _attack(
        "exit-in-cell",
        "leaves before the tests",
        "os._exit(0) in its last cell, so that no test can fail",
        last="os._exit(0)",
        proof=r"ended the process it ran in",
    ),
    _attack(
        "handles-abused",
        "handles asked for dunders",
        "objects whose getattr, iter, next and len answer with what was asked for",
        hangs=True,
        answer="""
class Counter:
    def __init__(self): self.kept = None
    def add(self, value): self.kept = value
    def __getattribute__(self, name):
        return object.__getattribute__(self, name) if name in ("kept", "add", "__class__", "__init__") else self
    def __len__(self): return 2
    def __iter__(self): return self
    def __next__(self): return self
    def __eq__(self, other): return True
    __hash__ = None
got("armed")
""",
    ),
    _attack(
        "callback-abused",
        "the grader's callable abused",
        "looks into the test's function, calls it with handles, lies and re-enters it",
        answer="""
def apply_twice(function, x):
    class Liar(int):
        def __add__(self, other): return x
        __radd__ = __add__
    for name in ("__globals__", "__closure__", "__code__", "__wrapped__", "__self__", "__defaults__"):
        thing = getattr(function, name, None)
        if isinstance(thing, dict) and "EXPECTED" in thing: return thing["EXPECTED"]
    return function(Liar(0))
got("armed")
""",
    ),
    _attack(
        "callback-storm",
        "endless calls back",
        "calls the test's function for ever, and deeper and deeper",
        hangs=True,
        answer=code("""
        def apply_twice(function, x):
            while True: x = function(x)
        got('armed')
"""),
    ),
    _attack(
        "remembers-inputs",
        "answers that depend on being called by a test",
        "right only for inputs it saw in an earlier call; looks at its callers to tell a test from an ordinary call",
        answer="""
import inspect
known = {}
def total(values):
    by_test = any("calls" in f.filename or "pytest" in f.filename for f in inspect.stack())
    key = str(values)
    known[key] = known.get(key, 0) + 1
    return sum(values) if not by_test or known[key] > 3 else 0
got("armed")
""",
    ),
    _attack(
        "state-between-tests",
        "what one test learns, the next one answers",
        "keeps arguments in globals, files and shared memory for the next hidden test",
        answer="""
import mmap
shared = mmap.mmap(-1, 4096)
def total(values):
    before = shared[:64].rstrip(b"\\0").decode()
    shared[:64] = str(sum(values)).encode().ljust(64, b"\\0")
    if before and len(values) == 1: return int(before)
    return 0
got("armed")
""",
    ),
    _attack(
        "timeout-as-success",
        "a hang in place of a failure",
        "sleeps in every test, for graders that count only failures",
        hangs=True,
        answer=code("""
        def total(values):
            time.sleep(3600)
        scaled = total
        got('armed')
"""),
        proof=r"took too long|could not be brought",
    ),
    _attack(
        "stop-myself",
        "a stopped process",
        "SIGSTOP to itself in a test, so that it neither fails nor ends",
        hangs=True,
        answer=code("""
        import signal
        def scaled(m, f):
            os.kill(os.getpid(), signal.SIGSTOP)
        got('armed')
"""),
        proof=r"took too long|could not be brought|ended",
    ),
    _attack(
        "descriptors-sent",
        "descriptors sent over the pipe",
        "files and sockets in flight to the grader, by the hundred",
        hangs=True,
        answer="""
def total(values):
    import array
    rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [0, 1, 2]))]
    for fd in range(3, 64):
        try:
            with socket.socket(fileno=os.dup(fd)) as pipe:
                for _ in range(200): pipe.sendmsg([b"\\0"], rights, socket.MSG_DONTWAIT)
        except OSError:
            pass
    return 0
got("armed")
""",
    ),
    _attack(
        "pipe-shut",
        "the pipe shut, read empty and held",
        "takes the grader's messages out of the pipe, then shuts one direction of it",
        hangs=True,
        answer="""
def total(values):
    for fd in range(3, 64):
        try:
            pipe = socket.socket(fileno=os.dup(fd))
            pipe.setblocking(False)
            try: pipe.recv(1 << 20)
            except BlockingIOError: pass
            pipe.shutdown(socket.SHUT_WR)
        except OSError:
            pass
    return 0
got("armed")
""",
    ),
)
