"""A reason why a file is rejected is a sentence with values, and has Chinese words."""

import pytest

from chalicelib.domain.evidence import EvidenceRejected
from chalicelib.policies.words import words_of
from chalicelib.values.languages import Language

CHINESE = words_of(Language.CHINESE)


@pytest.mark.parametrize(
    ("reason", "code", "chinese"),
    [
        (
            "it has 12 bytes, 10485760 were announced",
            "other-size",
            "文件为 12 字节，登记的为 10485760 字节",
        ),
        (
            "by its bytes it is none of the types that are evidence, image/png was announced",
            "other-type",
            "按内容判断，文件是：不是可作为证据的文件类型；登记的为 image/png",
        ),
        (
            "by its bytes it is video/mp4, image/jpeg was announced",
            "other-type",
            "按内容判断，文件是：video/mp4；登记的为 image/jpeg",
        ),
        ("a ZIP archive hides in it", "hides-in-it", "文件中藏有ZIP 压缩包"),
        ("a PDF hides in it", "hides-in-it", "文件中藏有PDF 文件"),
        ("a web page hides in it", "hides-in-it", "文件中藏有网页"),
        ("a script hides in it", "hides-in-it", "文件中藏有脚本"),
        ("it was uploaded after the grant had expired", "text", "在上传许可过期后才上传"),
        ("its SHA-256 is not the one announced", "text", "SHA-256 与登记的不同"),
    ],
)
def test_a_reason_of_the_log_is_read_in_both_languages(reason, code, chinese):
    said = EvidenceRejected(return_id="R-1", evidence_id="E-1", reason=reason).words
    assert (said.code, str(said), CHINESE.write(said)) == (code, reason, chinese)


def test_a_reason_that_nobody_has_words_for_stays_as_it_is():
    said = EvidenceRejected(return_id="R-1", evidence_id="E-1", reason="it has many bytes").words
    assert (str(said), CHINESE.write(said)) == ("it has many bytes", "it has many bytes")
