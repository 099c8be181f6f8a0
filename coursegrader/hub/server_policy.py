"""What a JupyterLab server may see and reach: the sandbox policy of a learner's and of a staff member's server."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import coursegrader
import coursekit
from coursegrader.sandbox import Mount, SandboxPolicy, Scratch, system_mounts

CONFIG_INSIDE = Path("/etc/coursegrader")
SOCKETS_INSIDE = Path("/run/coursegrader")
ENVIRONMENT = "environment.json"
ENVIRONMENT_INSIDE = Path("/etc/coursegrader-environment.json")
TEMPORARY = Path("/var/tmp")
MIB = 1024 * 1024

# nbgrader's folders in a course directory
GRADING_FOLDERS = ("submitted", "autograded", "feedback")
AUTHORING_FOLDERS = ("source", "graders", "release")


@dataclass(frozen=True)
class StaffAccess:
    """A staff member's view of one course.

    Attributes:
        course_dir: seen at the same path as outside.
        gradebook: the folder of the gradebook's database, seen at the same path as outside.
        data: the deployment's data folder, hidden in case it lies in the course directory.
        group: system group of the course's staff.
        may_author: whether sources, graders and releases may be changed (instructors), not only read.
    """

    course_dir: Path
    gradebook: Path
    data: Path
    group: int
    may_author: bool


@dataclass(frozen=True)
class ServerSandbox:
    """One user's server.

    Attributes:
        user, uid: the hub user, and the system user the server runs as.
        home: the user's own folder.
        config: Jupyter's generated configuration.
        sockets: the ways out of the sandbox.
        accounts: small files for ``/etc``, and the environment that the hub hands over.
        staff: the course, for its staff.
    """

    user: str
    uid: int
    home: Path
    config: Path
    sockets: Path
    accounts: Path
    staff: StaffAccess | None = None

    @property
    def home_inside(self) -> Path:
        """Where the user finds their home."""
        return Path("/home") / self.user

    @property
    def root_dir(self) -> Path:
        """What JupyterLab's file browser shows."""
        return self.staff.course_dir if self.staff else self.home_inside

    def policy(self, env: Mapping[str, str]) -> SandboxPolicy:
        """The sandbox policy, with ``env`` as the server's environment."""
        return SandboxPolicy(
            read_only=(*system_mounts(), *package_mounts(), *self._own_read_only(), *self._staff_read_only()),
            read_write=(Mount(self.home, self.home_inside), *self._staff_read_write()),
            scratch=self._scratch(),
            env=env,
            cwd=Path("/"),
            hostname="jupyter",
            network=False,
            uid=self.uid,
            gid=self.staff.group if self.staff else self.uid,
        )

    def _own_read_only(self) -> tuple[Mount, ...]:
        names = ("passwd", "group", "hosts", "nsswitch.conf")
        accounts = tuple(Mount(self.accounts / name, Path("/etc") / name) for name in names)
        environment = Mount(self.accounts / ENVIRONMENT, ENVIRONMENT_INSIDE)
        return (Mount(self.config, CONFIG_INSIDE), Mount(self.sockets, SOCKETS_INSIDE), environment, *accounts)

    def _scratch(self) -> tuple[Scratch, ...]:
        scratch: tuple[Scratch, ...] = (Scratch(TEMPORARY), Scratch(Path("/dev/shm")))
        tmp, mounts = Path("/tmp"), (*system_mounts(), *package_mounts(), *self._staff_read_only())
        if not any(mount.target.is_relative_to(tmp) for mount in mounts):  # it would hide them
            scratch = (*scratch, Scratch(tmp))
        if self.staff and self.staff.data.is_relative_to(self.staff.course_dir):
            return (*scratch, Scratch(self.staff.data, MIB))
        return scratch

    def _staff_read_only(self) -> tuple[Mount, ...]:
        return (Mount(self.staff.course_dir),) if self.staff else ()

    def _staff_read_write(self) -> tuple[Mount, ...]:
        if self.staff is None:
            return ()
        names = GRADING_FOLDERS + (AUTHORING_FOLDERS if self.staff.may_author else ())
        folders = [self.staff.course_dir / name for name in names]
        return tuple(Mount(path) for path in (*folders, self.staff.gradebook) if path.is_dir())


def package_mounts() -> tuple[Mount, ...]:
    """The folders of the packages that servers import, where they are not part of the virtual environment."""
    folders = [Path(package.__file__).parent for package in (coursegrader, coursekit) if package.__file__]
    return tuple(Mount(folder) for folder in folders if not folder.is_relative_to(sys.prefix))
