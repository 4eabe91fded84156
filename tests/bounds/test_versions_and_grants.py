"""Policy versions and upload grants have budgets of their own, because every reader of a case reads them all."""

from tests.world.uploads import Uploads


def test_a_policy_has_a_largest_number_of_versions(shop, monkeypatch):
    """It holds number 120 of docs/reliability.md. It is tried with 3 versions, and meant for 300."""
    monkeypatch.setattr("chalicelib.aws.policy_versions.MOST_VERSIONS", 3)
    policy = shop.api("GET", "/policy").json["policy"]
    answers = [shop.api("PUT", "/policy", role="operator", json=policy) for _ in range(5)]

    assert [answered.status for answered in answers] == [201, 201, 201, 409, 409]
    assert answers[-1].json["rule"] == "policy-full"
    assert shop.api("PUT", "/policy", role="operator", merchant="other", json=policy).status == 201


def test_a_case_has_a_largest_number_of_grants_also_if_they_expired(shop, monkeypatch):
    """It holds number 120 of docs/reliability.md. It is tried with 5 grants, and meant for 300."""
    monkeypatch.setattr("chalicelib.domain.uploads.MOST_GRANTS", 5)
    shop.sell()
    shop.request()
    answers = []
    for _ in range(7):
        answers.append(Uploads(shop).announce())
        shop.cloud.clock.forward(hours=1)

    assert [answered.status for answered in answers] == [201] * 5 + [409] * 2
    assert "5 uploads" in answers[-1].json["detail"]
    shop.order_number = "A-2"
    shop.request()
    assert Uploads(shop).announce().status == 201
