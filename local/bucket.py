"""The evidence bucket with all that moto's CloudFormation would drop: every step may be repeated."""

from collections.abc import Callable
from typing import Any

from local.unless_there import unless_there
from ops.template import Properties


def create_bucket(s3: Any, properties: Properties, name: str) -> str:
    """Create the bucket unless it is there, apply every property of the template, and return its name."""
    unless_there(
        lambda: s3.create_bucket(Bucket=name, **_where(s3.meta.region_name)),
        "BucketAlreadyOwnedByYou",
        "BucketAlreadyExists",
    )
    for key, settings in properties.items():
        STEPS[key](s3, name, settings)
    return name


def _where(region: str) -> dict[str, Any]:
    # S3 wants every region named but its first, which it refuses to hear.
    return {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}


def _cors_rule(rule: Properties) -> dict[str, Any]:
    names = {"ExposedHeaders": "ExposeHeaders", "MaxAge": "MaxAgeSeconds"}
    return {names.get(key, key): value for key, value in rule.items()}


def _lifecycle_rule(rule: Properties) -> dict[str, Any]:
    return {"ID" if key == "Id" else key: value for key, value in rule.items()} | {"Filter": {"Prefix": ""}}


def _encryption_rule(rule: Properties) -> dict[str, Any]:
    return {"ApplyServerSideEncryptionByDefault": rule["ServerSideEncryptionByDefault"]}


STEPS: dict[str, Callable[[Any, str, Any], object]] = {
    "VersioningConfiguration": lambda s3, bucket, settings: s3.put_bucket_versioning(
        Bucket=bucket, VersioningConfiguration=settings
    ),
    "PublicAccessBlockConfiguration": lambda s3, bucket, settings: s3.put_public_access_block(
        Bucket=bucket, PublicAccessBlockConfiguration=settings
    ),
    "OwnershipControls": lambda s3, bucket, settings: s3.put_bucket_ownership_controls(
        Bucket=bucket, OwnershipControls=settings
    ),
    "BucketEncryption": lambda s3, bucket, settings: s3.put_bucket_encryption(
        Bucket=bucket,
        ServerSideEncryptionConfiguration={
            "Rules": [_encryption_rule(rule) for rule in settings["ServerSideEncryptionConfiguration"]]
        },
    ),
    "LifecycleConfiguration": lambda s3, bucket, settings: s3.put_bucket_lifecycle_configuration(
        Bucket=bucket, LifecycleConfiguration={"Rules": [_lifecycle_rule(rule) for rule in settings["Rules"]]}
    ),
    "CorsConfiguration": lambda s3, bucket, settings: s3.put_bucket_cors(
        Bucket=bucket, CORSConfiguration={"CORSRules": [_cors_rule(rule) for rule in settings["CorsRules"]]}
    ),
    "NotificationConfiguration": lambda s3, bucket, _given: s3.put_bucket_notification_configuration(
        Bucket=bucket, NotificationConfiguration={"EventBridgeConfiguration": {}}
    ),
}
