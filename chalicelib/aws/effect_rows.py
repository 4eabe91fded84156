"""Effect rows: the messages to the outside, in the exact bytes in which they are sent."""

from dataclasses import dataclass
from datetime import datetime

from botocore.exceptions import ClientError

from chalicelib.aws import keys
from chalicelib.aws.client import AwsClient
from chalicelib.aws.failures import CONDITION_FAILED, error_code, named_failures
from chalicelib.aws.keys import Item, Key
from chalicelib.aws.packing import instant, instant_or_none, pack, text, texts, unpack
from chalicelib.aws.put_once import put_once
from chalicelib.values.identifiers import OrderKey
from chalicelib.values.instants import format_instant


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectRow:
    """The message of a request, or with `withdrawal` the message that withdraws it.

    Both have the effect's id. `sent_at` is written after the queue has the message; the next call sends a row without
    it. `held` means that the cause was too long ago, so the message is never sent before a person looks at the case.
    `untold_at` is written when the queue gives up a withdrawal, and deleted when the withdrawal is sent again.
    """

    effect_id: str
    withdrawal: bool
    return_id: str
    message: bytes
    put_at: datetime
    held: bool = False
    sent_at: datetime | None = None
    sent_again_at: datetime | None = None
    untold_at: datetime | None = None
    erased: bool = False


class EffectRows:
    """The effect rows of all orders, in one table."""

    def __init__(self, client: AwsClient, table: str) -> None:
        self._client = client
        self._table = table

    def put(self, order: OrderKey, row: EffectRow) -> EffectRow | None:
        """Write a request or a withdrawal once.

        Returns None if it was written now, otherwise the earlier row that counts.
        """
        earlier = put_once(self._client, self._table, _item(order, row))
        return None if earlier is None else read_effect_row(earlier)

    def mark_sent(self, order: OrderKey, row: EffectRow, *, at: datetime) -> bool:
        """Note that the queue has a message.

        Returns False if that was noted before.
        """
        return self._note_once(keys.effect_key(order, row.effect_id, withdrawal=row.withdrawal), "sent_at", at)

    def mark_sent_again(self, order: OrderKey, effect_id: str, *, at: datetime) -> bool:
        """Note that a request was sent a second time.

        Returns False if that was noted before.
        """
        return self._note_once(keys.effect_key(order, effect_id, withdrawal=False), "sent_again_at", at)

    def mark_unreceived(self, order: OrderKey, effect_id: str, *, at: datetime) -> bool:
        """Note that nobody received a withdrawal.

        Returns False if that was noted before or if there is no such row.
        """
        return self._note_once(keys.effect_key(order, effect_id, withdrawal=True), "untold_at", at)

    def clear_untold(self, order: OrderKey, effect_id: str) -> None:
        """Note that a withdrawal was sent again."""
        with named_failures():
            self._client.update_item(
                TableName=self._table,
                Key=keys.effect_key(order, effect_id, withdrawal=True),
                UpdateExpression="REMOVE untold_at",
                ConditionExpression="attribute_exists(PK)",
            )

    def _note_once(self, key: Key, name: str, at: datetime) -> bool:
        with named_failures():
            try:
                self._client.update_item(
                    TableName=self._table,
                    Key=key,
                    UpdateExpression="SET #name = :at",
                    ConditionExpression="attribute_exists(PK) AND attribute_not_exists(#name)",
                    ExpressionAttributeNames={"#name": name},
                    ExpressionAttributeValues={":at": {"S": format_instant(at)}},
                )
            except ClientError as error:
                if error_code(error) != CONDITION_FAILED:
                    raise
                return False
        return True


def read_effect_row(item: Item) -> EffectRow:
    """Read an effect row from an item of the table."""
    effect_id, withdrawal = keys.read_effect_sort(text(item, "SK"))
    return EffectRow(
        effect_id=effect_id,
        withdrawal=withdrawal,
        return_id=text(item, "return_id"),
        message=unpack(item),
        put_at=instant(item, "put_at"),
        held="held" in item,
        sent_at=instant_or_none(item, "sent_at"),
        sent_again_at=instant_or_none(item, "sent_again_at"),
        untold_at=instant_or_none(item, "untold_at"),
        erased="erased_at" in item,
    )


def _item(order: OrderKey, row: EffectRow) -> Item:
    return {
        **keys.effect_key(order, row.effect_id, withdrawal=row.withdrawal),
        **texts(return_id=row.return_id, put_at=format_instant(row.put_at), held="yes" if row.held else None),
        **pack(row.message),
    }
