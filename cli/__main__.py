"""`python -m cli`: the same as `recourse`."""

from .main import main

main(prog_name="recourse")
