"""The wall between foreign code and everything trusted."""

from coursegrader.sandbox.policy import Limits, Mount, SandboxPolicy, Scratch, system_mounts

__all__ = ["Limits", "Mount", "SandboxPolicy", "Scratch", "system_mounts"]
