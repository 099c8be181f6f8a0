"""``python -m coursegrader.sandbox.launch ORDER``: builds the wall of a rung around itself and becomes the command.

The order says which rung, under which policy, which command, as JSON. The launcher runs with the interpreter and this
package alone: no environment, no site packages, nothing that is imported from the current folder.
"""

from __future__ import annotations

import dataclasses
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from coursegrader.errors import SandboxUnavailable
from coursegrader.sandbox.policy import Limits, Mount, SandboxPolicy, Scratch
from coursegrader.sandbox.this_python import this_python

# -I keeps the current folder and the environment out, -S the site packages: so the way to this package is told
_START = "import sys; sys.path.insert(0, sys.argv.pop(1)); from coursegrader.sandbox.launch import main; main()"


def launch_command(rung: str, policy: SandboxPolicy, argv: Sequence[str]) -> list[str]:
    """The command line that has the launcher run ``argv`` under ``policy`` on a rung."""
    here = str(Path(__file__).resolve().parents[2])
    order = json.dumps({"rung": rung, "policy": policy_to_json(policy), "argv": list(argv)})
    # the first process inside can be read by those after it: it gets no environment of ours
    return ["/usr/bin/env", "-i", str(this_python()), "-I", "-S", "-c", _START, here, order]


def policy_to_json(policy: SandboxPolicy) -> dict[str, Any]:
    """A policy as JSON-ready data."""
    data: dict[str, Any] = json.loads(json.dumps(dataclasses.asdict(policy), default=str))
    return data


def policy_from_json(data: dict[str, Any]) -> SandboxPolicy:
    """The inverse of :func:`policy_to_json`."""
    known: dict[str, Any] = {
        "read_only": tuple(_mount(entry) for entry in data["read_only"]),
        "read_write": tuple(_mount(entry) for entry in data["read_write"]),
        "scratch": tuple(Scratch(Path(entry["inside"]), entry["size"]) for entry in data["scratch"]),
        "capabilities": tuple(data["capabilities"]),
        "cwd": Path(data["cwd"]),
        "limits": Limits(**data["limits"]),
    }
    return SandboxPolicy(**(data | known))


def _mount(entry: dict[str, Any]) -> Mount:
    return Mount(Path(entry["host"]), Path(entry["inside"]) if entry["inside"] else None)


def main() -> NoReturn:
    """Do as the order says; what fails is told in one line on stderr."""
    os.umask(0o022)
    order = json.loads(sys.argv[1])
    policy, argv = policy_from_json(order["policy"]), [str(arg) for arg in order["argv"]]
    try:
        if order["rung"] == "namespaces":
            from coursegrader.sandbox import launch_namespaces

            launch_namespaces.run(policy, argv)
        elif order["rung"] in ("landlock", "unconfined"):
            from coursegrader.sandbox import launch_landlock

            launch_landlock.run(policy, argv, confined=order["rung"] == "landlock")
        raise SandboxUnavailable(f"the launcher knows no rung '{order['rung']}'")
    except (OSError, SandboxUnavailable) as error:
        sys.exit(f"{order['rung']}: {error}")


if __name__ == "__main__":
    main()
