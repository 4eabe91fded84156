"""The tools for a deployment: operation by hand, packaging, checks, and generators of documents."""
