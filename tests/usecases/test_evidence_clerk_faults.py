"""The clerk, if AWS refuses or the process ends: the next look gives the one verdict."""

import pytest
from botocore.awsrequest import AWSResponse
from moto.core.botocore_stubber import MockRawResponse

from chalicelib.aws.failures import StoreUnavailable
from tests.world.files import png
from tests.world.wire import Killed, Refusal


class DeniedByS3(Refusal):
    """S3 says it in XML."""

    def response(self, request):
        said = f"<Error><Code>{self.code}</Code><Message>as the test wants it</Message></Error>"
        return AWSResponse(request.url, 403, {}, MockRawResponse(said))


DENIED = {operation: DeniedByS3("AccessDenied") for operation in ("ListObjectVersions", "GetObject")}


@pytest.mark.parametrize("operation", ["GetItem", "Query", "ListObjectVersions", "GetObject", "PutItem"])
def test_what_aws_refuses_is_tried_again_from_the_start(uploads, operation):
    evidence_id = uploads.granted()
    key = uploads.key_of(evidence_id)
    uploads.put(key, png())
    uploads.shop.cloud.wire.cut(operation, DENIED.get(operation, Refusal("AccessDeniedException")))

    with pytest.raises(StoreUnavailable):
        uploads.look(key)
    assert [alarm["what"] for alarm in uploads.shop.cloud.alarms] == ["inspection_delayed"]
    uploads.look(key)
    assert uploads.stands(evidence_id) == ("stored", None)


@pytest.mark.parametrize("answered", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("operation", ["GetItem", "Query", "ListObjectVersions", "GetObject", "PutItem"])
def test_a_clerk_killed_at_any_call_leaves_one_verdict_to_the_next(uploads, operation, answered):
    evidence_id = uploads.granted()
    key = uploads.key_of(evidence_id)
    uploads.put(key, png())
    uploads.shop.cloud.wire.cut(operation, Killed(), answered=answered)

    with pytest.raises(Killed):
        uploads.look(key)
    uploads.look(key)
    assert uploads.stands(evidence_id) == ("stored", None)
    assert uploads.verdicts() == 1
