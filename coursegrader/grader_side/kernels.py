"""Which notebooks need a kernel other than this Python, and what of that kernel has to be seen inside the sandbox."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from coursegrader.errors import CourseError
from coursegrader.grader_side.course_rules import KernelOptions
from coursegrader.sandbox.this_python import this_python

# Names that mean the Python that runs Jupyter, whatever is installed under them.
_OWN: Final = frozenset({"", "python3", "python"})
_IPYKERNEL: Final = frozenset({"ipykernel_launcher", "ipykernel"})


@dataclass(frozen=True)
class Kernel:
    """A kernel as its ``kernel.json`` says.

    Attributes:
        argv: its command, with Jupyter's placeholders.
        resources: the folder that ``kernel.json`` lies in.
        startup_seconds, iopub_seconds: how long to wait for it.
    """

    name: str
    display_name: str
    language: str
    argv: tuple[str, ...]
    env: Mapping[str, str]
    interrupt_mode: str
    resources: Path
    startup_seconds: int
    iopub_seconds: int

    @property
    def places(self) -> tuple[Path, ...]:
        """What it needs to read besides the system's and this Python's files: the files its command names, the
        environment its program lies in."""
        named = [Path(part) for part in self.argv if Path(part).is_absolute() and Path(part).exists()]
        return (self.resources, *(place for path in named for place in _with_environment(path)))


def kernel_of(notebook: str, document: Mapping[str, Any], options: KernelOptions) -> Kernel | None:
    """The kernel that has to run a notebook; None if this Python does.

    A Python kernel of another name (``conda-env-maths-py``, ``python3.9``) that is not installed here is this Python.

    Args:
        notebook: its name, for the error.
        document: the instructor's notebook.
        options: what the course's configuration says.

    Raises:
        CourseError: the kernel is of another language and not installed.
    """
    metadata = document.get("metadata", {})
    spec = metadata.get("kernelspec", {})
    name = options.name or str(spec.get("name", ""))
    if name in _OWN and not options.arguments:
        return None
    kernel = _installed(name or "python3", options)
    if kernel is not None:
        return None if _is_this_python(kernel) and not options.arguments else kernel
    language = str(spec.get("language") or metadata.get("language_info", {}).get("name") or "")
    if language.lower() in ("", "python", "ipython") and not options.name:
        return None
    raise CourseError(
        f"{notebook}.ipynb is for the kernel {name!r}{f' ({language})' if language else ''}, which is not installed on "
        f"this machine; install it (`jupyter kernelspec list` shows which there are), then grade again"
    )


@lru_cache(maxsize=32)
def _installed(name: str, options: KernelOptions) -> Kernel | None:
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    try:
        spec = KernelSpecManager().get_kernel_spec(name)
    except NoSuchKernel:
        return None
    return Kernel(
        name=name,
        display_name=spec.display_name,
        language=spec.language,
        argv=(*spec.argv, *options.arguments),
        env=dict(spec.env),
        interrupt_mode=spec.interrupt_mode,
        resources=Path(spec.resource_dir),
        startup_seconds=options.startup_seconds,
        iopub_seconds=options.iopub_seconds,
    )


def _is_this_python(kernel: Kernel) -> bool:
    program = Path(kernel.argv[0])
    ours = not program.is_absolute() or program.parent == this_python().parent
    return ours and not kernel.env and kernel.language.lower() == "python" and bool(_IPYKERNEL & set(kernel.argv))


def _with_environment(path: Path) -> tuple[Path, ...]:
    """A program's whole environment if it lies in one (conda, venv), never anything wider than that."""
    prefix = path.parent.parent
    if path.parent.name in ("bin", "Scripts") and any((prefix / m).exists() for m in ("conda-meta", "pyvenv.cfg")):
        return (prefix, *_base_of(prefix))
    return (path,)


def _base_of(prefix: Path) -> tuple[Path, ...]:
    """The Python that a virtual environment stands on."""
    try:
        lines = (prefix / "pyvenv.cfg").read_text("utf-8").splitlines()
    except FileNotFoundError:
        return ()
    homes = [value.strip() for key, _, value in (line.partition("=") for line in lines) if key.strip() == "home"]
    return tuple(Path(home).parent for home in homes if Path(home).name == "bin")
