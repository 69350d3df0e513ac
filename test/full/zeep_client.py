"""Reads a WSDL file at the proxy with zeep and calls an operation; says in JSON what came of it.

The call is given as JSON on stdin: url, binding, operation, arguments, and if there are any, token, endpoint (else
the one of the WSDL file) and addressing (whether the message has the headers of WS-Addressing).
"""

import json
import sys

import requests
import zeep
import zeep.helpers
from zeep.wsa import WsAddressingPlugin

call = json.load(sys.stdin)
session = requests.Session()
client = zeep.Client(call["url"] + "?wsdl", transport=zeep.Transport(session=session))
if call.get("addressing"):
    client.plugins.append(WsAddressingPlugin())
if call.get("token"):
    session.headers["Authorization"] = "Bearer " + call["token"]
if call.get("endpoint"):
    service = client.create_service(call["binding"], call["endpoint"])
else:
    address = next(
        port.binding_options["address"]
        for one in client.wsdl.services.values()
        for port in one.ports.values()
        if str(port.binding.name) == call["binding"]
    )
    service = client.create_service(call["binding"], address)
try:
    result = service[call["operation"]](**call["arguments"])
    print(json.dumps({"result": zeep.helpers.serialize_object(result, dict)}))
except zeep.exceptions.Fault as fault:
    print(json.dumps({"fault": {"message": fault.message, "code": str(fault.code)}}))
