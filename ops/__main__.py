"""The operator's commands: `python -m ops COMMAND`.

`--stack` names the deployment: the name of its stack, or the stack.json of a local one. Without it the environment does
(RECOURSE_*, and AWS's own), or else the local stack that runs.
"""

import click

from chalicelib.aws.failures import StoreUnavailable
from ops.catch_up_command import catch_up
from ops.connection_commands import connections
from ops.connection_store import ListChangedError
from ops.deployment import Deployment
from ops.doctor import doctor
from ops.erasure_commands import erase, retention
from ops.key_commands import keys
from ops.quarantine_commands import quarantine
from ops.repair_commands import reconcile, redrive


class _Operators(click.Group):
    """Commands on AWS: a refusal of AWS is one line and no trace."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except StoreUnavailable as failure:
            raise click.ClickException(f"AWS did not do it: {failure.code}") from failure
        except ListChangedError as changed:
            raise click.ClickException("another operator changed the connections: look, and try again") from changed


@click.group(cls=_Operators, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--stack", envvar="RECOURSE_STACK", help="The name of a stack, or the stack.json of a local one.")
@click.pass_context
def main(context: click.Context, stack: str | None) -> None:
    """Operate a deployment of Recourse."""
    context.obj = Deployment(stack)


for command in (catch_up, connections, keys, quarantine, reconcile, redrive, erase, retention, doctor):
    main.add_command(command)

if __name__ == "__main__":
    main(prog_name="python -m ops")
