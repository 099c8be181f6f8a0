"""Hidden inputs and earlier learners' work, carried out by whatever is shared between tests, notebooks and runs."""

from __future__ import annotations

from coursegrader.attacks.attack import Attack
from coursegrader.attacks.making import code, typed

_KEEP = """
import socket, tempfile
PLACES = [".", "/tmp", "/dev/shm", "/var/tmp", os.path.expanduser("~"), tempfile.gettempdir(), "/run", "/mnt/files"]


def keep(values):
    for place in PLACES:
        try:
            open(f"{place}/$MARK.txt", "a").write(f"{values}")
        except OSError:
            pass
    os.environ["KEPT"] = str(values)
    return 0
"""
_LOOK = """
import os
print("got: looked")
for place in [".", "/tmp", "/dev/shm", "/var/tmp", os.path.expanduser("~"), "/run", "/mnt/files"]:
    try:
        names = os.listdir(place)
    except OSError:
        continue
    for name in names:
        if name.startswith("cg") and name.endswith(".txt"):
            print("got: FOUND", open(f"{place}/{name}").read())
print("got:", os.environ.get("KEPT"))
"""

ATTACKS = (
    Attack(
        "inputs-in-errors",
        "secrets",
        "hidden inputs in error messages",
        "raises exceptions whose class, message, notes and repr carry the inputs",
        typed(
            code("""
        def total(*values):
            name = 'ValueError' + str(values)
            kind = type(name, (Exception,), {'__module__': name, '__str__': lambda s: name})
            error = kind(values)
            error.add_note(name)
            print(values); sys.stderr.write(name)
            raise error
        scaled = table = apply_twice = Counter = total
        got('armed')
""")
        ),
        proof=r"Your code raised an exception",
    ),
    Attack(
        "inputs-to-next-notebook",
        "secrets",
        "hidden inputs for the next notebook",
        "writes them to every folder, for the next notebook of the attempt to print",
        typed(
            _KEEP
            + code("""
        def total(values): return keep(values)
        scaled = lambda m, f: keep(m)
        got('armed')
"""),
            assignment="convoy",
            change=lambda document: document["cells"].insert(
                0,
                {
                    "cell_type": "code",
                    "id": "look",
                    "metadata": {},
                    "source": _LOOK,
                    "outputs": [],
                    "execution_count": None,
                },
            ),
        ),
        door="engine",
        deserved={"total": 0.0, "depth": 3.0},
        never="FOUND",
    ),
    Attack(
        "scratch-for-the-next-run",
        "secrets",
        "shared scratch between submissions",
        "writes files in every folder and looks for them when it is handed in again",
        typed(first=_KEEP.replace("$MARK", "cg-scratch") + _LOOK + "\nkeep('left by an earlier learner')"),
        never="FOUND",
        again=True,
    ),
    Attack(
        "start-up-files-for-the-next-run",
        "secrets",
        "start-up files left for the next learner",
        "sitecustomize, .pth, .pythonrc, IPython profile, matplotlibrc and caches in the home and /tmp",
        typed(
            first="""
import pathlib, site
FILES = {"sitecustomize.py": "", "usercustomize.py": "", ".pythonrc.py": "", "matplotlibrc": "backend: Agg",
         "numpy.py": "", ".ipython/profile_default/startup/00.py": "", ".jupyter/nbgrader_config.py": "",
         "evil.pth": "import os"}
code = "import builtins; builtins.LEFT = 'FOUND'"
folders = [os.path.expanduser("~"), "/tmp", os.getcwd(), site.getusersitepackages(), os.environ.get("IPYTHONDIR", ".")]
for folder in folders:
    for name, text in FILES.items():
        try:
            path = pathlib.Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text or code)
        except OSError:
            pass
import builtins
got(getattr(builtins, "LEFT", "nothing left"))
"""
        ),
        never="FOUND",
        again=True,
        may_lose=frozenset({"greeting"}),
    ),
    Attack(
        "daemon-with-inputs",
        "secrets",
        "a daemon that outlives the test",
        "forks away during a test and keeps the inputs, to give them to the next test and notebook",
        typed(
            _KEEP
            + """
import time
def total(values):
    keep(values)
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            while True:
                keep(values); time.sleep(0.01)
        os._exit(0)
    return 0
got('armed')
"""
        ),
    ),
    Attack(
        "timing-of-others",
        "secrets",
        "load and timing of other runs",
        "reads load, process and disk counters that other learners' work moves",
        typed(
            first=code("""
        paths = ['/proc/' + name for name in ('loadavg', 'sched_debug', 'timer_list', 'kmsg', 'kcore', 'kallsyms')]
        for path in [*paths, '/dev/kmsg', '/sys/kernel/debug', '/sys/fs/cgroup/cgroup.procs']:
            try: text = open(path, 'rb', 0).read(2000).decode('utf-8', 'replace')
            except OSError as error: text = error.strerror
            got(f'{path}: {text[:60]}')
""")
        ),
        never=r"(kcore|kmsg|timer_list|sched_debug): (?!No such|Permission|Operation|Is a)",
    ),
)
