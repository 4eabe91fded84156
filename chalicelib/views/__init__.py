"""Views: what outsiders are shown, in the shapes of `shapes.py`."""
