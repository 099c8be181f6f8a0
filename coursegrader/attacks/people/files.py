"""Paths, links and start-up files: submissions that reach out of their folder or into the next run."""

from __future__ import annotations

import os
import socket
import stat
import tarfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from coursegrader.attacks.attack import Attack, Door, Material, Submission
from coursegrader.attacks.making import filler, typed


def _paths(identity: str, title: str, tries: str, refusal: str, *names: str) -> list[Attack]:
    """An archive with one such name each: a tar file, unpacked into names and contents as an upload is."""
    return [
        Attack(
            identity if len(names) == 1 else f"{identity}-{number}",
            "people",
            title,
            tries,
            _archive(name),
            proof=refusal,
            refused=True,
        )
        for number, name in enumerate(names, 1)
    ]


def _archive(name: str) -> Callable[[Material], Submission]:
    def build(material: Material) -> Submission:
        files = typed()(material).files
        target = filler(material)(name)
        buffer = BytesIO()
        with tarfile.open(fileobj=buffer, mode="w") as archive:
            for path, content in (*files.items(), (target, b"import os  # " + material.mark.encode())):
                entry = tarfile.TarInfo(path)
                entry.size = len(content)
                archive.addfile(entry, BytesIO(content))
        buffer.seek(0)
        unpacked = {}
        with tarfile.open(fileobj=buffer) as archive:
            for entry in archive:
                stream = archive.extractfile(entry)
                assert stream is not None
                unpacked[entry.name] = stream.read()
        return Submission(unpacked)

    return build


def _special(
    identity: str,
    title: str,
    tries: str,
    make: Callable[[Path, Material], None],
    door: Door = "folder",
) -> Attack:
    """A folder on disk with something in it that is no plain file."""

    def build(material: Material) -> Submission:
        submission = typed(last="got('armed')")(material)
        return Submission(submission.files, lay_out=lambda folder: make(folder, material))

    return Attack(
        identity,
        "people",
        title,
        tries,
        build,
        door=door,
        may_be_refused="plain|link|regular|cannot be|no notebook",
    )


def _link(folder: Path, material: Material) -> None:
    course = material.places["COURSE"]
    (folder / "notes.txt").symlink_to(f"{course}/graders/harbour/test_total.py")
    (folder / "all").symlink_to(course)


def _notebook_link(folder: Path, material: Material) -> None:
    (folder / "work.ipynb").unlink()
    (folder / "work.ipynb").symlink_to(f"{material.places['COURSE']}/submitted/ada/harbour/work.ipynb")


def _fifo(folder: Path, material: Material) -> None:
    os.mkfifo(folder / "data.csv")


def _socket(folder: Path, material: Material) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        before = Path.cwd()
        os.chdir(folder)  # the path of a socket may have only 108 characters
        try:
            listener.bind("data.csv")
        finally:
            os.chdir(before)


def _device(folder: Path, material: Material) -> None:
    try:
        os.mknod(folder / "data.csv", stat.S_IFCHR | 0o666, os.makedev(1, 5))  # an endless /dev/zero
    except PermissionError:
        (folder / "data.csv").symlink_to("/dev/zero")  # an ordinary user makes no devices, but points at one


def _pipe_and_links(folder: Path, material: Material) -> None:
    _link(folder, material)
    _fifo(folder, material)
    (folder / "loop").symlink_to("loop")
    (folder / "sub").mkdir()
    (folder / "sub" / "up").symlink_to("..")


def _notebook_as_folder(material: Material) -> Submission:
    files = typed(last="got('armed')")(material).files
    return Submission({"solution.ipynb": files["work.ipynb"], "work.ipynb/x": b"x"})


_STARTUP = """
import os
try:
    open("$TMP/$MARK", "w").write("ran outside")
except OSError:
    pass
"""
_STARTUP_FILES = dict.fromkeys(
    (
        "sitecustomize.py",
        "usercustomize.py",
        "conftest.py",
        "nbgrader_config.py",
        "jupyter_config.py",
        "jupyter_nbconvert_config.py",
        "ipython_config.py",
        "setup.py",
        "gradebook.py",
        "coursegrader.py",
        "nbgrader.py",
        "pytest.py",
        "test_total.py",
        "oracles.py",
        "msgpack.py",
        "evil.pth",
    ),
    _STARTUP,
)

