"""`make bench`: each benchmark tells its ratios side by side, from this run."""

from bench import budget, cold_start, door, folding, soak

for benchmark in (door, budget, cold_start, folding, soak):
    print("\n".join(benchmark.compare()), end="\n\n")
