"""The language of answers: `Accept-Language` chooses it, and codes, ids and versions stay the same in both."""

import pytest

from tests.world.api import call
from tests.world.order import line

CHINESE = [("Accept-Language", "zh")]


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        *((None, "en"), ("", "en"), ("en", "en"), ("de, fr;q=0.8", "en"), ("*", "en"), ("zh;q=0", "en")),
        *(("zh", "zh-Hans"), ("zh-CN", "zh-Hans"), ("zh-Hans", "zh-Hans"), ("ZH-hans-cn;q=0.5", "zh-Hans")),
        *(("en;q=0.8, zh", "zh-Hans"), ("zh;q=0.5, en", "en"), ("de, zh-CN;q=0.7, en;q=0.3", "zh-Hans")),
        *((";;,=q", "en"), ("zh;q=many", "en"), ("zh;q=2", "en"), ("zh" * 4000, "en")),
    ],
)
def test_the_language_is_the_one_that_the_request_ranks_highest(installed, accepted, language):
    headers = [] if accepted is None else [("Accept-Language", accepted)]
    answered = call("GET", "/problems/{name}", headers=headers, name="stale")

    assert answered.headers["Content-Language"] == language
    assert "Accept-Language" in answered.headers["Vary"]


def test_a_case_is_the_same_case_in_both_languages(shop):
    """Another language is another content with another tag. The version, the codes and the ids stay."""
    shop.sell()
    shop.request(customer={"name": "Bob"})
    english, chinese = (
        shop.api("GET", "/cases/{case_id}", case_id=shop.case_id, headers=headers) for headers in ([], CHINESE)
    )

    assert english.headers["ETag"] != chinese.headers["ETag"]
    for path in (("version",), ("turn", "code"), ("next", "code"), ("available_actions",)):
        assert at(english.json, path) == at(chinese.json, path)
    assert [step["code"] for step in english.json["steps"]] == [step["code"] for step in chinese.json["steps"]]
    assert [each["id"] for each in english.json["needs_review"]] == [
        each["id"] for each in chinese.json["needs_review"]
    ]
    assert chinese.json["turn"]["text"] == "买家等待您的答复。"
    known = [("If-None-Match", chinese.headers["ETag"])]
    assert shop.api("GET", "/cases/{case_id}", case_id=shop.case_id, headers=[*CHINESE, *known]).status == 304
    assert shop.api("GET", "/cases/{case_id}", case_id=shop.case_id, headers=known).status == 200


def at(value, path):
    for name in path:
        value = value[name]
    return value


def test_lists_are_chinese_too_and_their_stored_sentences_are(shop):
    """A case row has English texts. Their codes and values are beside them, for every other language."""
    shop.sell()
    shop.request(lines=[line("OTHER", minor=2400)], reason={"code": "BAD"})
    shop.flow()

    for route in ("/cases", "/work"):
        (listed,) = shop.api("GET", route, headers=CHINESE).json["cases"]
        assert listed["turn"]["text"] == "此案件有不明确之处。"
        assert listed["deadline"]["if_silent"] == "任何一方都可升级至平台，即使没有方案被拒绝"
        details = ['所述原因为 "BAD"：请确定原因', "OTHER 申请退回 2 件，而订单中仅剩 0 件"]
        assert [review["detail"] for review in listed["needs_review"]] == details
        (english,) = shop.api("GET", route).json["cases"]
        assert "said" not in listed.keys() | english.keys()
        assert english["needs_review"][0]["detail"] == 'the reason told is "BAD": classify it'
        assert english["needs_review"][0]["id"] == listed["needs_review"][0]["id"]


def test_refusals_and_faults_are_chinese_and_keep_their_codes(shop):
    shop.sell()
    shop.request()
    refused = give(shop, command="close_case", root_cause="x")
    assert (refused.status, refused.json["code"], refused.json["title"]) == (409, "not-possible-now", "冲突")
    assert refused.json["detail"] == "案件处于“已申请”时不能执行此操作"

    faulty = give(shop, command="make_offer", resolution="gift", surplus=1)
    assert (faulty.status, faulty.json["detail"]) == (422, "请求格式正确，但内容无效")
    messages = {fault["field"]: fault["message"] for fault in faulty.json["errors"]}
    assert messages["surplus"] == "不接受此项"
    assert messages["resolution"].startswith("不在允许的取值之内")

    missing = shop.api("GET", "/cases/{case_id}", case_id="alibaba.A.R", headers=CHINESE)
    assert (missing.json["code"], missing.json["detail"]) == ("no-such-case", "您没有这样的案件")


def test_a_preview_compares_in_the_language_of_its_reader(shop):
    shop.sell()
    shop.request()
    asked = {"command": "accept_return"}
    answered = shop.api("POST", "/cases/{case_id}/preview", case_id=shop.case_id, json=asked, headers=CHINESE)

    changed = {change["field"]: change["after"] for change in answered.json["changes"]}
    assert changed["turn"]["text"] == answered.json["after"]["turn"]["text"] == "买家须寄回货物。"


def give(shop, **command):
    return shop.api("POST", "/cases/{case_id}/commands", case_id=shop.case_id, json=command, headers=CHINESE)
