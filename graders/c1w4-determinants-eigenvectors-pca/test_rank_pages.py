"""rank_pages: hidden tests. Nothing is blocked."""

import numpy as np
import pytest
from eigen_oracles import Links, links, visits

from coursegrader.suitekit import Reveal, Student, assert_array, assert_close, shown, text


def uneven(rng: np.random.Generator, n: int, most: int = 4, dead: int = 0, damping: float = 0.85) -> Links:
    """A web whose pages do not all have nearly the same rank."""
    while True:
        web = links(rng, n, most, dead)
        if np.ptp(visits(web, damping)) > 0.02:
            return web


# Oracle cases: 50 of 100


@pytest.mark.weight(25)
def test_random_webs(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """links[i] lists the pages that page i points to: each of them gets an equal part of damping times the rank of i,
    and every page gets (1 - damping) / n besides, so that all ranks sum to 1."""
    cases = [(uneven(example_rng, 3, 2), 0.5, True)]
    cases += [
        (uneven(rng, n, most), float(rng.uniform(0.5, 0.9)), False)
        for n, most in ((3, 1), (4, 2), (6, 3), (10, 4), (20, 5))
    ]
    for web, damping, is_example in cases:
        got = student.rank_pages(web, damping)
        with shown(reveal, is_example, f"rank_pages({web}, {damping}) returned {text(got)}"):
            assert_close(got, visits(web, damping), 1e-8)


@pytest.mark.weight(15)
def test_webs_with_dead_ends(
    student: Student, rng: np.random.Generator, example_rng: np.random.Generator, reveal: Reveal
) -> None:
    """A page shares its rank among the pages that it points to; one that points to none shares it among all n pages,
    otherwise part of the ranks is lost in every click."""
    cases = [(uneven(example_rng, 3, 2, 1), 0.5, True)]
    cases += [(uneven(rng, n, 3, dead), float(rng.uniform(0.5, 0.9)), False) for n, dead in ((3, 1), (5, 3), (9, 2))]
    for web, damping, is_example in cases:
        got = student.rank_pages(web, damping)
        with shown(reveal, is_example, f"rank_pages({web}, {damping}) returned {text(got)}"):
            assert_close(got, visits(web, damping), 1e-8)


@pytest.mark.weight(10)
def test_the_usual_damping(student: Student, rng: np.random.Generator) -> None:
    """Without a second argument damping is 0.85: with this probability the reader follows one of the links of the page
    she is on, all alike, else she opens any page; the shares of her time sum to 1."""
    for n in (5, 12):
        web = uneven(rng, n, 3)
        assert_close(student.rank_pages(web), visits(web, 0.85), 1e-8)


# Properties and relations: 30 of 100


@pytest.mark.weight(8)
def test_shares_of_one_whole(student: Student, rng: np.random.Generator) -> None:
    """The ranks are shares of the reader's time: their sum is 1, also with dead ends and for any damping, and none is
    below (1 - damping) / n."""
    for n, dead in ((4, 1), (7, 4), (3, 3)):
        web, damping = links(rng, n, 3, dead), float(rng.uniform(0.3, 0.9))
        ranks = assert_array(student.rank_pages(web, damping), (n,))
        assert abs(ranks.sum() - 1.0) <= 1e-9
        assert (ranks >= (1.0 - damping) / n - 1e-9).all()


@pytest.mark.weight(8)
def test_links_that_do_not_count(student: Student, rng: np.random.Generator) -> None:
    """Listing a target twice, or linking a page to itself, must not change any rank; a page that links only to itself
    is a page without links."""
    for n in (4, 8):
        web = uneven(rng, n, 3)
        expected = assert_array(student.rank_pages(web), (n,))
        twice = [[*targets, *targets[:1]] for targets in web]
        themselves = [[page, *targets] for page, targets in enumerate(web)]
        both = [[*targets, page, *targets[:1], page] for page, targets in enumerate(web)]
        for same in (twice, themselves, both):
            assert_close(student.rank_pages(same), expected, 1e-8)


@pytest.mark.weight(7)
def test_the_numbers_of_the_pages_do_not_matter(student: Student, rng: np.random.Generator) -> None:
    """Numbering the pages in another order, in all links too, must only reorder the ranks; and more links to a page
    do not make it less visited than the average."""
    web = uneven(rng, 7, 3)
    ranks = assert_array(student.rank_pages(web), (7,))
    number = rng.permutation(7)
    renumbered: Links = [[] for _ in web]
    for page, targets in enumerate(web):
        renumbered[int(number[page])] = [int(number[target]) for target in targets]
    assert_close(assert_array(student.rank_pages(renumbered), (7,))[number], ranks, 1e-8)
    favourite = int(rng.integers(7))
    all_to_one = [targets if page == favourite else [*targets, favourite] for page, targets in enumerate(web)]
    assert assert_array(student.rank_pages(all_to_one), (7,))[favourite] > 1.0 / 7.0


@pytest.mark.weight(7)
def test_without_following_links(student: Student, rng: np.random.Generator) -> None:
    """A reader who never follows a link (damping 0) is everywhere equally often; with damping d, a page that nobody
    links to is opened with probability (1 - d) / n."""
    n = int(rng.integers(4, 8))
    web = uneven(rng, n, 3)
    assert_close(student.rank_pages(web, 0.0), np.full(n, 1.0 / n), 1e-9)
    web = [[target for target in targets if target] or [page % (n - 1) + 1] for page, targets in enumerate(web)]
    for damping in (0.3, 0.8):
        ranks = assert_array(student.rank_pages(web, damping=damping), (n,))
        lonely = visits(web, damping)[0]
        assert abs(ranks[0] - lonely) <= 1e-9


# Edges, errors and behaviour: 20 of 100


@pytest.mark.weight(5)
def test_links_to_nowhere_are_refused(student: Student, rng: np.random.Generator) -> None:
    """A target below 0 (which NumPy would count from the end) or past the last page is a mistake in the links, and a
    web has at least one page: raise ValueError."""
    n = int(rng.integers(3, 6))
    for target in (n, n + 3, -1):
        web = links(rng, n)
        web[int(rng.integers(n))].append(target)
        with student.raises(ValueError):
            student.rank_pages(web)
    with student.raises(ValueError):
        student.rank_pages([])


@pytest.mark.weight(5)
def test_a_probability_for_damping(student: Student, rng: np.random.Generator) -> None:
    """damping is a probability below 1: with 1 or more, below 0 or NaN raise ValueError."""
    web = links(rng, 4)
    for damping in (1.0, 1.5, -0.1, float("nan")):
        with student.raises(ValueError):
            student.rank_pages(web, damping)


@pytest.mark.weight(5)
def test_small_webs(student: Student) -> None:
    """One page alone has all of the reader's time, linked to itself or not; pages without any link, and pages on a
    ring, share it equally."""
    webs: list[Links] = [[[]], [[0]], [[], [], []], [[1], [2], [0]]]
    for web in webs:
        n = len(web)
        assert_close(student.rank_pages(web), np.full(n, 1.0 / n), 1e-9)


@pytest.mark.weight(5)
def test_any_collection_and_an_untouched_argument(student: Student, rng: np.random.Generator) -> None:
    """The links of a page may come as list, tuple, set or integer array, the result is a float64 array, and the links
    must be unchanged after the call."""
    web = uneven(rng, 5, 3)
    expected = assert_array(student.rank_pages(web), (5,))
    report = student.call("rank_pages", web, report=True)
    assert_close(report.result, expected, 1e-8)
    assert report.args_after[0] == web
    for kind in (tuple, set, np.array):
        assert_close(student.rank_pages([kind(targets) for targets in web]), expected, 1e-8)
    assert_close(student.rank_pages(tuple(frozenset(targets) for targets in web)), expected, 1e-8)
