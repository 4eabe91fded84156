"""The upload index: one row per case with uploads leads from the hash in an object's key to the case.

The row is written before the first grant of a case. A crash between the two leaves a row without a grant, and never a
grant without a row. This needs one write per case and one read per upload. A row for each file would need one write
per file, and metadata that a client sends with an object cannot be trusted.
"""

from chalicelib.aws import evidence_keys
from chalicelib.aws.client import AwsClient
from chalicelib.aws.failures import named_failures
from chalicelib.aws.packing import text, texts
from chalicelib.aws.put_once import put_once
from chalicelib.values.identifiers import CaseKey, OrderKey


class UploadIndex:
    """The index of all cases, in one table."""

    def __init__(self, client: AwsClient, table: str) -> None:
        self._client = client
        self._table = table

    def add(self, case: CaseKey) -> None:
        """Make a case findable by its hash.

        A repetition changes nothing.
        """
        order = case.order
        named = texts(
            merchant=order.merchant,
            marketplace=order.marketplace,
            order_number=order.order_number,
            return_id=case.return_id,
        )
        put_once(self._client, self._table, evidence_keys.uploads_key(evidence_keys.case_hash(case)) | named)

    def find(self, place: evidence_keys.EvidencePlace) -> CaseKey | None:
        """Find the case of an object key.

        Returns None if no upload of that merchant was ever granted there.
        """
        row = evidence_keys.uploads_key(place.case_hash)
        with named_failures():
            item = self._client.get_item(TableName=self._table, Key=row, ConsistentRead=True).get("Item")
        if item is None or text(item, "merchant") != place.merchant:
            return None
        order = OrderKey(place.merchant, text(item, "marketplace"), text(item, "order_number"))
        return CaseKey(order, text(item, "return_id"))
