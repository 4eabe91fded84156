"""Recourse: the back office for returns of sellers on cross-border marketplaces."""
