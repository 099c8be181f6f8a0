"""The colours and line styles that every picture shares: in the notebook, on a page, and in print."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def template(name: str) -> str:
    """Return the text of a file in coursekit/interactives/templates."""
    return files("coursekit.interactives").joinpath("templates", name).read_text(encoding="utf-8")


def print_style() -> str:
    """CSS of the scenes in their light colours, whatever the reader's theme."""
    return template("scene.css")


def notebook_css() -> str:
    """CSS of the scenes that follows JupyterLab's theme."""
    dark = template("dark.css").strip()
    return f'{template("scene.css")}[data-jp-theme-light="false"] .ck{{{dark}}}'


def notebook_style() -> str:
    """The same as a style element."""
    return f"<style>{notebook_css()}</style>"


def page_style() -> str:
    """CSS of the scenes that follows the reader's system setting, light on paper."""
    dark = template("dark.css").strip()
    return f"{template('scene.css')}@media screen and (prefers-color-scheme:dark){{.ck{{{dark}}}}}"
