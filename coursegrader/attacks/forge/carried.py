"""Carrying something from one hidden test to the next, in a process that serves several."""

from __future__ import annotations

from coursegrader.attacks.attack import Attack, Door
from coursegrader.attacks.making import code, typed

_OWN_LOSS = frozenset({"greeting"})


def _attack(
    identity: str, title: str, tries: str, text: str, proof: str | None = None, door: Door = "course"
) -> Attack:
    build = typed(f'\nimport time\n{text}\ngot("armed")\n')
    return Attack(identity, "forge", title, tries, build, door, proof=proof, may_lose=_OWN_LOSS)


ATTACKS = (
    _attack(
        "remembers-tests",
        "a function that seems to keep nothing",
        "an attribute set through another name, so that its process serves test after test and it learns from each",
        code("""
        def total(values):
            me = total
            try:
                seen = me.seen
            except AttributeError:
                seen = []
            me.seen = seen
            seen.append(values)
            return seen[0] if len(seen) > 1 else 0
        def scaled(matrix, factor):
            me = total
            try:
                return me.seen[-1] * factor
            except AttributeError:
                return matrix
"""),
    ),
    _attack(
        "half-remembers",
        "right in the first test, wrong in all others",
        "the first test of a process is answered well and the verdict hoped to last for those that it goes on to serve",
        code("""
        def total(values):
            me = scaled
            try:
                me.asked
            except AttributeError:
                me.asked = True
                if len(values) == 1: return values[0] + 0
            return 0
"""),
    ),
    _attack(
        "idle-sign",
        "a busy process that says it is idle",
        "the page by which its watchers know how long a test has run, found and cleared, then an endless sleep",
        code("""
        def total(values):
            with open("/proc/self/maps") as maps:
                shared = [line.split("-")[0] for line in maps if " rw-s " in line]
            for start in shared:
                ctypes.memset(int(start, 16), 0, 64)
            time.sleep(3600)
        scaled = total
"""),
        proof=r"took too long|could not be brought|ended",
        door="engine",
    ),
    _attack(
        "served-already",
        "the end of a test told before its end",
        "the frame that ends a test, and the one that begins the next, forged from inside a test",
        code("""
        import msgpack, struct
        def frame(message):
            body = msgpack.packb(message)
            return struct.pack(">I", len(body)) + body
        forged = frame({"op": "ended", "how": "done"}) + frame({"op": "test", "patch": "", "block": []})
        def total(values):
            for fd in range(3, 64):
                try: os.write(fd, forged)
                except OSError: pass
            return 0
        scaled = total
"""),
        door="engine",
    ),
)
