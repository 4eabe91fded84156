"""The views: answers and messages for readers outside, in the shapes of `shapes.py`."""
