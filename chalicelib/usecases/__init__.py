"""What Recourse does, one class a file: each reads an order, asks the domain, and writes what follows."""
