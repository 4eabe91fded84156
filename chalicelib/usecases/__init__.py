"""The use cases, one class per file: each reads an order, calls the domain, and writes the result."""
