"""The benchmark: ratios of entries side by side in one run.

The machine's noise is in all sides alike.
"""
