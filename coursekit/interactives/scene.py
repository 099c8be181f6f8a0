"""An interactive written once, as a scene in JavaScript, and shown in three forms: live, without a kernel, as stills.

The scene (see templates/kit/start.js) draws a *state*, a small dictionary of plain values, and changes it when the
reader drags, slides or chooses. In a notebook the kernel holds the same state, so that the next cell can compute with
it; on a page the state lives in the page; the still frames are the scene's own drawings of four states.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from coursekit.figures import SIDE, Frame, Strip
from coursekit.gates import Prediction
from coursekit.interactives.base import framed
from coursekit.interactives.page import as_script_data, build_page
from coursekit.interactives.style import template
from coursekit.shown import Shown

if TYPE_CHECKING:
    import ipywidgets as widgets

State = Mapping[str, Any]
KIT = ("dom", "plane", "handle", "controls", "space", "start")


def kit_script() -> str:
    """The JavaScript that every scene stands on."""
    return "\n".join(template(f"kit/{name}.js") for name in KIT)


@dataclass(frozen=True)
class Still:
    """One frame of a strip: the state to draw, and which of the scene's pictures to take (0 is the first).

    `caption` says what the frame shows; without one, the scene's own status sentence does.
    """

    state: State
    caption: str = ""
    picture: int = 0


@dataclass(frozen=True)
class Scene:
    """A named interactive of one week (such as "c1w3"), written as templates/<week>/<slug>.js, which defines ``scene``.

    Attributes:
        data: what never changes, as plain values; a function, so that nothing is computed before it is needed.
        start: the state at the beginning.
        stills: the four still frames, drawn anew by ``python -m coursekit.interactives.draw_stills``.
        description: the strip in words.
        compute: what the kernel adds to a state (kernel only; the scene must do without it on a page).
        scripts: further templates that the scene needs, such as one shared with another scene.
    """

    slug: str
    week: str
    title: str
    summary: str
    prediction: Prediction
    start: State
    stills: tuple[Still, Still, Still, Still]
    description: str
    data: Callable[[], Mapping[str, Any]] = dict
    compute: Callable[[State], Mapping[str, Any]] | None = None
    scripts: tuple[str, ...] = ()
    _live: list[Any] = field(default_factory=list, compare=False, repr=False)

    @cached_property
    def script(self) -> str:
        """The kit and this scene's own JavaScript."""
        own = "\n".join(template(name) for name in (*self.scripts, f"{self.week}/{self.slug}.js"))
        return f"{kit_script()}\n{own}"

    @property
    def state(self) -> dict[str, Any]:
        """What the reader has set in the live version; before that, and without one, the state at the beginning."""
        return dict(self._live[-1].state if self._live else self.start)

    def live(self) -> widgets.Widget:
        """Build the version that shares its state with the kernel."""
        from coursekit.interactives.scene_widget import make_widget  # loads ipywidgets: only where somebody looks

        widget = make_widget(self)
        self._live[:] = [widget]
        return widget

    def page(self) -> str:
        """Return the kernel-free version: one HTML document that loads nothing."""
        given = f"const DATA = {as_script_data(self.data())};\nconst STATE = {as_script_data(self.start)};"
        return build_page(
            title=self.title,
            summary=self.summary,
            prediction=self.prediction,
            stage='<div id="scene" class="ck-scene"></div>',
            strip=self.strip().markup(),
            script=f"{given}\n{self.script}\nkit.onPage(scene, DATA, STATE);",
        )

    def kernel_free(self) -> Shown:
        """Return the kernel-free version embedded in the notebook, shut off from the notebook's own page."""
        return framed(self.title, self.page(), self.strip().alt)

    def strip(self) -> Strip:
        """Return the four still frames, as they were drawn last.

        Raises:
            ValueError: they were drawn for other stills than those of this scene.
        """
        kept = json.loads(_stills_file(self.slug))
        if kept["of"] != self.stills_key():
            raise ValueError(
                f"the still frames of {self.slug} are out of date: run python -m coursekit.interactives.draw_stills"
            )
        one, two, three, four = (Frame(kept["svg"], kept["caption"], kept["height"]) for kept in kept["frames"])
        return Strip(self.title, self.description, (one, two, three, four))

    def stills_key(self) -> str:
        """What the still frames depend on, apart from the code that draws them."""
        return json.dumps([[still.state, still.caption, still.picture] for still in self.stills], sort_keys=True)


def still_frame(svg: str, caption: str, width: float, height: float) -> dict[str, Any]:
    """A drawn picture as it is kept: `SIDE` pixels wide, without its handles' roles, read out as its caption."""
    scaled = round(height * SIDE / width)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{SIDE}" height="{scaled}"'
    )
    inside = svg[svg.index(">") + 1 :]
    label = escape(caption)
    return {
        "svg": f'{head} role="img" aria-label="{label}" class="ck-picture">{inside}',
        "caption": caption,
        "height": scaled,
    }


def _stills_file(slug: str) -> str:
    return files("coursekit.interactives").joinpath("stills", f"{slug}.json").read_text(encoding="utf-8")
