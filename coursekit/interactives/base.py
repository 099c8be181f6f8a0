"""What an interactive is: one idea in three forms - live, without a kernel, and as four still frames."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

import ipywidgets as widgets

from coursekit.figures import Shown, Strip
from coursekit.gates import Prediction
from coursekit.interactives.page import build_page

# A page inside a frame tells how tall it is (see gate.js); where scripts are off, the frame scrolls instead.
FIT_HEIGHT = """<script>
(function () {
  const frame = document.currentScript.previousElementSibling;
  window.addEventListener("message", function (event) {
    if (event.source === frame.contentWindow && event.data && event.data.coursekitHeight) {
      frame.style.height = event.data.coursekitHeight + "px";
    }
  });
})();
</script>"""


@dataclass(frozen=True)
class Interactive:
    """A named interactive of one week (such as "c1w2").

    `live` builds the ipywidgets version; `stage` and `script` are the markup and the JavaScript of the
    kernel-free page; `strip` draws the four still frames.
    """

    slug: str
    week: str
    title: str
    summary: str
    prediction: Prediction
    live: Callable[[], widgets.Widget]
    stage: Callable[[], str]
    script: Callable[[], str]
    strip: Callable[[], Strip]

    def page(self) -> str:
        """Return the kernel-free version: one HTML document that loads nothing."""
        return build_page(
            title=self.title,
            summary=self.summary,
            prediction=self.prediction,
            stage=self.stage(),
            strip=self.strip().markup(),
            script=self.script(),
        )

    def kernel_free(self) -> Shown:
        """Return the kernel-free version embedded in the notebook, shut off from the notebook's own page."""
        return framed(self.title, self.page(), self.strip().alt)


def framed(title: str, page: str, words: str) -> Shown:
    """A kernel-free page inside a notebook, in a frame that may run scripts and nothing else."""
    frame = (
        f'<iframe title="{escape(title)}" sandbox="allow-scripts" srcdoc="{escape(page)}" '
        'style="width:100%;height:30em;border:1px solid #888;border-radius:8px"></iframe>'
    )
    return Shown(frame + FIT_HEIGHT, f"{title} (kernel-free version). {words}")
