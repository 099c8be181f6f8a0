"""Where a policy's paths are found on a rung that cannot mount: in a folder of links and private folders.

A path that the policy shows under its own name stays as it is. Everything else (scratch folders, and what is seen under
another name) gets a place below one private folder, and every path that is handed to the command is rewritten.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from coursegrader.sandbox.policy import Mount, SandboxPolicy


class Places:
    """The places of one policy's paths below ``base``."""

    def __init__(self, policy: SandboxPolicy, base: Path) -> None:
        self.base = base
        mounts = (*policy.read_only, *policy.read_write)
        self._as_they_are = [mount.target for mount in mounts if mount.host == mount.target]
        self._links = [mount for mount in mounts if mount.host != mount.target]
        self._scratch = [scratch.inside for scratch in policy.scratch]

    def of(self, path: Path) -> Path:
        """Where ``path`` is really found."""
        moved = [*(mount.target for mount in self._links), *self._scratch]
        best = max((len(place.parts) for place in moved if path.is_relative_to(place)), default=0)
        known = max((len(place.parts) for place in self._as_they_are if path.is_relative_to(place)), default=0)
        on_the_way = path != Path("/") and any(place.is_relative_to(path) for place in moved)
        return self._below(path) if best > known or (on_the_way and not known) else path

    def text(self, value: str) -> str:
        """``value`` with its paths rewritten: the whole of it, or parts between colons, that begin with a slash."""
        return ":".join(str(self.of(Path(part))) if part.startswith("/") else part for part in value.split(":"))

    def env(self, policy: SandboxPolicy) -> dict[str, str]:
        """The policy's environment, with its paths rewritten, and the way to the private ``/tmp``."""
        env = {name: self.text(value) for name, value in policy.env.items()}
        if Path("/tmp") in self._scratch:
            env.setdefault("TMPDIR", str(self.of(Path("/tmp"))))
        return env

    def argv(self, argv: Sequence[str]) -> list[str]:
        """A command line with its paths rewritten."""
        return [self.text(argument) for argument in argv]

    @property
    def writable(self) -> list[Path]:
        """The scratch folders."""
        return [self._below(inside) for inside in self._scratch]

    def make(self, owner: tuple[int, int] | None) -> None:
        """Make links and folders.

        Args:
            owner: user and group of the scratch folders; None for the caller's.
        """
        for mount in sorted(self._links, key=_depth):
            link = self._below(mount.target)
            link.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
            link.symlink_to(mount.host)
        for folder in self.writable:
            folder.mkdir(mode=0o755, parents=True, exist_ok=True)
            if owner is not None:
                os.chown(folder, *owner)
            folder.chmod(0o700)

    def _below(self, path: Path) -> Path:
        return self.base / path.relative_to("/")


def _depth(mount: Mount) -> int:
    return len(mount.target.parts)
