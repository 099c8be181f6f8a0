"""The photograph's layers add up, cost what is said, and the tasks about them accept what they should."""

from __future__ import annotations

import numpy as np
import pytest

from coursekit.interactives.c1w2.photo_challenges import check_fewest_layers, check_stubborn
from coursekit.interactives.c1w2.photo_layers import layers_of, photograph, storage_share
from coursekit.tables import landscape


def test_all_layers_add_up_to_the_photograph() -> None:
    layers = photograph()
    np.testing.assert_allclose(layers.sum(len(layers.sizes)), landscape(), atol=1e-9)
    np.testing.assert_allclose(layers.sum(3), layers.layer(1) + layers.layer(2) + layers.layer(3), atol=1e-9)


def test_twenty_layers_keep_98_percent_for_8_percent_and_255_still_save() -> None:
    assert photograph().kept(20) == pytest.approx(0.98, abs=0.005)
    assert storage_share(20, 427, 640) == pytest.approx(0.08, abs=0.005)
    assert storage_share(255, 427, 640) < 1 < storage_share(256, 427, 640)


def test_the_sign_of_a_layer_does_not_depend_on_the_library() -> None:
    A = np.random.default_rng(3).standard_normal((6, 9))
    flipped = layers_of(A)
    assert (flipped.U.max(axis=0) >= -flipped.U.min(axis=0)).all()
    np.testing.assert_allclose(flipped.sum(6), A)


def test_the_fewest_layers_are_found_and_others_told_why() -> None:
    right = next(k for k in range(1, 428) if photograph().kept(k) >= 0.95)
    assert check_fewest_layers(right).words.startswith("Right.")
    assert "not enough" in check_fewest_layers(right - 1).words
    assert "one layer less" in check_fewest_layers(right + 1).words
    assert "whole number" in check_fewest_layers(2.5).words


def test_the_diagonal_is_stubborn_and_a_box_is_not() -> None:
    assert check_stubborn(np.eye(12)).words.startswith("Right.")
    box = np.zeros((12, 12))
    box[3:9, 2:10] = 1
    assert "Its rank is 1" in check_stubborn(box).words
    assert "each 0 or 1" in check_stubborn(2 * np.eye(12)).words
    assert "empty picture" in check_stubborn(np.zeros((12, 12))).words
