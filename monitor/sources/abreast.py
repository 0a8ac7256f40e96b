"""Several walks at once, while one thread takes what they bring: waiting for servers is what a night consists of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from queue import Empty, Full, Queue
from threading import Event, Thread
from typing import Any, Generic, TypeVar

T = TypeVar("T")
AHEAD = 4
"""Items that a walk may be ahead of what is taken: the memory it may use."""

_TICK = 0.2
_END = object()


class _Failed:
    def __init__(self, error: BaseException) -> None:
        self.error = error


class _Lane(Generic[T]):
    """One walk and what it has brought so far."""

    def __init__(self, start: Callable[[], Iterator[T]], stop: Event) -> None:
        self._start, self._stop = start, stop
        self._brought: Queue[Any] = Queue(AHEAD)

    def run(self) -> None:
        """Walk to the end, or until nobody wants more; a walk that breaks brings its error."""
        try:
            for item in self._start():
                if not self._put(item):
                    return
            self._put(_END)
        except BaseException as error:  # noqa: BLE001 - it is raised again where the items are taken
            self._put(_Failed(error))

    def _put(self, item: Any) -> bool:
        while not self._stop.is_set():
            try:
                self._brought.put(item, timeout=_TICK)
            except Full:
                continue
            return True
        return False

    def items(self) -> Iterator[T]:
        """What the walk brings, in its order; raises what it raised."""
        while True:
            try:
                item = self._brought.get(timeout=_TICK)
            except Empty:
                continue
            if item is _END:
                return
            if isinstance(item, _Failed):
                raise item.error
            yield item


@contextmanager
def abreast(walks: Sequence[Callable[[], Iterator[T]]], workers: int) -> Iterator[list[Iterator[T]]]:
    """Run walks in threads, the first ones first.

    Args:
        walks: Functions that give the items of a walk; called in one of the threads.
        workers: Most walks at once.

    Yields:
        An iterator for each walk, to be taken in the order of `walks`; when the block ends, walks still under way stop
        at their next item.
    """
    stop = Event()
    lanes = [_Lane(walk, stop) for walk in walks]
    waiting: Queue[_Lane[T]] = Queue()
    for lane in lanes:
        waiting.put(lane)
    threads = [Thread(target=_work, args=(waiting, stop), daemon=True) for _ in range(min(workers, len(lanes)))]
    for thread in threads:
        thread.start()
    try:
        yield [lane.items() for lane in lanes]
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _work(waiting: Queue[_Lane[T]], stop: Event) -> None:
    while not stop.is_set():
        try:
            lane = waiting.get_nowait()
        except Empty:
            return
        lane.run()
