"""The interactives of the first week of linear algebra: systems, arrays, singularity."""

from __future__ import annotations

from coursekit.interactives.scene import Scene

INTERACTIVES: tuple[Scene, ...] = ()
