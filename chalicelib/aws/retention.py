"""The retention of each merchant: the days after which the data of an order's customer is erased."""

from chalicelib.aws.client import AwsClient
from chalicelib.aws.failures import named_failures
from chalicelib.aws.operator_keys import retention_key


class Retention:
    """The retention in days, one row for each merchant."""

    def __init__(self, client: AwsClient, table: str) -> None:
        self._client = client
        self._table = table

    def days(self, merchant: str) -> int | None:
        """Read a merchant's retention. Returns None if its data is kept until somebody erases it."""
        with named_failures():
            item = self._client.get_item(TableName=self._table, Key=retention_key(merchant), ConsistentRead=True).get(
                "Item"
            )
        return int(item["days"]["N"]) if item and "days" in item else None

    def set(self, merchant: str, days: int | None) -> None:
        """Write a merchant's retention. None keeps the data until somebody erases it."""
        item = retention_key(merchant) | ({"days": {"N": str(days)}} if days is not None else {})
        with named_failures():
            self._client.put_item(TableName=self._table, Item=item)
