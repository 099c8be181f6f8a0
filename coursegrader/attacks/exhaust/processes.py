"""Processes, threads and time: bombs, hangs and daemons."""

from __future__ import annotations

from coursegrader.attacks.attack import Attack
from coursegrader.attacks.making import code, typed

_STOPPED = (
    r"ran longer|was stopped|ended the process|again and again|gave no answer|ended unexpectedly|broke the connection"
)
_LOST = r"took too long|could not be brought|ended its process|raised"


def _cell(identity: str, title: str, tries: str, text: str, proof: str | None = None, **more: object) -> Attack:
    """An attack in a cell of its own, behind the answers, so that these are still graded."""
    return Attack(
        identity,
        "exhaust",
        title,
        tries,
        typed(last=f"import time, signal, threading\n{text}"),
        door="engine",
        proof=proof,
        may_lose=more.get("may_lose", frozenset()),  # type: ignore[arg-type]
        never=more.get("never"),  # type: ignore[arg-type]
    )


def _test(identity: str, title: str, tries: str, text: str, proof: str | None = None) -> Attack:
    """An attack that starts when a hidden test calls."""
    build = typed(f"\nimport time, signal, threading\n{text}\ngot('armed')\n")
    return Attack(identity, "exhaust", title, tries, build, door="engine", proof=proof)


ATTACKS = (
    _cell(
        "fork-bomb",
        "fork bomb in a cell",
        "forks for ever, each child as well",
        code("""
        def bomb():
            while True:
                try: os.fork()
                except OSError: time.sleep(0.01)
        bomb()
"""),
        proof=_STOPPED,
        may_lose=frozenset({"greeting"}),  # every child goes on as the notebook, all of them at once
    ),
    _test(
        "fork-bomb-in-test",
        "fork bomb in a hidden test",
        "the same, when it is called",
        code("""
        def total(values):
            while True:
                try: os.fork()
                except OSError: pass
"""),
        proof=_LOST,
    ),
    _cell(
        "thread-bomb",
        "thread bomb",
        "starts threads until none can be had, all of them busy",
        code("""
        def spin():
            while True: pass
        count = 0
        try:
            while count < 100000:
                threading.Thread(target=spin, daemon=True).start(); count += 1
        except BaseException as error: got(f'{type(error).__name__} after some threads')
        else: got('all started')
"""),
        proof=f"after some threads|{_STOPPED}",
        never="all started",
        may_lose=frozenset({"greeting"}),
    ),
    _cell(
        "endless-loop",
        "endless loop",
        "while True",
        "while True: pass",
        proof=_STOPPED,
    ),
    _cell(
        "loop-without-alarm",
        "endless loop that ignores every signal",
        "blocks SIGALRM, clears the timer, catches BaseException",
        code("""
        signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
        signal.setitimer(signal.ITIMER_REAL, 0)
        while True:
            try:
                while True: pass
            except BaseException: pass
"""),
        proof=_STOPPED,
    ),
    _cell(
        "loop-in-c",
        "hang inside C code",
        "a regular expression that never ends, which no Python handler interrupts",
        "import re\nre.match(r'(a+)+$', 'a' * 64 + 'b')",
        proof=_STOPPED,
    ),
    _cell("long-sleep", "long sleep", "sleeps for an hour", "time.sleep(3600)", proof=_STOPPED),
    _cell(
        "stopped-process",
        "a stopped process",
        "SIGSTOP to itself and to its group",
        "os.killpg(0, signal.SIGSTOP)\ngot('still running')",
        proof=rf"still running|{_STOPPED}",
    ),
    _cell(
        "double-fork-daemon",
        "daemon that leaves the group",
        "forks twice, new session, ignores hang-up; runs on after the notebook",
        code("""
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                for n in range(1, 65):
                    try: signal.signal(n, signal.SIG_IGN)
                    except (OSError, ValueError): pass
                while True: time.sleep(1)
            os._exit(0)
        os.wait(); got('armed')
"""),
    ),
    _test(
        "daemon-from-test",
        "daemon started by a test",
        "a child of a test in a session of its own, burning time",
        code("""
        def total(values):
            if os.fork() == 0:
                os.setsid()
                while True: pass
            return 0
"""),
    ),
    _cell(
        "foreign-program",
        "other programs left running",
        "starts sleep and sh in the background with nohup",
        code("""
        import subprocess
        for command in (['sleep', '9876', ], ['sh', '-c', 'while :; do :; done # $MARK']):
            subprocess.Popen(command, start_new_session=True, stdout=subprocess.DEVNULL)
        subprocess.Popen(['$MARK', '9876'], executable='/bin/sleep', start_new_session=True)
        got('armed')
"""),
    ),
    _cell(
        "crash",
        "crash of the interpreter",
        "reads address 0, overflows the C stack, kills itself",
        "import ctypes\nctypes.string_at(0)",
        proof=_STOPPED,
    ),
    _cell(
        "deep-recursion",
        "recursion without end",
        "a recursion limit of a billion, then a deep call",
        code("""
        sys.setrecursionlimit(10**9)
        def f(n): return f(n + 1) + [n].__len__()
        f(0)
"""),
        proof=f"{_STOPPED}|asked for more memory|RecursionError",
    ),
    _cell(
        "waits-for-input",
        "waits for the keyboard",
        "input(), a read of stdin and of an empty pipe",
        code("""
        try: got(repr(sys.stdin.read(10) if sys.stdin else None))
        except Exception as error: got(type(error).__name__)
        try: input('? ')
        except Exception as error: got(type(error).__name__)
        r, w = os.pipe()
        os.read(r, 1)
"""),
        proof=_STOPPED,
    ),
    _cell(
        "descriptors",
        "all descriptors used up",
        "opens files and pipes until no more can be had",
        code("""
        kept = []
        try:
            while True: kept.append(os.dup(1))
        except OSError as error: got(error.strerror)
"""),
        may_lose=frozenset({"total", "greeting"}),
    ),
    Attack(
        "many-slow-cells",
        "exhaust",
        "sixty slow cells",
        "each just within its own limit, together minutes",
        typed(
            change=lambda document: document["cells"].extend(
                {
                    "cell_type": "code",
                    "id": f"slow-{n}",
                    "metadata": {},
                    "source": f"import time\ntime.sleep(1.8)  # {n}",
                    "outputs": [],
                    "execution_count": None,
                }
                for n in range(60)
            )
        ),
        door="engine",
        proof=_STOPPED,
        may_lose=frozenset({"greeting"}),
        seconds=70,
    ),
)
