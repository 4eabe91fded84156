"""`make bench`: one interleaved run, and the page docs/performance.md from it.

`python -m bench.soak` is a run of its own, which proves that nothing is lost.
"""

import time

from bench import cold_start, door, entries, feed, growth, long_orders, page, whole_path
from bench.store import running_store
from ops.template import PROJECT


def main() -> None:
    """Package every entry, measure, and write the page."""
    recourse, (textbook, *others) = entries.recourse(), entries.peers()
    everybody = (textbook, *others, recourse)
    started = time.monotonic()
    with running_store() as store:
        sections = [
            door.measure(store, everybody, rounds=7),
            whole_path.measure(store, recourse, textbook, rounds=7),
            feed.measure(store, recourse, textbook, rounds=7),
            cold_start.measure(store, everybody, rounds=5),
            long_orders.measure(store, recourse, entries.first_edition(), rounds=7),
            growth.measure(store, recourse),
        ]
    written = "\n".join(page.lines(sections, seconds=time.monotonic() - started)) + "\n"
    PROJECT.joinpath("docs", "performance.md").write_text(written)
    print(written)


if __name__ == "__main__":
    main()
