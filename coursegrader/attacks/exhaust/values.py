"""Values that are too large, too deep or malformed, given to the grader as answers."""

from __future__ import annotations

from textwrap import indent

from coursegrader.attacks.attack import Attack
from coursegrader.attacks.making import code, typed

SEND = """
import struct, msgpack, socket, time


def pipes():
    found = []
    for fd in range(3, 256):
        try:
            if os.readlink(f"/proc/self/fd/{fd}").startswith("socket"):
                os.set_blocking(fd, True)
                found.append(fd)
        except OSError:
            pass
    return found


def send(body, size=None):
    for fd in pipes():
        try:
            view = memoryview(struct.pack(">I", len(body) if size is None else size) + body)
            while view:
                view = view[os.write(fd, view):]
        except OSError:
            pass
"""


def _result(identity: str, title: str, tries: str, made: str, result: str) -> Attack:
    answer = f"def total(*args, **kwargs): return {result}\nscaled = table = apply_twice = total\ngot('armed')\n"
    return Attack(identity, "exhaust", title, tries, typed(f"\n{made}\n{answer}"), door="engine")


def _bytes(identity: str, title: str, tries: str, body: str) -> Attack:
    """Raw bytes on the pipe, in the first hidden test."""
    build = typed(f"\n{SEND}\ndef total(values):\n{indent(body, '    ')}\n    return 0\ngot('armed')\n")
    return Attack(identity, "exhaust", title, tries, build, door="engine")


ATTACKS = (
    _result("huge-list", "list of a hundred million", "a result larger than a message may be", "", "[0] * 10**8"),
    _result("huge-array", "array of 800 MB", "bytes, more than the pipe takes", "", "np.zeros(10**8)"),
    _result(
        "huge-shape",
        "array of a huge shape",
        "no bytes, but 10**15 entries by its strides",
        "",
        "np.broadcast_to(np.zeros((), 'V0') if False else np.zeros(1), (10**5, 10**5, 10**5))",
    ),
    _result(
        "deep-nesting",
        "list nested a million deep",
        "a result that overflows the stack of whoever walks it",
        # made in C and uncollected: the cell must end in time on a busy machine as well
        code("""
        import gc, pickle
        gc.disable()
        deep = pickle.loads(b"]" * (10**6 + 1) + b"a" * 10**6 + b".")
        gc.enable()
"""),
        "deep",
    ),
    _result(
        "recursive-structure",
        "structures that hold themselves",
        "a list in itself, a dict of itself, an object array of itself",
        code("""
        loop = []
        loop.append(loop)
        table_of = {}
        table_of[0] = table_of
"""),
        "[loop, table_of]",
    ),
    _result(
        "shared-structure",
        "billion laughs",
        "forty lists, each twice in the next: small here, endless when written out",
        "laugh = ['ha']\nfor n in range(40): laugh = [laugh, laugh]",
        "laugh",
    ),
    _result("giant-int", "integer of a million digits", "takes minutes to print or compare", "", "1 << 4_000_000"),
    _result(
        "lone-surrogates",
        "text that is not text",
        "lone surrogates, NULs and right-to-left marks as result, name and output",
        "print('\\ud800 got: \\udfff'); bad = '\\ud800\\x00\\u202e'",
        "{bad: bad, 'x': [bad] * 1000}",
    ),
    _result(
        "nan-payloads",
        "NaNs with payloads, denormals, long doubles",
        "floats that travel badly",
        "import struct\nodd = struct.unpack('>d', bytes.fromhex('7ff4dead0000beef'))[0]",
        "[odd, 5e-324, np.longdouble('1e4000'), np.float16('nan'), -0.0, complex('nan+infj')]",
    ),
    _result(
        "hash-collisions",
        "dict of colliding keys",
        "thousands of keys of one hash, quadratic to rebuild",
        "clash = {n * (2**61 - 1): 0 for n in range(1, 3000)}",
        "[clash, set(clash)]",
    ),
    _result(
        "object-columns",
        "frames of odd columns",
        "object dtype, duplicate and endless column names, categories, nested extension types",
        "odd = pd.DataFrame([[{}, [1], object]], columns=['x' * 10**6, 'x', 'x'])",
        "odd",
    ),
    _bytes(
        "message-of-4-gib",
        "message that claims 4 GiB",
        "a header of 0xffffffff and nothing behind it",
        "send(b'', 0xFFFFFFFF); time.sleep(60)",
    ),
    _bytes(
        "slow-message",
        "message that trickles",
        "one byte now and then, so that no read ever times out",
        code(r"""
        send(b'', 1000)
        while True:
            for fd in pipes(): os.write(fd, b'\x90')
            time.sleep(0.2)
"""),
    ),
    _bytes(
        "msgpack-bomb",
        "bomb in msgpack",
        "arrays that claim billions of items, maps in maps, ten million empties",
        "for body in (b'\\xdd\\xff\\xff\\xff\\xff', b'\\x91' * 10**6, b'\\x81\\xa2op' * 10**5, "
        "b'\\x82\\xa2op\\xa5value\\xa5value\\xdd\\x00\\x98\\x96\\x80' + b'\\x90' * 10**7): send(body)",
    ),
    _bytes(
        "arrow-bomb",
        "bomb in Arrow",
        "a compressed Arrow stream of a few kB that unpacks to a gigabyte",
        code("""
        import pyarrow as pa
        sink = pa.BufferOutputStream()
        table = pa.table({'size': pa.array(np.zeros(2**24))})
        options = pa.ipc.IpcWriteOptions(compression='zstd')
        with pa.ipc.new_stream(sink, table.schema, options=options) as writer: writer.write_table(table)
        data = sink.getvalue().to_pybytes()
        send(msgpack.packb({'op': 'value', 'value': ['list', [['pandas', 'frame', [None, data]]] * 24]}))
"""),
    ),
    _bytes(
        "nested-nodes",
        "nodes nested without end",
        "a well-formed message of lists in lists, dtypes, references and ranges that claim too much",
        code("""
        node = ['list', []]
        for n in range(300): node = ['list', [node]]
        odd = [
            node, ['range', [0, 10**18, 1]], ['array', '<f8', [10**9, 10**9], b''], ['int', 'f' * 10**7],
            ['ref', 'callable', 10**9, 'x'], ['dtype', 'O'], ['array', '|O', [1], b'12345678'], ['type', 'os.system'],
        ]
        for value in odd:
            send(msgpack.packb({'op': 'value', 'value': value}))
"""),
    ),
)
