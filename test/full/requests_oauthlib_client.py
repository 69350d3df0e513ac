"""Gets a token with requests-oauthlib and calls an API; says in JSON what came of it.

On stdin, as JSON: method (of client authentication), clientId, clientSecret, scope, tokenUrl and apiUrl.
"""

import json
import os
import sys

from oauthlib.oauth2 import BackendApplicationClient
from oauthlib.oauth2.rfc6749.errors import OAuth2Error
from requests.auth import HTTPBasicAuth
from requests_oauthlib import OAuth2Session

os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"  # HTTP, on loopback

task = json.load(sys.stdin)
session = OAuth2Session(
    client=BackendApplicationClient(client_id=task["clientId"], scope=task["scope"])
)
if task["method"] == "client_secret_basic":
    credentials = {"auth": HTTPBasicAuth(task["clientId"], task["clientSecret"])}
else:
    credentials = {"client_secret": task["clientSecret"], "include_client_id": True}
try:
    token = session.fetch_token(task["tokenUrl"], **credentials)
    called = session.get(task["apiUrl"]).status_code
    granted = {name: value for name, value in token.items() if name != "access_token"}
    print(json.dumps({"granted": granted, "called": called}))
except OAuth2Error as error:
    print(json.dumps({"type": type(error).__name__, "error": error.error}))
