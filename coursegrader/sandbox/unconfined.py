"""No wall at all, for development on machines that have none; its results are marked. Never chosen by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from coursegrader.sandbox.launch import launch_command
from coursegrader.sandbox.policy import SandboxPolicy

NAME = "unconfined"
# stands in every result
WARNING = (
    "graded without a sandbox (COURSEGRADER_SANDBOX=unconfined): this score can be forged; grade again in a sandbox"
)


@dataclass(frozen=True)
class Unconfined:
    """The command, with the policy's environment and places, and all of the caller's rights."""

    name: ClassVar[str] = NAME
    nests: ClassVar[bool] = False
    supervised: ClassVar[bool] = True

    def available(self) -> str | None:
        """Nothing can be against it but that it is no sandbox."""
        return None

    def command(self, policy: SandboxPolicy, argv: Sequence[str]) -> list[str]:
        """The launcher's command line."""
        return launch_command(self.name, policy, argv)
