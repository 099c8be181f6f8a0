"""The live form of a scene: a widget whose traits are the scene's state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import anywidget
import traitlets

from coursekit.interactives.style import notebook_css, template

if TYPE_CHECKING:
    from coursekit.interactives.scene import Scene

START = "export default { render({ model, el }) { kit.inNotebook(scene, model, el); } };"


class SceneWidget(anywidget.AnyWidget):
    """`state` is shared with the browser both ways; `data` and `computed` go to the browser only."""

    state = traitlets.Dict().tag(sync=True)
    data = traitlets.Dict().tag(sync=True)
    computed = traitlets.Any(None, allow_none=True).tag(sync=True)


def make_widget(scene: Scene) -> SceneWidget:
    """Build the widget of a scene; what the scene computes is sent after each change."""
    script = f"{scene.script}\n{START}"
    kind: type[SceneWidget] = type(
        scene.slug, (SceneWidget,), {"_esm": script, "_css": notebook_css() + template("kit.css")}
    )
    widget = kind(state=dict(scene.start), data=dict(scene.data()))
    compute = scene.compute
    if compute is not None:

        def tell(_: Any = None) -> None:
            widget.computed = dict(compute(widget.state))

        widget.observe(tell, names="state")
        tell()
    return widget
