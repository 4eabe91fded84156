"""Benchmarks: ratios side by side in one run; the machine's noise is in all sides alike."""
