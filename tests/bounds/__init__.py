"""The bounds: what grows has an end, and each test says at which figure it was tried."""
