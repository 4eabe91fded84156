"""What works on a deployment: operation by hand, packaging, checks, and the generators of documents."""
