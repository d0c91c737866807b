"""A shop's endpoint: checks the signatures of Standard Webhooks by itself and keeps a line for each request.

usage: webhook_server.py FOLDER SECRET...
The path says how it behaves: /ok, /flaky (500 for the first request of each id), /drop (closes without an answer),
/redirect, /big (an endless answer), /gone (410), /slow, /away (503 until there is a file "back" in the folder).
"""

import base64
import hashlib
import hmac
import http.server
import json
import pathlib
import sys
import threading
import time

folder, secrets = pathlib.Path(sys.argv[1]), sys.argv[2:]
seen, lock = set(), threading.Lock()


def is_signed(secret, headers, body):
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    given = [part.partition(",") for part in headers["webhook-signature"].split(" ")]
    return any(kind == "v1" and hmac.compare_digest(code, expected) for kind, _, code in given)


class Endpoint(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        with lock:
            isFirst = self.headers["webhook-id"] not in seen
            seen.add(self.headers["webhook-id"])
        status = {"/flaky": 500 if isFirst else 200, "/redirect": 302, "/gone": 410, "/big": 200, "/slow": 200}
        status = status.get(self.path, 204)
        if self.path == "/away" and not (folder / "back").exists():
            status = 503
        line = {
            "path": self.path, "id": self.headers["webhook-id"], "status": status, "at": time.time(),
            "signed": [is_signed(secret, self.headers, body) for secret in secrets],
            "age": abs(time.time() - int(self.headers["webhook-timestamp"])),
            "type": self.headers["content-type"], "event": json.loads(body),
        }
        with lock, open(folder / "requests.jsonl", "a") as file:
            file.write(json.dumps(line) + "\n")
        if self.path == "/drop":
            self.close_connection = True
            return
        if self.path == "/slow":
            time.sleep(120)
        self.send_response(status)
        if self.path == "/redirect":
            self.send_header("location", "/ok")
        if self.path == "/big":
            self.send_header("content-length", str(1 << 30))
            self.end_headers()
            try:
                for _ in range(1 << 14):
                    self.wfile.write(b"x" * 65536)
            except OSError:
                with open(folder / "cut", "w") as file:
                    file.write("cut")
            self.close_connection = True
            return
        if status != 204:
            self.send_header("content-length", "2")
        self.end_headers()
        if status != 204:
            self.wfile.write(b"no")

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
server.daemon_threads = True
print(json.dumps({"port": server.server_address[1]}), flush=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
sys.stdin.read()
