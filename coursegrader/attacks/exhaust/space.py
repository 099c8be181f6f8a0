"""Memory, disk and output."""

from __future__ import annotations

import gzip
import io
import zipfile

from coursegrader.attacks.attack import Attack
from coursegrader.attacks.exhaust.values import SEND
from coursegrader.attacks.making import code, typed

_STOPPED = (
    r"more memory than|ended the process|again and again|gave no answer|ran longer|shows more than|ended unexpectedly"
)
_MANY = 1 << 20


def _cell(
    identity: str, title: str, tries: str, text: str, proof: str | None = None, never: str | None = None
) -> Attack:
    build = typed(last=f"import time\n{text}")
    return Attack(identity, "exhaust", title, tries, build, door="engine", proof=proof, never=never)


def _zip_bomb() -> bytes:
    """A small archive of much, with one archive in another."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("zeros", bytes(64 * _MANY))
    outer = io.BytesIO()
    with zipfile.ZipFile(outer, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(16):
            archive.writestr(f"{number}.zip", inner.getvalue())
    return outer.getvalue()


def _long_table() -> bytes:
    return gzip.compress(b"1\n" * (300 * _MANY), 9)


ATTACKS = (
    _cell(
        "memory-bomb",
        "one huge object",
        "asks for 64 GiB at once, then for more and more",
        code("""
        try: bytearray(64 << 30)
        except MemoryError: got('MemoryError')
        kept = []
        while True: kept.append(bytearray(1 << 26))
"""),
        proof=_STOPPED,
    ),
    _cell(
        "memory-by-children",
        "memory by many processes",
        "twelve children take 400 MiB each",
        code("""
        for n in range(12):
            try:
                if os.fork() == 0:
                    kept = bytearray(b'x') * (400 << 20)
                    time.sleep(30)
            except OSError as error: got(error.strerror); break
        time.sleep(1.5); got('armed')
"""),
        proof=rf"armed|{_STOPPED}",
    ),
    _cell(
        "shared-memory-fill",
        "shared memory filled",
        "memfd and shared maps in many processes, which no limit on one process counts",
        code("""
        import mmap
        kept = []
        def fill():
            try:
                for n in range(100):
                    fd = os.memfd_create('m')
                    kept.append(fd)
                    os.write(fd, b'x' * (15 << 20))
            except OSError as error: return error.strerror
            return '1500 MiB'
        children = []
        for n in range(3):
            child = os.fork()
            if child == 0:
                fill(); time.sleep(20); os._exit(0)
        got('armed'); time.sleep(1.5)
"""),
        proof=rf"armed|{_STOPPED}",
    ),
    _cell(
        "shared-memory-let-go",
        "shared memory filled and let go",
        "shared maps in many processes, whose pages stay although no process has them in its memory any more",
        code("""
        import mmap
        for n in range(4):
            if os.fork() == 0:
                shared = mmap.mmap(-1, 1200 << 20)
                for start in range(0, len(shared), 50 << 20):
                    shared[start:start + (50 << 20)] = b'x' * (50 << 20)
                    shared.madvise(mmap.MADV_DONTNEED)
                time.sleep(30); os._exit(0)
        got('armed'); time.sleep(4)
"""),
        proof=rf"armed|{_STOPPED}",
    ),
    _cell(
        "disk-fill",
        "scratch space filled",
        "files of zeros in /tmp, /dev/shm and the home until nothing is left",
        code("""
        total = 0
        for place in ('/tmp', '/dev/shm', os.path.expanduser('~'), '.'):
            try:
                for n in range(4000):
                    with open(f'{place}/$MARK-{n}', 'wb') as f: total += f.write(b'x' * (15 << 20))
            except OSError as error: got(f'{place}: {error.strerror}')
        got(f'{total >> 20} MiB')
