"""Every answer of a stack is one that the API document promises."""

from tests.world.documented import answers_are_judged  # noqa: F401 - pytest finds the fixture by its name
