"""The interactives of the fourth week of linear algebra: determinants, eigenvectors, principal components."""

from __future__ import annotations

from coursekit.interactives.scene import Scene

INTERACTIVES: tuple[Scene, ...] = ()
