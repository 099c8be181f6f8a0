"""A teaching assistant on the real hub: an answer marked with a saved comment, a request for another look answered."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from coursegrader.store import AttemptStore
from tests.browser.conftest import COURSE, Hub, picture
from tests.browser.course_pages import course_url, finished, navigate, sign_in
from tests.browser.warm_up import ESSAY, WarmUp

COMMENT = "Well said: direction and length."
QUESTION = "Twice 2 is 4, so why do I lose points for arrays?"
ANSWER = "You are right, the test is wrong. You have the points."

pytestmark = pytest.mark.xdist_group("hub")


def test_a_ta_marks_an_answer_and_answers_a_request(
    page: Page, browser: Browser, hub: Hub, store: AttemptStore, warm_up: WarmUp
) -> None:
    warm_up.write_suite(right=False)
    warm_up.hand_in(store, "sofia")
    attempt = finished(store, warm_up.name, "sofia")
    assert attempt.score == 2

    context = browser.new_context()  # the learner, looking at the attempt all the while
    learner = context.new_page()
    sign_in(learner, hub, "sofia")
    learner.goto(course_url(hub, "attempts", attempt.id))
    exercise = learner.locator("#exercise-work-double")
    exercise.get_by_text("Ask a person").click()
    exercise.get_by_label("What do you think was judged wrongly").fill(QUESTION)
    exercise.get_by_role("button", name="Ask").click()
    expect(exercise).to_contain_text("Not answered yet")

    sign_in(page, hub, "tomas")
    expect(page.get_by_role("navigation", name="Main")).not_to_contain_text("Regrades")  # that is for instructors
    navigate(page, "Review")
    expect(page.locator("main")).to_contain_text(QUESTION)
    picture(page, "ta-1-review")
    page.goto(course_url(hub, "review", warm_up.name, "explain") + "?notebook=work&learner=sofia")
    expect(page.locator(".answer")).to_contain_text(ESSAY)
    page.get_by_label("Points, of 2").fill("2")
    page.get_by_role("textbox", name="Comment for Sofia").fill(COMMENT)
    page.get_by_label("Save this comment").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(learner.locator("#exercise-work-explain")).to_contain_text(COMMENT)  # by itself
    assert store.find_attempt(COURSE, attempt.id).score == 4

    navigate(page, "Review")
    page.get_by_role("link", name="Sofia Lindqvist").first.click()
    expect(page.locator(".answer")).to_contain_text("test_doubles_arrays")
    page.get_by_role("button", name=COMMENT).click()  # one click puts a saved comment into the answer
    expect(page.get_by_label("To Sofia")).to_have_value(COMMENT)
    page.get_by_label("To Sofia").fill(ANSWER)
    page.get_by_label("New points, of 4").fill("4")
    picture(page, "ta-2-request")
    page.get_by_role("button", name="Send the answer").click()
    expect(exercise).to_contain_text(ANSWER)
    expect(learner.locator(".summary .score").first).to_have_text("6 of 6")
    context.close()
