"""Gets a token with Authlib, asks about it, revokes it and calls an API; says in JSON what came of it.

On stdin, as JSON: method (of client authentication), clientId, clientSecret, scope, tokenUrl, introspectionUrl,
revocationUrl and apiUrl.
"""

import json
import os
import sys

from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session

os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # HTTP, on loopback

task = json.load(sys.stdin)
session = OAuth2Session(
    task["clientId"],
    task["clientSecret"],
    scope=task["scope"],
    token_endpoint_auth_method=task["method"],
    revocation_endpoint_auth_method=task["method"],
)


def ask(**token):
    return session.introspect_token(task["introspectionUrl"], **token).json()


try:
    token = session.fetch_token(task["tokenUrl"], grant_type="client_credentials")
    called = session.get(task["apiUrl"]).status_code
    before = ask(token=token["access_token"], token_type_hint="access_token")
    revoked = session.revoke_token(
        task["revocationUrl"], token=token["access_token"]
    ).status_code
    after = ask(token=token["access_token"])
    print(
        json.dumps(
            {
                "granted": {k: v for k, v in token.items() if k != "access_token"},
                "called": called,
                "before": before,
                "revoked": revoked,
                "after": after,
            }
        )
    )
except OAuthError as error:
    print(json.dumps({"type": type(error).__name__, "error": error.error}))
