"""Draw the still frames of the scenes, with the scenes themselves in a browser, into coursekit/interactives/stills/.

python -m coursekit.interactives.draw_stills            # all
python -m coursekit.interactives.draw_stills plane_warp  # one
python -m coursekit.interactives.draw_stills --check     # write nothing; fail if a frame is not what would be drawn now

Needs Playwright and Chromium. Then write the weeks' pages anew: python -m coursekit.interactives.export source/<week>.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coursekit.interactives.catalogue import CATALOGUE
from coursekit.interactives.page import as_script_data
from coursekit.interactives.scene import Scene, still_frame
from coursekit.interactives.style import page_style

if TYPE_CHECKING:
    from playwright.sync_api import Page

FOLDER = Path(__file__).with_name("stills")
# A still needs no handles that can be reached by keyboard, and says in its caption what they would say.
PICTURE = """index => {
  const picture = document.querySelectorAll("#scene svg.ck-picture")[index].cloneNode(true);
  for (const node of [picture, ...picture.querySelectorAll("*")]) {
    for (const { name } of [...node.attributes]) {
      if (name === "role" || name === "tabindex" || name.startsWith("aria-")) { node.removeAttribute(name); }
    }
  }
  const [, , width, height] = picture.getAttribute("viewBox").split(" ").map(Number);
  return [new XMLSerializer().serializeToString(picture), width, height];  // XML: the strip is a file of its own
}"""


class SceneError(Exception):
    """A scene cannot be drawn."""


@contextmanager
def browser_page() -> Iterator[Page]:
    """An empty page of a headless Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=arguments)
        yield browser.new_page()
        browser.close()


def drawn(page: Page, scene: Scene) -> str:
    """Return the content of a scene's file of stills. Raise SceneError if its script fails."""
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    given = f"const DATA = {as_script_data(scene.data())}; const STATE = {as_script_data(scene.start)};"
    page.goto("about:blank")  # a new world: the last scene's names are gone
    page.set_content(
        f'<style>{page_style()}</style><body class="ck"><div id="scene"></div>'
        f"<script>{given}\n{scene.script}\nkit.onPage(scene, DATA, STATE);</script></body>"
    )
    if failures or not page.evaluate("() => Boolean(window.drawn)"):
        raise SceneError(f"{scene.slug}: its script fails: {'; '.join(failures)}")
    frames = []
    for still in scene.stills:
        page.evaluate("state => window.drawn.show(state)", dict(still.state))
        caption = still.caption or page.evaluate("() => window.drawn.words()")
        svg, width, height = page.evaluate(PICTURE, still.picture)
        frames.append(still_frame(svg, caption, width, height))
    kept: dict[str, Any] = {"of": scene.stills_key(), "frames": frames}
    return json.dumps(kept, indent=1, ensure_ascii=False) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; exit status 1 for stale stills (--check) or an unknown name."""
    parser = argparse.ArgumentParser(
        prog="python -m coursekit.interactives.draw_stills", description=__doc__.splitlines()[0]
    )
    parser.add_argument("slugs", nargs="*", help="which scenes; all without one")
    parser.add_argument("--check", action="store_true", help="write nothing; fail if a file is not up to date")
    asked = parser.parse_args(arguments)
    scenes = {thing.slug: thing for thing in CATALOGUE if isinstance(thing, Scene)}
    unknown = set(asked.slugs) - set(scenes)
    if unknown:
        print(f"no such scene: {', '.join(sorted(unknown))}; there are {', '.join(scenes)}", file=sys.stderr)
        return 1
    stale = 0
    with browser_page() as page:
        for slug in asked.slugs or scenes:
            path, text = FOLDER / f"{slug}.json", drawn(page, scenes[slug])
            if path.is_file() and path.read_text(encoding="utf-8") == text:
                continue
            stale += 1
            if not asked.check:
                FOLDER.mkdir(exist_ok=True)
                path.write_text(text, encoding="utf-8")
            print(f"{'not up to date' if asked.check else 'wrote'}: {path}")
    return 1 if asked.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
