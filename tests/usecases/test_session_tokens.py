"""Tokens of sessions: fixed vectors, so that a release does not sign everybody out, and everything that is no token."""

from datetime import UTC, datetime

import pytest

from chalicelib.usecases.session_tokens import SessionToken, is_genuine, read_session_token

SEAL = bytes(range(32))
PERSON = SessionToken(key_id="0123456789ab", expires_at=datetime(2026, 3, 2, tzinfo=UTC), nonce="AAECAwQFBgcICQoLDA0")
CAMERA = SessionToken(
    key_id="0123456789ab",
    expires_at=datetime(2026, 3, 2, tzinfo=UTC),
    nonce="AAECAwQFBgcICQoLDA0",
    case_id="alibaba.A-1001.R-1",
)
VECTORS = [
    (PERSON, "rs1.0123456789ab.1772409600.AAECAwQFBgcICQoLDA0.5ylVMykCwNpt3B4G5XD2NYNNPX_HFG2thmLkibUYu-4"),
    (
        CAMERA,
        "rs1.0123456789ab.1772409600.AAECAwQFBgcICQoLDA0.YWxpYmFiYS5BLTEwMDEuUi0x.shMo53vP1u_tECwW_k6_XW5voP45E2Roro-I_lACXi0",
    ),
]


@pytest.mark.parametrize(("token", "text"), VECTORS, ids=["person", "camera"])
def test_a_token_is_written_and_read_as_it_always_was(token, text):
    assert token.signed(secret="pepper", seal=SEAL) == text
    assert read_session_token(text) == token
    assert is_genuine(text, secrets=("newer", "pepper"), seal=SEAL)


def test_a_persons_token_has_91_characters():
    assert len(PERSON.signed(secret="pepper", seal=SEAL)) == 91


@pytest.mark.parametrize(
    "bend",
    [
        lambda text: text.replace("0123456789ab", "0123456789ac"),
        lambda text: text.replace("1772409600", "1872409600"),
        lambda text: text.replace("AAECAw", "AAECAx"),
        lambda text: text[:-1] + ("A" if text[-1] != "A" else "B"),
        lambda text: text.replace("YWxp", "YWxq"),
    ],
    ids=["key", "expiry", "nonce", "mac", "case"],
)
def test_a_token_that_was_changed_is_not_genuine(bend):
    text = bend(CAMERA.signed(secret="pepper", seal=SEAL))

    assert read_session_token(text) is not None
    assert not is_genuine(text, secrets=("pepper",), seal=SEAL)


@pytest.mark.parametrize(
    "move",
    [
        lambda session, _: session.rpartition(".")[0] + ".YWxpYmFiYS5BLTEwMDEuUi0x." + session.rpartition(".")[2],
        lambda _, camera: ".".join(part for n, part in enumerate(camera.split(".")) if n != 4),
    ],
    ids=["a case added", "the case removed"],
)
def test_neither_token_becomes_the_other(move):
    session, camera = (token.signed(secret="pepper", seal=SEAL) for token in (PERSON, CAMERA))
    text = move(session, camera)

    assert read_session_token(text) is not None
    assert not is_genuine(text, secrets=("pepper",), seal=SEAL)


@pytest.mark.parametrize(("secrets", "seal"), [(("other",), SEAL), (("pepper",), bytes(32)), ((), SEAL)])
def test_both_halves_of_the_key_are_needed(secrets, seal):
    assert not is_genuine(VECTORS[0][1], secrets=secrets, seal=seal)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "rs1",
        "rs2" + VECTORS[0][1][3:],
        VECTORS[0][1] + "=",
        VECTORS[0][1] + "\n",
        " " + VECTORS[0][1],
        VECTORS[0][1].replace("1772409600", "nan"),
        VECTORS[0][1].replace("1772409600", "01772409600"),
        VECTORS[0][1].replace("1772409600", "٣٧٧٢٤٠٩٦٠٠"),
        VECTORS[0][1].replace("0123456789ab", "#"),
        VECTORS[1][1].replace("YWxpYmFiYS5BLTEwMDEuUi0x", "_w"),
        VECTORS[1][1].replace("YWxpYmFiYS5BLTEwMDEuUi0x", "Y"),
        VECTORS[1][1].replace("YWxpYmFiYS5BLTEwMDEuUi0x", "Y" * 100_000),
        "rs1." * 100_000,
    ],
)
def test_what_is_malformed_is_no_token(text):
    assert read_session_token(text) is None
