"""Logging in with the hub, staying logged in, and logging out."""

from __future__ import annotations

import base64
from datetime import timedelta
from http.cookies import Morsel, SimpleCookie
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from sqlalchemy import select

from coursegrader.hub.web.login import STATE_COOKIE
from coursegrader.hub.web.session import COOKIE, MOST_SECONDS, Flash
from coursegrader.store import tables
from tests.hub.site import PREFIX
from tests.hub.web.browse import Browse, TestedSite

PAGE = f"{PREFIX}/courses/maths?sort=name"


def log_in(site: TestedSite, name: str, wanted: str = PAGE, headers: dict[str, str] | None = None) -> httpx.Response:
    """From a page that is not open to everybody, over the hub, to the answer that sets the session."""
    browse = site.anonymous()
    if headers:
        browse.client.base_url = httpx.URL("https://testserver")
        browse.client.headers.update(headers)
    return come_back(site, browse, name, wanted)


def come_back(site: TestedSite, browse: Browse, name: str, wanted: str = PAGE) -> httpx.Response:
    asked = browse.get(wanted)
    assert asked.status_code == 303
    started = browse.get(asked.headers["location"])
    return browse.get(site.hub.authorize(started.headers["location"], name))


def cookie_of(answer: httpx.Response, name: str) -> Morsel[str]:
    """A cookie that an answer sets, with its attributes."""
    for header in answer.headers.get_list("set-cookie"):
        parsed = SimpleCookie(header)
        for known, morsel in parsed.items():
            if known.startswith(name):
                return morsel
    raise AssertionError(f"no cookie {name}")


def test_logging_in_ends_on_the_page_that_was_asked_for(site: TestedSite) -> None:
    browse = site.anonymous()
    answer = come_back(site, browse, "amara")
    assert (answer.status_code, answer.headers["location"]) == (303, PAGE)
    page = browse.get(PAGE)
    assert page.status_code == 200
    assert "amara" in page.text


def test_the_first_page_is_the_only_course(site: TestedSite) -> None:
    assert site.as_("amara", follow=False).get("/").headers["location"] == f"{PREFIX}/courses/maths"
    assert site.as_("ada", follow=False).get("/").headers["location"] == f"{PREFIX}/admin"
    site.hub.groups["kenji"] = frozenset({"nbgrader-maths", "formgrade-physics"})
    choice = site.as_("kenji", follow=False).get("/")
    assert f"{PREFIX}/courses/maths" in choice.text and f"{PREFIX}/courses/physics" in choice.text


def test_the_cookie_is_for_this_site_and_no_script(site: TestedSite) -> None:
    morsel = cookie_of(log_in(site, "amara"), COOKIE)
    assert morsel["path"] == f"{PREFIX}/"
    assert morsel["httponly"] and morsel["samesite"] == "lax"
    assert not morsel["secure"]
    assert 0 < int(morsel["max-age"]) <= MOST_SECONDS
    behind_tls = log_in(site, "amara", headers={"X-Forwarded-Proto": "https,http"})
    assert cookie_of(behind_tls, COOKIE)["secure"]


def test_the_log_in_itself_is_bound_to_the_browser(site: TestedSite) -> None:
    started = site.anonymous().get("/login")
    assert cookie_of(started, "course-login-")["path"] == f"{PREFIX}/oauth_callback"
    sent_back = site.hub.authorize(started.headers["location"], "amara")
    other = site.anonymous().get(sent_back)  # somebody else is made to open the address
    assert other.status_code == 403
    assert "not begun in this browser" in other.text
    assert COOKIE not in other.headers.get("set-cookie", "")


@pytest.mark.parametrize("query", ["", "?error=access_denied", "?code=made-up", "?code=x&state=y"])
def test_a_made_up_answer_logs_nobody_in(site: TestedSite, query: str) -> None:
    answer = site.anonymous().get(f"/oauth_callback{query}")
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("kept", [b"", b"[" * 2000, b"1", b"{}", b'["\\ud800", "", ""]', b"[[], [], []]", b"\xff"])
def test_a_made_up_cookie_logs_nobody_in(site: TestedSite, kept: bytes) -> None:
    browse = site.anonymous()
    browse.client.cookies.set(STATE_COOKIE + "y", base64.urlsafe_b64encode(kept).decode())
    answer = browse.get("/oauth_callback?code=x&state=y")
    assert answer.status_code == 403
    assert "not begun in this browser" in answer.text


