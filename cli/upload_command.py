"""`recourse upload`: files into a case, until they were looked at."""

from pathlib import Path

import click

from . import talk
from .api import Answer
from .choices import Choices, Command
from .failures import NO
from .uploads import upload as send
from .uploads import verdict

_KINDS = (
    *("photo", "video", "logistics", "inspection_report", "contract"),
    *("conversation", "policy_disclosure", "refund_proof", "other"),
)
_EXAMPLES = """
recourse upload alibaba.A-1001.R-1 mugs.png box.png --kind photo
recourse upload alibaba.A-1001.R-1 waybill.pdf --kind logistics --description "Waybill of the parcel"
"""


@click.command(cls=Command, examples=_EXAMPLES)
@click.argument("case_id")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--kind", required=True, type=click.Choice(_KINDS), help="The kind of evidence.")
@click.option("--description", help="What the file shows.")
@click.option("--content-type", help="Its type. Without it the name of the file says it.")
@click.option("--wait", type=click.FloatRange(0), default=60.0, show_default=True, help="Seconds for the look at it.")
@click.pass_obj
def upload(
    choices: Choices,
    /,
    *,
    case_id: str,
    files: tuple[Path, ...],
    kind: str,
    description: str | None,
    content_type: str | None,
    wait: float,
) -> None:
    """Upload files, and wait until each was looked at. Exit 1 if one is not taken."""
    about = {"kind": kind, "description": description, "content_type": content_type}
    stored = True
    for file in files:
        talk.say(f"{file}: sending")
        evidence_id, _ = send(choices.api, case_id, file.read_bytes(), about | {"filename": file.name})
        record = verdict(choices.api, case_id, evidence_id, seconds=wait)
        stored = stored and record["status"] == "stored"
        _show(choices, record)
    raise SystemExit(0 if stored else NO)


def _show(choices: Choices, record: Answer) -> None:
    if choices.json:
        talk.data(record)
        return
    reason = f": {record['reason']}" if record["reason"] else ""
    talk.line(f"{record['evidence_id']}  {record['status']}  {record['filename']}{reason}")
