"""Reads an e-mail with Python's own parser and prints what it finds as JSON: a second opinion on our MIME."""

import email
import email.policy
import email.utils
from email.header import decode_header, make_header
import json
import sys

raw = sys.stdin.buffer.read()
message = email.message_from_bytes(raw, policy=email.policy.default)
parts = list(message.iter_parts())


def addresses(name):
    """The newer parser puts a blank between the encoded words of a display name (RFC 2047, 6.2 says none)."""
    header = email.message_from_bytes(raw, policy=email.policy.compat32)[name].replace("\r\n", "")
    return [[str(make_header(decode_header(display))), spec] for display, spec in email.utils.getaddresses([header])]


defects = [repr(defect) for part in message.walk() for defect in part.defects]
defects += [repr(defect) for value in message.values() for defect in getattr(value, "defects", [])]
print(
    json.dumps(
        {
            "headers": [[name.lower(), str(value)] for name, value in message.items()],
            "to": addresses("to"),
            "from": addresses("from"),
            "date": message["date"].datetime.isoformat() if message["date"] else "",
            "type": message.get_content_type(),
            "parts": [[part.get_content_type(), part.get_content().replace("\r\n", "\n")] for part in parts],
            "defects": defects,
            "longest": max(len(line) for line in raw.split(b"\r\n")),
            "bare": raw.replace(b"\r\n", b"").count(b"\n") + raw.replace(b"\r\n", b"").count(b"\r"),
            "ascii": raw.isascii(),
        }
    )
)
