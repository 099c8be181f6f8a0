"""Files of the course, of other learners and of the machine, opened by name, by link and by accident."""

from __future__ import annotations

from coursegrader.attacks.attack import Attack
from coursegrader.attacks.making import code, typed


def _reads(identity: str, title: str, tries: str, text: str, never: str | None = None) -> Attack:
    return Attack(identity, "secrets", title, tries, typed(first=text), never=never)


def _opens(identity: str, title: str, tries: str, *paths: str) -> Attack:
    lines = "\n".join(f"tried(lambda: open({path!r}, 'rb').read())" for path in paths)
    return _reads(identity, title, tries, lines, never=r"^b['\"]")


ATTACKS = (
    _opens(
        "suite-file",
        "the hidden suite's file",
        "opens graders/harbour/test_total.py where it lies",
        "$COURSE/graders/harbour/test_total.py",
        "$COURSE/nbgrader_config.py",
        "$COURSE/source/harbour/work.ipynb",
    ),
    _opens(
        "home-files",
        "files in the grader's home",
        "opens a private file, keys and shell history there",
        "$HOME/$SECRETFILE",
        "$REALHOME/.bash_history",
        "$REALHOME/.ssh/id_rsa",
        "$REALHOME/.bashrc",
    ),
    _opens("temporary-files", "files in /tmp", "opens another program's temporary file", "$TMP/$SECRETFILE"),
    _opens(
        "victims-work",
        "another learner's submission and feedback",
        "opens what Ada handed in and what she was told",
        "$COURSE/submitted/$VICTIM/harbour/work.ipynb",
        "$COURSE/autograded/$VICTIM/harbour/work.ipynb",
        "$COURSE/feedback/$VICTIM/harbour/work.html",
    ),
    _reads(
        "gradebook",
        "nbgrader's gradebook",
        "opens gradebook.db and gives itself the marks",
        code("""
        import sqlite3
        def rewrite():
            with sqlite3.connect('$COURSE/gradebook.db') as db:
                names = db.execute('select id, last_name from student').fetchall()
                db.execute('update grade set manual_score = 10')
                return names
        tried(rewrite)
"""),
    ),
    _opens(
        "exchange-store",
        "the exchange's database and secret",
        "opens exchange.db, the course secret and the stored files",
        "$COURSE/.coursegrader/exchange.db",
        "$COURSE/.coursegrader/secret",
        "$COURSE/.coursegrader/gradebook.lock",
    ),
    _opens(
        "system-files",
        "the machine's accounts and logs",
        "opens /etc/shadow, /etc/passwd, the machine's id and logs",
        "/etc/shadow",
        "/etc/passwd",
        "/etc/machine-id",
        "/var/log/dpkg.log",
        "/root/.bashrc",
    ),
    _reads(
        "way-out-by-links",
        "links and .. out of the folder",
        "symbolic links, /proc/self/root, /proc/1/cwd and twenty times ..",
        code("""
        os.symlink('$COURSE/graders/harbour/test_total.py', 'link.py')
        tried(lambda: open('link.py').read())
        for top in ('/proc/self/root', '/proc/1/root', '/proc/1/cwd', '/proc/self/cwd/' + '../' * 20, '../' * 20):
            tried(lambda: open(top + '/' + '$TMP/$SECRETFILE').read())
"""),
    ),
    _reads(
        "hard-link",
        "hard link to a secret",
        "os.link from the private file into the working folder",
        "tried(lambda: os.link('$HOME/$SECRETFILE', 'mine'))\ntried(lambda: open('mine').read())",
    ),
    _reads(
        "walk-everything",
        "every folder that can be listed",
        "walks the whole tree for suites, gradebooks and private files",
        code("""
        names = {'test_total.py', '$SECRETFILE', 'gradebook.db', 'exchange.db', 'secret'}
        hits = []
        for folder, folders, files in os.walk('/'):
            folders[:] = [f for f in folders if folder + f != '/proc' and not f.endswith(('-packages', 'share'))]
            hits += [os.path.join(folder, f) for f in files if f in names]
        for hit in hits: tried(lambda: open(hit, 'rb').read())
        got(f'{len(hits)} found')
"""),
        never=r"^[1-9]\d* found",
    ),
    _reads(
        "file-handles",
        "files by inode",
        "open_by_handle_at, which passes by every folder's permissions",
        code("""
        libc = ctypes.CDLL(None, use_errno=True)
        class H(ctypes.Structure):
            _fields_ = [('bytes', ctypes.c_uint), ('type', ctypes.c_int), ('data', ctypes.c_ubyte * 128)]
        for place in ('/', '/usr', '/home'):
            try: root = os.open(place, os.O_RDONLY)
            except OSError: continue
            h = H(8, 1)
            h.data[0] = 2
            fd = libc.open_by_handle_at(root, ctypes.byref(h), os.O_RDONLY)
            got(os.strerror(ctypes.get_errno()) if fd < 0 else f'opened {os.listdir(fd)}')
"""),
        never=r"^opened",
    ),
    _reads(
        "write-outside",
        "files written outside",
        "writes into the course, the home, the packages and the system",
        code("""
        import site
        places = ['$COURSE', '$HOME', '$TMP', '$REALHOME', '/', '/etc', '/usr', '/opt', '/run', '/var/tmp']
        places += [sys.prefix, os.path.dirname(os.__file__), *site.getsitepackages(), *sys.path[-3:]]
        done = []
        for place in places:
            try:
                open(place + '/$MARK.pth', 'w').write('import os')
                done.append(place)
            except OSError: pass
        got(f'wrote to {done}')
"""),
        never=r"site-packages|student-side|/usr|/etc",
    ),
    _reads(
        "core-dump",
        "a core file",
        "raises the limit, aborts a child and looks for the dump",
        code("""
        import resource, glob
        tried(lambda: resource.setrlimit(resource.RLIMIT_CORE, (2**30, 2**30)))
        child = os.fork()
        if child == 0: os.abort()
        os.waitpid(child, 0)
        got(f'cores: {glob.glob("*core*")}')
        tried(lambda: open('/proc/sys/kernel/core_pattern', 'w').write('|/tmp/$MARK'))
"""),
        never=r"cores: \[.+\]",
    ),
)