ATTACKS = (
    *_paths(
        "path-traversal",
        "archive with a path upwards",
        "names that lead into the course: ../../graders/..., a/../../x",
        "outside the assignment|hidden",
        "../../../graders/harbour/test_total.py",
        "data/../../../nbgrader_config.py",
    ),
    *_paths(
        "absolute-path",
        "archive with an absolute path",
        "a name that starts at the root",
        "absolute",
        "$TMP/$MARK.py",
    ),
    *_paths(
        "windows-path",
        "archive with Windows names",
        "backslashes, drive letters",
        "backslash",
        "..\\..\\nbgrader_config.py",
    ),
    *_paths(
        "hidden-start-up-file",
        "archive with hidden start-up files",
        ".ipython profile, .pythonrc and .ipynb_checkpoints",
        "hidden",
        ".ipython/profile_default/startup/00.py",
        ".ipynb_checkpoints/work-checkpoint.ipynb",
    ),
    *_paths(
        "unprintable-name",
        "archive with a name that lies",
        "new lines and right-to-left marks, so that logs and lists read otherwise",
        "unprintable",
        "notes.txt\nscore: 10",
        "harmless\u202egpj.exe",
    ),
    *_paths(
        "endless-name",
        "archive with an endless name",
        "ten thousand characters, a thousand folders",
        "longer than|folders deep",
        "x" * 5000,
        "d/" * 1000 + "x",
    ),
    Attack(
        "nul-in-name",
        "people",
        "name with a NUL",
        "a NUL cuts the name short in C code",
        lambda material: Submission({**typed()(material).files, "notes.txt\0.py": b"x"}),
        proof="unprintable",
        refused=True,
    ),
    Attack(
        "file-as-folder",
        "people",
        "a file and a folder of one name",
        "work.ipynb/x beside work.ipynb, so that writing one of them fails",
        lambda material: Submission({**typed()(material).files, "work.ipynb/x": b"x"}),
        proof="names a file as a folder",
        refused=True,
    ),
    Attack(
        "page-is-a-folder",
        "people",
        "a folder in place of the feedback page",
        "work.html/x, so that the page cannot be written",
        typed(last="got('armed')", files={"work.html/x": b"x", "work.html.tmp": b"x"}),
    ),
    Attack(
        "notebook-is-a-folder",
        "people",
        "a folder in place of the notebook",
        "work.ipynb/x, and the notebook under another name",
        _notebook_as_folder,
        may_be_refused="folder",
    ),
    Attack(
        "timestamp-is-a-folder",
        "people",
        "a folder in place of the time stamp",
        "timestamp.txt/x, so that the time of submission cannot be written",
        lambda material: Submission({**typed()(material).files, "timestamp.txt/x": b"x"}),
        proof="names a file as a folder",
        refused=True,
    ),
    Attack(
        "thousand-files",
        "people",
        "ten thousand files",
        "more files than a folder should have",
        lambda material: Submission({**typed()(material).files, **{f"f{n}": b"" for n in range(10_000)}}),
        proof="too many",
        refused=True,
    ),
    Attack(
        "huge-file",
        "people",
        "a file of 100 MB",
        "fills the exchange's disk",
        lambda material: Submission({**typed()(material).files, "data.bin": bytes(100 << 20)}),
        proof="larger than",
        refused=True,
    ),
    Attack(
        "case-collision",
        "people",
        "names that differ in case only",
        "WORK.ipynb and Work.ipynb beside work.ipynb, for file systems and tables that take them for one",
        lambda material: _with_copies(material, "WORK.ipynb", "Work.ipynb"),
    ),
    _special("symbolic-links", "folder with symbolic links", "links to the suite and to the whole course", _link),
    _special(
        "notebook-is-a-link", "the notebook is a link", "work.ipynb points at another learner's work", _notebook_link
    ),
    _special("fifo", "folder with a FIFO", "a pipe that nobody writes to, so that reading it hangs", _fifo),
    _special("unix-socket", "folder with a socket", "a socket file in place of data", _socket),
    _special("device", "folder with a device", "an endless device in place of data", _device),
    _special(
        "links-in-the-inbox",
        "links and pipes in submitted/",
        "the same, put into nbgrader's own folder by other ways",
        _pipe_and_links,
        door="inbox",
    ),
    Attack(
        "start-up-files",
        "people",
        "start-up and configuration files",
        "files of names that the grader's own programs might import or read",
        typed(last="got('armed')", files=_STARTUP_FILES),
        may_lose=frozenset({"greeting"}),
    ),
    Attack(
        "shadowing-modules",
        "people",
        "modules that hide the real ones",
        "numpy.py, pandas.py and coursekit.py beside the notebook",
        typed(
            last="got('armed')",
            files=dict.fromkeys(("numpy.py", "pandas.py", "coursekit.py", "os.py"), f"score = 10\n{_STARTUP}"),
        ),
        may_lose=frozenset({"greeting"}),
    ),
    Attack(
        "instructors-files",
        "people",
        "the instructor's files replaced",
        "brings its own graders/, source/ and gradebook.db along",
        typed(
            last="got('armed')",
            files={
                "graders/harbour/test_total.py": "def test_sum(): pass",
                "source/harbour/work.ipynb": b"{}",
                "gradebook.db": b"SQLite format 3\0",
                "release/harbour/work.ipynb": b"{}",
            },
        ),
    ),
)


def _with_copies(material: Material, *names: str) -> Submission:
    files = dict(typed(last="got('armed')")(material).files)
    return Submission(files | {name: files["work.ipynb"].replace(b"return 0", b"return 1") for name in names})
