"""Sessions: a person signs in with a key, and a phone with a pass that was made for one case."""

import base64
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from chalicelib.aws.api_keys import ApiKeys, Principal
from chalicelib.aws.secrets import SecretStore
from chalicelib.usecases.session_tokens import SessionToken, is_genuine, read_session_token
from chalicelib.values.roles import Role

LONGEST: Final = timedelta(hours=12)
_RENEWED_UNDER: Final = timedelta(hours=6)
_CAMERA: Final = timedelta(minutes=30)
_NONCE = 14  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A session in force, and the token that proves it."""

    principal: Principal
    expires_at: datetime
    token: str = field(repr=False)


class Sessions:
    """Opens and recognizes sessions. Nothing of them is stored."""

    def __init__(self, *, api_keys: ApiKeys, secret_store: SecretStore, clock: Callable[[], datetime]) -> None:
        self._api_keys = api_keys
        self._secret_store = secret_store
        self._clock = clock

    def sign_in(self, key: str) -> Session | None:
        """Open a session for the owner of an API key.

        Returns None if the key is not in force.
        """
        owner = self._api_keys.principal(key)
        return None if owner is None else self._open(owner, LONGEST)

    def trade(self, camera_pass: str) -> Session | None:
        """Open a session of its own for a phone that has a camera pass. It ends when the pass ends.

        Returns None if the pass is not in force.
        """
        session = self.find(camera_pass)
        if session is None or session.principal.role is not Role.CAMERA:
            return None
        return self._until(session.principal, session.expires_at)

    def find(self, token: str) -> Session | None:
        """Find the session of a token.

        Returns None if the token is malformed, forged or expired, or if its key is not in force.
        """
        read = read_session_token(token)
        if read is None or read.expires_at <= self._clock():
            return None
        owner = self._api_keys.owner(read.key_id)
        if owner is None or not is_genuine(token, secrets=self._secret_store.of_sessions(), seal=owner.seal):
            return None
        return Session(principal=_behind(read, owner), expires_at=read.expires_at, token=token)

    def renewed(self, session: Session) -> Session | None:
        """Open a new session in place of one that ends soon.

        Returns None if there is no need. A camera's session is never renewed.
        """
        ends_soon = session.expires_at - self._clock() < _RENEWED_UNDER
        if session.principal.role is Role.CAMERA or not ends_soon:
            return None
        fresh = self._open(session.principal, LONGEST)
        return fresh if fresh.expires_at > session.expires_at else None

    def camera_pass(self, principal: Principal, case_id: str) -> Session:
        """Make a pass with which a phone may hand in evidence of one case."""
        return self._open(replace(principal, role=Role.CAMERA, case_id=case_id), _CAMERA)

    def _open(self, principal: Principal, time: timedelta) -> Session:
        end = self._clock() + time
        return self._until(principal, min(end, principal.key_expires_at or end).replace(microsecond=0))

    def _until(self, principal: Principal, expires_at: datetime) -> Session:
        nonce = base64.urlsafe_b64encode(secrets.token_bytes(_NONCE)).decode().rstrip("=")
        token = SessionToken(
            key_id=principal.key_id, expires_at=expires_at, nonce=nonce, case_id=principal.case_id
        ).signed(secret=self._secret_store.of_sessions()[0], seal=principal.seal)
        return Session(principal=principal, expires_at=expires_at, token=token)


def _behind(token: SessionToken, owner: Principal) -> Principal:
    if token.case_id is None:
        return owner
    return replace(owner, role=Role.CAMERA, case_id=token.case_id)
