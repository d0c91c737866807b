"""Reads an e-mail with Python's own parser and prints what it finds as JSON: a second opinion on our MIME."""

import email
import email.policy
import json
import sys

raw = sys.stdin.buffer.read()
message = email.message_from_bytes(raw, policy=email.policy.default)
parts = list(message.iter_parts())
defects = [repr(defect) for part in message.walk() for defect in part.defects]
defects += [repr(defect) for value in message.values() for defect in getattr(value, "defects", [])]
print(
    json.dumps(
        {
            "headers": [[name.lower(), str(value)] for name, value in message.items()],
            "to": [[a.display_name, a.addr_spec] for a in message["to"].addresses],
            "from": [[a.display_name, a.addr_spec] for a in message["from"].addresses],
            "date": message["date"].datetime.isoformat() if message["date"] else "",
            "type": message.get_content_type(),
            "parts": [[part.get_content_type(), part.get_content()] for part in parts],
            "defects": defects,
            "longest": max(len(line) for line in raw.split(b"\r\n")),
            "bare": raw.replace(b"\r\n", b"").count(b"\n") + raw.replace(b"\r\n", b"").count(b"\r"),
            "ascii": raw.isascii(),
        }
    )
)
