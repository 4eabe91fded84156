"""`make bench`: each benchmark tells its ratios side by side, from this run."""

from bench import door, folding

for benchmark in (door, folding):
    print("\n".join(benchmark.compare()), end="\n\n")
