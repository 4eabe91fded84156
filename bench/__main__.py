"""`make bench`: each benchmark tells its ratios side by side, from this run."""

from bench import door, folding, soak

for benchmark in (door, folding, soak):
    print("\n".join(benchmark.compare()), end="\n\n")
