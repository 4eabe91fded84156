"""`python -m tests.dialects.document`: writes docs/dialects.md, each sample of a platform and its facts."""

import json
from collections.abc import Iterator
from pathlib import Path

from chalicelib.dialects import DIALECTS
from chalicelib.domain.events import Happening
from chalicelib.values.instants import format_instant
from ops.markdown_table import table
from ops.template import PROJECT
from tests.dialects.samples import EVERY_SAMPLE, Sample, marketplaces

PUBLISHED = PROJECT / "docs" / "dialects.md"

_HEAD = """# The dialects of marketplaces

Written by `python -m tests.dialects.document` from the dialects and their samples. A test holds it fresh.

A dialect says how a marketplace signs, and what its bytes mean to us. A word of the platform becomes one of our
facts only if it can mean nothing else. Otherwise it is kept as the platform's status with its stage: how far the
return is on the platform's side (docs/rules.md, Platform words). A body can say several facts. The first has the
id of its row, and the others end with `.2`, `.3`. A marketplace with a dialect of its own gets a plain 200 for
whatever is durable, 401 for what proves nothing, and 503 if nothing was stored. What is about no order is kept
beside the quarantine.
"""
_NOTES = {
    "standard": "ours: Standard Webhooks 1.0, with our own types of events",
    "alibaba": "1688, Alibaba's open platform in China",
    "icbu": "Alibaba.com itself: two statuses of an order open a case",
    "lazada": "Lazada: ids and a status, one push for each order line",
    "tiktok": "TikTok Shop: returns, cancellations and orders",
    "shopee": "Shopee: which return has changed, and perhaps its status",
    "shopify": "Shopify: topic and time in headers, which the row keeps",
    "stripe": "Stripe: disputes, which are claims at the customer's bank",
    "paypal": "PayPal: whole disputes with offers, claims and outcomes",
}
_WALK = """## Add a dialect

1. Write a file in `chalicelib/dialects` with the name of the dialect. `chalicelib/dialects/delivery.py` has the
   types. `chalicelib/dialects/icbu.py` is the shortest model, and `chalicelib/dialects/shopee.py` is the model of a
   signature and a table of its own. `verify` proves a request and returns the delivery's id. If the platform signs as
   Lazada does, that is `verify_app_push` of `chalicelib/dialects/signatures.py`, which has the parts for other
   signatures too. The secrets alone come from `text_keys`, and something else that the connection holds from
   `credentials.setting`. A delivery without an id of its own has the hash of its body. `translate` reads a body
   into the facts of one order.
2. Put each documented word into a table of `Row` (`chalicelib/dialects/meanings.py`): our event, and the stage
   (`chalicelib/values/stages.py`, None if the event has none). docs/events.md has the events, each with the names of
   its content. A word that is not in the table is `UNLISTED`. What is only kept is an event with the dialect's name
   before it, such as `icbu.message.7`. Never make up an amount, a winner or a reason that the platform does not tell.
   The `amount` of a line is for all its pieces: if the platform tells the price of one piece, multiply it.
3. Raise `NotUnderstood` for what cannot be read, and `AboutNoOrder` for what is about no order. `understood` and
   the types of `chalicelib/dialects/reading.py` do that for pydantic models, and read ids and times as numbers or
   as text. `major` there reads an amount such as `"12.00"`. Texts are `Word` or `Text` of
   `chalicelib/domain/facts.py`. A model on `BlankIsMissing` reads a blank in an optional field as missing.
4. End the file with `DIALECT`. `headers` names those that `translate` reads, not the signature's. `needs` names what a
   connection has to hold beside its secret, if anything. Then add its name to `DIALECTS` in
   `chalicelib/dialects/__init__.py`, with a line in the map there. Add it to the table of options in
   docs/operations.md, in the row `none` if it needs nothing. If no other dialect has a need, give it a field in
   `Needs` (`ops/connection_needs.py`) and an option of `connections add` (`ops/connection_commands.py`).
5. Put samples into `tests/dialects/payloads/`, with a line in its `README.md` that says where they come from. Put a
   `Marketplace` into `tests/dialects/samples.py`, in a function of its own that `marketplaces` calls. Its signature is
   made in `tests/dialects/sample_signatures.py`, apart from the code. Its `words` names the fields that the dialect
   looks up in its tables: the suite changes them. A new need has its value in `SETTINGS` of
   `tests/dialects/sample_signatures.py`. The suites of hostile requests and contents, the tests of the door in
   `tests/usecases/test_several_facts.py` and this page then take them without a change.
6. Say in `tests/dialects/test_samples.py` what each sample means, and put every word into a test of its own file, as
   `tests/dialects/test_shopee.py` does. Add the platform's signature vector to
   `tests/dialects/payloads/signature-vectors.json` and its test to `tests/dialects/test_signature_vectors.py`. If the
   platform prints none, make one by its rule, of the kind `generated`.
7. Give the new dialect a sentence in `tests/dialects/document.py`, and write this page again. Then run the
   tests concerned:

   ```sh
   python -m pytest tests/dialects tests/usecases/test_several_facts.py tests/ops/test_connection_needs.py \\
     tests/ops/test_documents.py tests/test_architecture.py
   ```
8. If the platform's API tells more than its pushes, write `<name>_snapshot.py` beside the dialect, and its line in
   `SNAPSHOTS`. `python -m ops catch-up` then reads exported answers.

## Fetch answers: a plan, not built

No function calls the platforms' APIs yet: an operator exports answers, and `catch-up` feeds them in. A function that
does would need no change of a dialect. The projector sees a row whose dialect has a snapshot, and puts an effect,
as it does for a request to the platform. The id of the effect is the SHA-256 of the row's id, so that any order
of arrival and any repetition gives the same one. A function of its own, with a role and a queue of its own, asks
the API with the connection's token, and appends the answer as `catch-up` does: verbatim, in the dialect
`<name>.snapshot`, under the hash of its bytes. The hosts are fixed in the code and never come from a push. It asks
at most once a minute for each return, because one answer may say what ten pushes signalled.
"""


