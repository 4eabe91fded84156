"""The variants that come out wrong today, each with what is wrong.

A fix deletes its line here.
"""

EXPECTED_FAILURES: dict[str, str] = {}
