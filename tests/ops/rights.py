"""The requests of functions to AWS, seen on the wire, and the rights that the template gives them."""

import json
import re
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from http.client import HTTPConnection
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from werkzeug import Request, Response

from tests.ops.writers import Write, writes_of

_ASKS_AS = re.compile(r"Credential=([A-Za-z]+)[/%]")
_TARGET = {"DynamoDB_20120810": "dynamodb", "AmazonSQS": "sqs", "AmazonSSM": "ssm"}
_PSEUDO = {"AWS::Partition": "aws", "AWS::Region": "us-east-1", "AWS::AccountId": "123456789012"}
_OF_A_CONNECTION = {"connection", "content-length", "date", "host", "keep-alive", "server", "transfer-encoding"}


@dataclass(frozen=True, order=True)
class Right:
    """An action on a resource.

    In a policy the resource may be a pattern. Resources have their logical names.
    """

    action: str
    resource: str

    def covers(self, asked: "Right") -> bool:
        """Tell whether a policy with this statement allows the request."""
        return self.action == asked.action and fnmatchcase(asked.resource, self.resource)


@dataclass
class Wire:
    """Stands before moto and writes down who asks for what.

    Functions sign with their own names as access keys.
    """

    aws_url: str
    names: dict[str, str] = field(default_factory=dict)  # of real names, and of queues' URLs, the logical ones
    asked: dict[str, set[Right]] = field(default_factory=dict)
    written: dict[str, set[Write]] = field(default_factory=dict)
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, request: Request) -> Response:
        """Pass a request on, and its answer back."""
        target = request.environ["RAW_URI"]
        signature = request.headers.get("authorization", "") + unquote(target).replace("X-Amz-", "")
        if signed := _ASKS_AS.search(signature):
            with self._guard:
                self.asked.setdefault(signed[1], set()).add(self._right(request))
                self.written.setdefault(signed[1], set()).update(_writes(request))
        connection = HTTPConnection(self.aws_url.removeprefix("http://"), timeout=60)
        headers = {name: value for name, value in request.headers if name.lower() not in _OF_A_CONNECTION}
        connection.request(request.method, target, body=request.data, headers=headers)
        got = connection.getresponse()
        body = got.read()
        connection.close()
        kept = [(name, value) for name, value in got.getheaders() if name.lower() not in _OF_A_CONNECTION]
        return Response(body, status=got.status, headers=kept)

    def _right(self, request: Request) -> Right:
        service, _, operation = request.headers.get("x-amz-target", "").partition(".")
        if not operation:
            return self._right_to_objects(request)
        told = json.loads(request.data)
        table = told.get("TableName") or next(iter(told.get("RequestItems", ())), None)
        parameter = told.get("Name") or next(iter(told.get("Names", ())), None)
        name = table or told.get("QueueUrl") or f"parameter{parameter}"
        index = f"/index/{told['IndexName']}" if "IndexName" in told else ""
        return Right(f"{_TARGET[service]}:{operation}", self.names.get(name, name) + index)

    def _right_to_objects(self, request: Request) -> Right:
        parts = urlsplit(request.environ["RAW_URI"])
        query = parse_qs(parts.query, keep_blank_values=True)
        bucket, _, key = parts.path.removeprefix("/").partition("/")
        name = self.names.get(bucket, bucket)
        if not key:
            return Right("s3:ListBucketVersions" if "versions" in query else "s3:ListBucket", name)
        read = "s3:GetObjectVersion" if "versionId" in query else "s3:GetObject"
        return Right({"GET": read, "HEAD": read, "PUT": "s3:PutObject"}[request.method], f"{name}/{key}")


def _writes(request: Request) -> Iterator[Write]:
    target = request.headers.get("x-amz-target", "")
    return writes_of(target.partition(".")[2], json.loads(request.data)) if target.startswith("DynamoDB_") else iter(())


def granted(resources: Mapping[str, Any], function: str, *, stack: str) -> Iterator[Right]:
    """Yield what the role of a function may do."""
    role, _ = resources[function]["Properties"]["Role"]["Fn::GetAtt"]
    for policy in resources[role]["Properties"]["Policies"]:
        for statement in policy["PolicyDocument"]["Statement"]:
            for resource in statement["Resource"]:
                yield from (Right(action, _resource(resource, stack)) for action in statement["Action"])


def _resource(told: Any, stack: str) -> str:
    if isinstance(told, str):
        return told
    if "Fn::GetAtt" in told:
        name, attribute = told["Fn::GetAtt"]
        return str(name) if attribute == "Arn" else f"{name}.{attribute}"
    values = {**_PSEUDO, "AWS::StackName": stack}
    arn = re.sub(r"\$\{([^}]+)\}", lambda found: values.get(found[1], found[1].removesuffix(".Arn")), told["Fn::Sub"])
    return re.sub(r"^arn:aws:ssm:us-east-1:123456789012:", "", arn)