def test_a_code_counts_once(site: TestedSite) -> None:
    browse = site.anonymous()
    started = browse.get("/login")
    sent_back = site.hub.authorize(started.headers["location"], "amara")
    kept = dict(browse.client.cookies)
    assert browse.get(sent_back).status_code == 303
    again = site.anonymous()
    again.client.cookies.update(kept)
    assert "did not accept this log-in" in again.get(sent_back).text


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", f"{PREFIX}/\\evil", "/hub/logout", f"{PREFIX}//\n", "x"]
)
def test_nobody_is_sent_elsewhere_after_logging_in(site: TestedSite, elsewhere: str) -> None:
    browse = site.anonymous()
    started = browse.get("/login", params={"next": elsewhere})
    answer = browse.get(site.hub.authorize(started.headers["location"], "amara"))
    location = urlsplit(answer.headers["location"])
    assert not location.netloc and location.path.startswith(f"{PREFIX}/")


def test_who_is_in_no_course_is_told(site: TestedSite) -> None:
    site.hub.groups["kenji"] = frozenset()
    site.hub.scopes.clear()
    answer = log_in(site, "kenji")
    assert answer.status_code == 403
    assert "in none of the courses" in answer.text


def test_a_session_holds_no_longer_than_it_may(site: TestedSite) -> None:
    short = site.site.sessions.begin("amara", frozenset(), "token", 0.0)
    assert site.site.sessions.find(short) is None
    site.site.sessions.begin("amara", frozenset(), "token", 10 * MOST_SECONDS)
    with site.store.database.reading() as db:
        row = db.execute(select(tables.sessions)).one()
    assert row.expires_at - row.created_at == timedelta(seconds=MOST_SECONDS)


def test_the_database_lets_nobody_in(site: TestedSite) -> None:
    cookie = site.site.sessions.begin("amara", frozenset(), "the hub's token", 60)
    name, _, key = cookie.partition(".")
    with site.store.database.reading() as db:
        kept = "".join(str(value) for row in db.execute(select(tables.sessions)) for value in row)
    assert not any(secret in kept for secret in (name, key, "the hub's token"))
    session = site.site.sessions.find(cookie)
    assert session is not None and session.token == "the hub's token"


@pytest.mark.parametrize(
    "damage", ["", ".", "x", "{id}", "{id}.", "{id}.x", "{id}.{other}", "{key}.{id}", "\x00.\u00e9"]
)
def test_a_damaged_cookie_is_nobodys(site: TestedSite, damage: str) -> None:
    cookie = site.site.sessions.begin("amara", frozenset(), "token", 60)
    other = site.site.sessions.begin("kenji", frozenset(), "token", 60)
    name, _, key = cookie.partition(".")
    given = damage.format(id=name, key=key, other=other.partition(".")[2])
    assert site.site.sessions.find(given) is None


def test_logging_out_ends_the_session_here_and_at_the_hub(site: TestedSite) -> None:
    amara = site.as_("amara", follow=False)
    assert amara.client.post(f"{PREFIX}/logout").status_code == 403, "another site logs people out"
    answer = amara.post("/logout")
    assert (answer.status_code, answer.headers["location"]) == (303, "/hub/logout")
    assert site.site.sessions.find(site.sessions["amara"]) is None
    kept = site.anonymous()
    kept.client.cookies.set(COOKIE, site.sessions["amara"])
    assert kept.get("/courses/maths").status_code == 303


def test_who_logs_out_of_the_hub_is_out_here(site: TestedSite) -> None:
    amara = site.as_("amara", follow=False)
    assert amara.get("/courses/maths").status_code == 200
    del site.hub.tokens["amara"]
    site.forget_answers()
    away = amara.get("/courses/maths")
    assert parse_qs(urlsplit(away.headers["location"]).query)["next"] == [f"{PREFIX}/courses/maths"]
    assert amara.post("/courses/maths/notices/seen").status_code == 401, "a form is not sent on to the log-in"


def test_a_session_is_of_the_person_who_logged_in(site: TestedSite) -> None:
    cookie = site.site.sessions.begin("imani", frozenset(), "amara", 60)  # the token is somebody else's
    browse = site.anonymous()
    browse.client.cookies.set(COOKIE, cookie)
    assert browse.get("/courses/maths").status_code == 303


def test_the_hub_is_asked_seldom_and_not_for_ever_believed(site: TestedSite) -> None:
    amara = site.as_("amara")
    for _ in range(5):
        amara.get("/courses/maths")
    assert site.hub.asked == 1


def test_a_message_is_shown_once_to_the_one_it_is_for(site: TestedSite) -> None:
    amara = site.as_("amara")
    session = site.site.sessions.find(site.sessions["amara"])
    assert session is not None
    site.site.sessions.tell(session, Flash("Submitted <now>.", "good"))
    assert "Submitted" not in site.as_("kenji").get("/courses/maths").text
    assert "Submitted &lt;now&gt;." in amara.get("/courses/maths").text
    assert "Submitted" not in amara.get("/courses/maths").text
