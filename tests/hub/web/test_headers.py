"""What answers tell browsers, and that nothing which people write becomes live."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from coursegrader.hub.web.headers import HEADERS
from coursegrader.hub.web.render import TEMPLATES, templates
from coursegrader.hub.web.static_files import FOLDER, static_files
from tests.hub.site import PREFIX
from tests.hub.web.browse import TestedSite

PAGES = ("/", "/courses/maths", "/courses/maths/gradebook", "/no-such-page", "/static/style.css", "/health")
SCRIPT = "<script>alert(1)</script>"
TEMPLATE_FILES = sorted(TEMPLATES.rglob("*.html"))


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_is_strict(site: TestedSite, path: str) -> None:
    for answer in (site.as_("imani").get(path), site.anonymous().get(path)):
        for name, value in HEADERS.items():
            if name != "Cache-Control" or not path.startswith("/static"):
                assert answer.headers[name] == value, f"{path}: {name}"


def test_the_policy_allows_nothing_from_elsewhere_and_nothing_inline() -> None:
    policy = dict(part.split(" ", 1) for part in HEADERS["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == policy["form-action"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert not any(word in HEADERS["Content-Security-Policy"] for word in ("unsafe", "http", "*"))


@pytest.mark.parametrize("path", TEMPLATE_FILES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_templates_have_nothing_that_the_policy_forbids(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style\b|\sstyle=|\son[a-z]+=|javascript:", text)
    assert not re.search(r"(?:src|href|action)=[\"']?(?:https?:)?//", text)
    assert not re.search(r"\|\s*safe\b|autoescape\s+false", text), "nothing is exempt from escaping"


@pytest.mark.parametrize("path", TEMPLATE_FILES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_every_form_that_changes_something_carries_the_token(path: Path) -> None:
    text = path.read_text("utf-8")
    for form in re.findall(r"<form\b.*?</form>", text, re.DOTALL):
        if re.search(r"method=[\"']?post", form):
            assert "csrf_field()" in form or "{{ csrf }}" in form, form[:120]


def test_style_sheets_and_scripts_load_nothing() -> None:
    for path in FOLDER.iterdir():
        text = path.read_text("utf-8")
        assert "@import" not in text and "eval(" not in text and "innerHTML =" not in text, path.name
        assert not re.search(r"url\(|https?://(?!www\.w3\.org/)", text), path.name


def test_what_people_write_is_text(site: TestedSite) -> None:
    assert templates().autoescape is True
    site.hub.groups[SCRIPT] = site.hub.groups["imani"]
    site.hub.tokens[SCRIPT] = SCRIPT
    page = site.as_(SCRIPT).get("/courses/maths/gradebook").text
    assert SCRIPT not in page and "&lt;script&gt;alert(1)" in page
    missing = site.as_("imani").get(f"/courses/{SCRIPT}".replace("/script", "%2Fscript"))
    assert missing.status_code == 404
    assert SCRIPT not in missing.text


def test_style_sheets_are_kept_by_browsers_until_they_change(site: TestedSite) -> None:
    page = site.as_("amara").get("/courses/maths").text
    address = re.search(rf"{PREFIX}/static/style\.css\?v=\w+", page)
    assert address is not None
    kept = site.anonymous().get(address[0])
    assert "immutable" in kept.headers["cache-control"]
    assert kept.headers["content-type"] == "text/css; charset=utf-8"
    assert site.anonymous().get("/static/style.css?v=old").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("name", ["../headers.py", "..%2Fheaders.py", "%2Fetc%2Fpasswd", "style", ".css", ""])
def test_only_static_files_are_static(site: TestedSite, name: str) -> None:
    assert site.anonymous().get(f"/static/{name}").status_code == 404
    assert name not in static_files()


def test_errors_are_pages_for_people_and_json_for_programs(site: TestedSite) -> None:
    person = site.as_("amara").get("/courses/history")
    assert person.status_code == 404
    assert person.headers["content-type"].startswith("text/html")
    assert "No course &#39;history&#39; here: check the course id." in person.text
    program = site.client.get(f"{PREFIX}/api/courses/history/releases", headers={"Authorization": "token amara"})
    assert program.json() == {"detail": "no course 'history' here: check the course id"}


def test_a_failure_tells_nothing_of_the_inside(site: TestedSite, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(course: str | None = None) -> None:
        raise ValueError("secret of the inside")

    monkeypatch.setattr(site.store, "count_by_state", fail)
    site.client._transport.raise_server_exceptions = False
    broken = site.as_("ada").get("/admin")
    assert broken.status_code == 500
    assert "secret" not in broken.text and "nothing that was kept is lost" in broken.text
    for name, value in HEADERS.items():
        assert broken.headers[name] == value