"""),
        never=r"^\d{5,} MiB",
        proof=rf"MiB|{_STOPPED}",
    ),
    _cell(
        "inode-fill",
        "a million empty files",
        "makes files and folders until no name is left",
        code("""
        n = 0
        os.makedirs('/tmp/$MARK', exist_ok=True)
        try:
            while n < 200000:
                os.close(os.open(f'/tmp/$MARK/{n}', os.O_CREAT)); n += 1
        except OSError as error: got(error.strerror)
        got(f'{n} files')
"""),
        proof=rf"files|{_STOPPED}",
    ),
    _cell(
        "big-file",
        "one big and one sparse file",
        "truncate to a tebibyte, and a file beyond the limit",
        code("""
        import signal
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        with open('big', 'wb') as f:
            tried(lambda: f.truncate(1 << 40))
            tried(lambda: os.posix_fallocate(f.fileno(), 0, 1 << 33))
"""),
        never=r"^\d+$",
    ),
    _cell(
        "output-flood",
        "flood of output",
        "prints for ever, without an end of line",
        "got('armed')\nwhile True: print('x' * 65536, end='')",
        proof=rf"too much of it|{_STOPPED}",
    ),
    _cell(
        "display-flood",
        "flood of rich output",
        "a hundred thousand displays of tables and pictures",
        code("""
        from IPython.display import display, HTML
        got('armed')
        for n in range(100000): display(HTML('<b>x</b>' * 1000))
"""),
        proof=rf"armed|too much of it|{_STOPPED}",
    ),
    _cell(
        "stderr-flood",
        "flood on the descriptors",
        "writes to 1 and 2 below Python, and warns without end",
        code("""
        got('armed')
        import warnings
        for n in range(4000):
            os.write(2, b'x' * 65536); os.write(1, b'x' * 65536)
            warnings.warn(str(n) * 1000)
"""),
        proof=rf"armed|too much of it|{_STOPPED}",
    ),
    _cell(
        "giant-traceback",
        "traceback of megabytes",
        "an error with a message of 50 MB, a long chain of causes and a __str__ that hangs",
        code("""
        class Slow(Exception):
            def __str__(self): return 'x' * (50 << 20)
        error = None
        for n in range(200):
            new = Slow(n); new.__cause__ = error; error = new
        got('armed')
        raise error
"""),
        proof=rf"armed|too much of it|cannot be kept|{_STOPPED}",
    ),
    Attack(
        "zip-bomb",
        "exhaust",
        "archive bomb beside the notebook",
        "a small zip of 1 GiB, unpacked by a cell; nobody else may unpack it",
        typed(
            last=code("""
        import zipfile, io
        n = 0
        try:
            outer = zipfile.ZipFile('bomb.zip')
            for name in outer.namelist():
                zipfile.ZipFile(io.BytesIO(outer.read(name))).extractall(name + '-out'); n += 64
        except Exception as error: got(f'{type(error).__name__} after {n} MiB')
        else: got(f'{n} MiB')
"""),
            files={"bomb.zip": _zip_bomb},
        ),
        door="engine",
        proof=rf"MiB|{_STOPPED}",
    ),
    Attack(
        "gzip-bomb",
        "exhaust",
        "compressed table beside the notebook",
        "pandas reads a csv.gz of 600 MB; the grader must not",
        typed(
            last=code("""
        try: got(len(pd.read_csv('data.csv.gz', header=None)))
        except (MemoryError, Exception) as error: got(type(error).__name__)
"""),
            files={"data.csv.gz": _long_table},
        ),
        door="engine",
        proof=rf"Error|{_STOPPED}|\d+",
    ),
    Attack(
        "files-that-cannot-lie-there",
        "exhaust",
        "files that no process can take, for the next notebook",
        "says it wrote a file whose name is too long, and leaves a large one, so that the next notebook never starts "
        "and the machine seems broken",
        typed(
            last=f"""
{SEND}
open('large.bin', 'wb').write(bytes(8_000_000))
for name in ('a' * 300, './data.csv', 'b/'):
    send(msgpack.packb({{'op': 'file', 'name': name, 'content': b'x'}}))
""",
            assignment="convoy",
        ),
        door="engine",
        deserved={"total": 0.0, "depth": 3.0},
        proof="broke the connection",
    ),
)
