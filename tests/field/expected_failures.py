"""The variants that come out wrong today, each with what is wrong.

A fix deletes its line here.
"""

EXPECTED_FAILURES: dict[str, str] = {
    "formulas_in_an_export-semicolon": (
        "Only the beginning of a cell is made safe: after a semicolon a spreadsheet computes the rest."
    ),
}
