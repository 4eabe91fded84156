"""The AWS floor: every key, row, bucket and queue, and the only imports of botocore."""
