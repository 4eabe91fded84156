import pytest

from local.route_table import RouteTable

ROUTES = RouteTable(["/", "/cases", "/cases/{case_id}", "/cases/{case_id}/evidence/{evidence_id}", "/cases/recent"])


@pytest.mark.parametrize(
    ("sent", "path", "parameters"),
    [
        ("/", "/", {}),
        ("/cases", "/cases", {}),
        ("/cases/", "/cases", {}),
        ("/cases/a.b.c", "/cases/{case_id}", {"case_id": "a.b.c"}),
        ("/cases/recent", "/cases/recent", {}),
        ("/cases/%e2%82%ac%20x", "/cases/{case_id}", {"case_id": "€ x"}),
        ("/cases/a%2Fb", "/cases/{case_id}", {"case_id": "a/b"}),
        ("/cases/..%2f..", "/cases/{case_id}", {"case_id": "../.."}),
        ("/cases/1/evidence/2", "/cases/{case_id}/evidence/{evidence_id}", {"case_id": "1", "evidence_id": "2"}),
    ],
)
def test_finds_the_route_and_decodes_what_stands_in_braces(sent, path, parameters):
    match = ROUTES.match(sent)
    assert (match.path, match.parameters) == (path, parameters)


@pytest.mark.parametrize(
    "sent", ["/nothing", "/cases//", "/cases/1/evidence", "/cases/1/evidence/", "//cases", "/Cases"]
)
def test_knows_no_other(sent):
    assert ROUTES.match(sent) is None
