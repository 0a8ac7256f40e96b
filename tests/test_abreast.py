import threading

import pytest

from monitor.sources.abreast import AHEAD, abreast


def counting(number: int, start: int = 0):
    return lambda: iter(range(start, start + number))


def test_every_walk_in_its_own_order():
    with abreast([counting(20, 100 * n) for n in range(7)], 3) as walks:
        found = [list(walk) for walk in walks]
    assert found == [list(range(100 * n, 100 * n + 20)) for n in range(7)]


def test_a_walk_that_breaks_breaks_where_it_is_taken():
    def breaking():
        yield 1
        raise KeyError("here")

    with abreast([breaking, counting(2)], 2) as walks:
        first = iter(walks[0])
        assert next(first) == 1
        with pytest.raises(KeyError, match="here"):
            next(first)
        assert list(walks[1]) == [0, 1]


def test_nobody_runs_far_ahead():
    made = []

    def endless():
        while True:
            made.append(1)
            yield len(made)

    with abreast([endless], 1) as walks:
        taken = [next(walks[0]) for _ in range(3)]
        ahead = len(made)
    assert taken == [1, 2, 3]
    assert ahead <= 3 + AHEAD + 1


def test_leaving_early_stops_the_threads():
    before = threading.active_count()
    with abreast([counting(10_000) for _ in range(5)], 5) as walks:
        next(walks[0])
    assert threading.active_count() == before


def test_nothing_to_do():
    with abreast([], 4) as walks:
        assert walks == []
