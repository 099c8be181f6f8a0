from __future__ import annotations

from coursegrader.store import AttemptStore


def test_a_learner_is_told_once(store: AttemptStore) -> None:
    store.notices.add("maths", "amara", "Your score changed.", "/attempts/1")
    store.notices.add("maths", "amara", "Your request was answered.", "/attempts/2")
    store.notices.add("maths", "kenji", "Your score changed.", "/attempts/3")
    store.notices.add("physics", "amara", "Your score changed.", "/attempts/4")
    newest, oldest = store.notices.unseen("maths", "amara")
    assert (newest.text, newest.link, oldest.link) == ("Your request was answered.", "/attempts/2", "/attempts/1")
    store.notices.seen("maths", "amara")
    assert store.notices.unseen("maths", "amara") == []
    assert [notice.seen_at is None for notice in store.notices.all("maths", "amara")] == [False, False]
    assert len(store.notices.unseen("maths", "kenji")) == len(store.notices.unseen("physics", "amara")) == 1


def test_a_notice_that_has_just_come_is_not_lost(store: AttemptStore) -> None:
    store.notices.add("maths", "amara", "first", "/1")
    (shown,) = store.notices.unseen("maths", "amara")
    store.notices.add("maths", "amara", "second", "/2")
    store.notices.seen("maths", "amara", up_to=shown.id)
    assert [notice.text for notice in store.notices.unseen("maths", "amara")] == ["second"]
