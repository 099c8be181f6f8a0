from __future__ import annotations

import pytest

from coursegrader.errors import StoreError
from coursegrader.store import AttemptStore


def test_the_most_used_comment_comes_first(store: AttemptStore) -> None:
    units = store.comments.add("maths", "Say the units.", "tomas")
    proof = store.comments.add("maths", "A picture is no proof.", "imani")
    store.comments.add("physics", "Draw the forces.", "other")
    store.comments.used("maths", units.id)
    store.comments.used("physics", proof.id)  # not that course's
    assert [(comment.text, comment.uses) for comment in store.comments.all("maths")] == [
        ("Say the units.", 1),
        ("A picture is no proof.", 0),
    ]


def test_the_same_comment_is_kept_once(store: AttemptStore) -> None:
    first = store.comments.add("maths", "Say the units.", "tomas")
    assert store.comments.add("maths", " Say the units.\n", "imani") == first
    assert store.comments.all("maths") == [first]


def test_a_comment_is_removed_by_its_own_course(store: AttemptStore) -> None:
    saved = store.comments.add("maths", "Say the units.", "tomas")
    store.comments.remove("physics", saved.id)
    assert store.comments.all("maths") == [saved]
    store.comments.remove("maths", saved.id)
    assert store.comments.all("maths") == []


def test_an_empty_comment_is_refused(store: AttemptStore) -> None:
    with pytest.raises(StoreError, match="a comment has 1 to 4000 characters, this one 0"):
        store.comments.add("maths", " ", "tomas")
