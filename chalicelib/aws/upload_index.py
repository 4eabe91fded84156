"""The upload index: from the hash in an object's key back to the case, one row for each case that takes uploads.

The row is written before a case's first grant: a crash between the two leaves a row that leads to no grant, never a
grant that nothing leads to. It costs one write a case and one read an upload; a row for each file would cost one write
a file, and what a client sends along with an object cannot be believed.
"""

from botocore.client import BaseClient

from chalicelib.aws import evidence_keys
from chalicelib.aws.failures import named_failures
from chalicelib.aws.packing import text, texts
from chalicelib.aws.put_once import put_once
from chalicelib.values.identifiers import CaseKey, OrderKey


class UploadIndex:
    """The index of all cases, in one table."""

    def __init__(self, client: BaseClient, table: str) -> None:
        self._client = client
        self._table = table

    def add(self, case: CaseKey) -> None:
        """Make a case findable by its hash; again changes nothing."""
        order = case.order
        named = texts(
            merchant=order.merchant,
            marketplace=order.marketplace,
            order_number=order.order_number,
            return_id=case.return_id,
        )
        put_once(self._client, self._table, evidence_keys.uploads_key(evidence_keys.case_hash(case)) | named)

    def find(self, place: evidence_keys.EvidencePlace) -> CaseKey | None:
        """The case that a place belongs to; None where no upload of that merchant was ever granted there."""
        row = evidence_keys.uploads_key(place.case_hash)
        with named_failures():
            item = self._client.get_item(TableName=self._table, Key=row, ConsistentRead=True).get("Item")
        if item is None or text(item, "merchant") != place.merchant:
            return None
        order = OrderKey(place.merchant, text(item, "marketplace"), text(item, "order_number"))
        return CaseKey(order, text(item, "return_id"))
