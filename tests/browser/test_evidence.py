"""Evidence: hashed before it leaves, sent with progress, and the same bytes in the bucket."""

import hashlib
import io
from datetime import datetime
from zoneinfo import ZoneInfo

import boto3
from playwright.sync_api import expect
from pypdf import PdfReader

from local.sample_files import small_document, small_picture
from tests.browser.market import eventually


def picked(*files):
    kinds = {"png": "image/png", "pdf": "application/pdf"}
    return [{"name": name, "mimeType": kinds[name[-3:]], "buffer": content} for name, content in files]


def choose(desk, *files):
    desk.page.locator("#file-input").set_input_files(picked(*files))


def send(desk):
    desk.page.get_by_role("button", name="Upload ·").click()


def large(megabytes):
    """A picture with much after its end."""
    return small_picture() + bytes(megabytes * 1_000_000)


def test_a_file_is_in_the_bucket_byte_for_byte(desk, market):
    case = market.case()
    desk.open_case(case.id)
    choose(desk, ("carton.png", small_picture()), ("waybill.pdf", small_document()))
    assert "2 of 30 files" in desk.page.locator("#evidence").inner_text()
    expect(desk.page.get_by_label("Kind waybill.pdf")).to_have_value("logistics")
    desk.page.get_by_label("Description carton.png").fill("a dent")
    send(desk)

    digest = hashlib.sha256(small_picture()).hexdigest()
    desk.see(f"Stored · hash {digest[:12]}")
    desk.see("complete for an appeal")
    rows = desk.page.locator("#evidence li")
    expect(rows.filter(has_text="✓ carton.png")).to_contain_text("a dent")
    assert rows.filter(has_text="✓ waybill.pdf").inner_text().count("waybill.pdf") == 1  # it has no words of its own
    files = {file["filename"]: file for file in case.case["evidence"]}
    assert {file["status"] for file in files.values()} == {"stored"}
    assert (files["carton.png"]["description"], files["carton.png"]["sha256"]) == ("a dent", digest)
    s3 = boto3.client("s3", **market.stack.boto_arguments())
    keys = [entry["Key"] for entry in s3.list_objects_v2(Bucket=market.bucket)["Contents"]]
    bodies = {s3.get_object(Bucket=market.bucket, Key=key)["Body"].read() for key in keys}
    assert {small_picture(), small_document()} <= bodies


def test_a_printed_case_has_its_deadline_and_all_evidence(desk, market):
    case = market.case()
    desk.open_case(case.id)
    choose(desk, ("carton.png", small_picture()), ("waybill.pdf", small_document()))
    send(desk)
    eventually(lambda: desk.page.get_by_text("Stored · hash").count() == 2)

    printed = "".join(page.extract_text() for page in PdfReader(io.BytesIO(desk.page.pdf())).pages)

    deadline = datetime.fromisoformat(case.case["deadline"]["at"]).astimezone(ZoneInfo("Asia/Shanghai"))
    assert f"{deadline.day} {deadline:%b}" in printed
    for file in case.case["evidence"]:
        assert file["filename"] in printed
        assert file["sha256"][:12] in printed


def test_what_is_not_what_it_says_is_rejected_with_its_reason(desk, market):
    case = market.case()
    desk.open_case(case.id)
    choose(desk, ("page.png", b"<html><script>alert(1)</script>" * 20))
    send(desk)

    desk.see("Rejected:")
    assert case.case["evidence"][0]["status"] == "rejected"


def test_an_upload_can_be_cancelled_and_tried_again(desk, market):
    case = market.case()
    desk.open_case(case.id)
    held = []
    desk.page.route(f"{market.stack.description['aws_endpoint_url']}/**", lambda route: held.append(route))  # noqa: PLW0108 - as in desk.py
    choose(desk, ("carton.png", large(1)))
    send(desk)
    eventually(lambda: desk.page.locator("progress").count() == 1 and held)

    desk.page.get_by_role("button", name="Cancel upload").click()
    desk.see("cancelled")
    desk.page.unroute_all(behavior="ignoreErrors")
    desk.page.get_by_role("button", name="Try again").click()

    desk.see("Stored · hash")
    assert [file["status"] for file in case.case["evidence"]].count("stored") == 1


def test_an_expired_grant_is_asked_for_again(desk, market):
    case = market.case()
    desk.open_case(case.id)
    refused = []

    def refuse_once(route):
        if refused or route.request.method != "PUT":
            route.continue_()
            return
        refused.append(route.request.url)
        route.fulfill(status=403, headers={"Access-Control-Allow-Origin": "*"}, body="<Error/>")

    desk.page.route(f"{market.stack.description['aws_endpoint_url']}/**", refuse_once)
    choose(desk, ("carton.png", small_picture()))
    send(desk)

    desk.see("Stored · hash")
    assert len(refused) == 1


def test_thirty_files_go_three_at_a_time(desk, market):
    case = market.case()
    desk.open_case(case.id)
    choose(desk, *[(f"photo{number}.png", small_picture() + bytes(number)) for number in range(30)])
    send(desk)

    eventually(lambda: desk.page.get_by_text("Stored · hash").count() == 30, seconds=60)
    assert len({file["sha256"] for file in case.case["evidence"]}) == 30
