"""The pure core: what happened to an order, and what follows from it; no clock, no I/O."""