def dialects_document() -> str:
    """Return the page: the dialects, the walk, and each sample before and after."""
    rows = (
        (f"`{name}`", _NOTES[name], _needs(name), f"`{dialect.content_type}`") for name, dialect in DIALECTS.items()
    )
    heads = ("dialect", "what it is", "a connection needs", "content type")
    return "\n".join([_HEAD, *table(heads, rows), "", _WALK, *_samples()])


def write_document(path: Path = PUBLISHED) -> None:
    """Write the page."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dialects_document(), encoding="utf-8")


def _needs(name: str) -> str:
    dialect = DIALECTS[name]
    return ", ".join([*(("its secret",) if dialect.gives_secret else ()), *dialect.needs]) or "a secret of ours"


def _samples() -> Iterator[str]:
    yield "## Each sample, before and after\n"
    for name, sample in EVERY_SAMPLE:
        translation = DIALECTS[name].translate(sample.body, sample.headers)
        yield f"### {name}: {sample.name}\n"
        yield from ("```json", _before(name, sample), "```", "")
        if sample.headers:
            yield f"with {', '.join(f'`{header}: {value}`' for header, value in sample.headers.items())}\n"
        yield f"Order `{translation.order_number}`:\n"
        yield from table(("fact", "date", "content"), map(_after, translation.happenings))
        yield ""


def _before(name: str, sample: Sample) -> str:
    return json.dumps(marketplaces()[name].read(sample.body), ensure_ascii=False, indent=1)


def _after(happening: Happening) -> tuple[str, str, str]:
    content = happening.fact.model_dump(mode="json", exclude_none=True)
    shown = json.dumps(content, ensure_ascii=False).replace("|", "\\|")
    return (f"`{happening.type}` by the {happening.by}", format_instant(happening.at)[:19] + "Z", f"`{shown}`")


if __name__ == "__main__":
    write_document()
