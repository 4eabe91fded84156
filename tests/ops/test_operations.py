"""Recourse reads what docs/operations.md tells an operator to write."""

import base64
import json
import re
from pathlib import Path

from chalicelib.aws.registry import Connection

_WRITTEN = re.compile(r"<<'?JSON'?\n(.*?)\nJSON", re.DOTALL)


def test_connections_and_secrets_written_as_the_page_says_are_read(cloud):
    page = Path(__file__).parents[2].joinpath("docs", "operations.md").read_text()
    registry, secrets = _WRITTEN.findall(page)
    cloud.dynamodb.put_item(TableName=cloud.settings.table, Item=json.loads(registry))
    made = base64.b64encode(bytes(32)).decode()
    cloud.keep_secrets("acme", secrets.replace("$(openssl rand -base64 32)", made))

    process = cloud.recourse()
    (acme,) = process.registry.all()

    assert acme == Connection(name="acme", merchant="acme", marketplace="alibaba", dialect="standard", filing_url=None)
    assert process.secrets.live(acme).secrets == (f"whsec_{made}",)
