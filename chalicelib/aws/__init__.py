"""The AWS folder is the only one that calls AWS: every key, row, bucket and queue is here."""
