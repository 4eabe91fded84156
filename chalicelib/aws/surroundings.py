"""The surroundings of a process: region, credentials and endpoints, as the environment says them.

botocore reads many more places: profiles, containers, a proxy, FIPS endpoints. Who uses one of those gets botocore's
own client (`quick_surroundings` returns None).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.aws.signature import Credentials

_NEEDED = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
_ONLY_BOTOCORE = ("AWS_PROFILE", "AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT", "HTTP_PROXY", "HTTPS_PROXY")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The region, and the environment, which is read again for each signature, because Lambda may renew it."""

    region: str
    environment: Mapping[str, str]

    @property
    def ca_bundle(self) -> str | None:
        """The file of roots that the environment names."""
        return self.environment.get("AWS_CA_BUNDLE") or None

    def credentials(self) -> Credentials:
        """Return the credentials as they are now."""
        key, secret = (self.environment[name] for name in _NEEDED)
        return Credentials(key, secret, self.environment.get("AWS_SESSION_TOKEN") or None)

    def endpoint_url(self, service: str) -> str:
        """Return the URL of a service: what the environment names, else AWS's own."""
        named = self.environment.get(f"AWS_ENDPOINT_URL_{service.upper()}") or self.environment.get("AWS_ENDPOINT_URL")
        if named and self.environment.get("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "").lower() != "true":
            return named.rstrip("/") + "/"
        suffix = "amazonaws.com.cn" if self.region.startswith("cn-") else "amazonaws.com"
        return f"https://{service}.{self.region}.{suffix}/"


def quick_surroundings(environment: Mapping[str, str]) -> Surroundings | None:
    """Read what a quick client needs.

    Returns None if the environment has not all of it, or if it asks for something that only botocore knows.
    """
    region = environment.get("AWS_DEFAULT_REGION") or environment.get("AWS_REGION")
    special = any(environment.get(name) or environment.get(name.lower()) for name in _ONLY_BOTOCORE)
    if region is None or special or not all(environment.get(name) for name in _NEEDED):
        return None
    return Surroundings(region, environment)
