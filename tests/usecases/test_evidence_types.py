"""The clerk takes a file under each name of its type, and names the true type of another one.

It holds number 113 of docs/reliability.md.
"""

import pytest

from tests.world import files


@pytest.mark.parametrize(
    ("body", "announced", "found"),
    [
        (files.heic(), "image/jpeg", "image/heic"),
        (files.mov(), "video/mp4", "video/quicktime"),
        (files.mp4(), "video/quicktime", "video/mp4"),
        (files.jpeg(), "image/heif", "image/jpeg"),
        (files.boxes(b"M4A ", b"mp42"), "video/mp4", "audio/mp4"),
        (b"\xff\xff\xff", "image/jpeg", "none of the types that are evidence"),
    ],
)
def test_a_file_under_another_types_name_is_rejected_and_its_true_type_named(uploads, body, announced, found):
    evidence_id = uploads.arrive(body, content_type=announced)

    assert uploads.stands(evidence_id) == ("rejected", f"by its bytes it is {found}, {announced} was announced")


def test_a_picture_of_a_phone_is_in_evidence_under_either_of_its_names(uploads):
    found = [uploads.arrive(files.heic(), content_type=name) for name in ("image/heic", "image/heif")]

    assert [uploads.stands(evidence_id)[0] for evidence_id in found] == ["stored", "stored"]
