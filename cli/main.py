"""`recourse`: the work of a seller, and of a developer, from a terminal."""

import click

from .case_commands import case, cases
from .choices import Group
from .delivery_commands import replay, tail
from .do_command import do
from .doctor_command import doctor
from .document_commands import completion, schema
from .session_commands import login, open_console, whoami
from .trigger_command import trigger
from .upload_command import upload

_EXAMPLES = """
recourse login
recourse cases --turn us --due 24h
recourse do alibaba.A-1001.R-1 make_offer --resolution partial_refund --amount "600.00 USD"
recourse --stack .local/stack.json trigger --scenario lost-then-won
"""


@click.group(cls=Group, examples=_EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option("1.0.0", prog_name="recourse")
def main() -> None:
    """Work on the returns of a merchant of Recourse.

    Data goes to standard output, and words about it to standard error. The exit code is 0 if it is done, 1 if the
    answer is no, 2 if the question is wrong, 3 if the key may not, and 4 if the API cannot answer now.
    """


for command in (
    *(login, whoami, open_console, cases, case, do, upload),
    *(trigger, tail, replay, doctor, schema, completion),
):
    main.add_command(command)
