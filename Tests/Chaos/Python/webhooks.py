"""webhooks.py FOLDER: a shop's server that is told by webhooks, keeps books, and misbehaves as FOLDER/mode says.

up      200
hang    never answers
error   500
drop    takes it, and drops the connection instead of saying so

Only the first attempt of each webhook is troubled: the second comes seconds later, the third a minute. What was taken is
a line in FOLDER/books: webhook-id, tab, SHA-256 of the body. The first line on standard output is the port.
"""

import hashlib
import http.server
import pathlib
import sys
import threading
import time

folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
books = open(folder / "books", "a", buffering=1)
lock = threading.Lock()
seen = set()


def mode():
    try:
        return (folder / "mode").read_text().strip()
    except FileNotFoundError:
        return "up"


class Shop(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        name = self.headers.get("webhook-id", "none")
        with lock:
            trouble = mode() if name not in seen else "up"
            seen.add(name)
            if trouble in ("up", "drop"):
                books.write(f"{name}\t{hashlib.sha256(body).hexdigest()}\n")
        if trouble == "drop":
            self.close_connection = True
            return
        if trouble == "hang":
            time.sleep(20)
            self.close_connection = True
            return
        self.send_response(500 if trouble == "error" else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *arguments):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        # A process that dies resets its connections.
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


server = Server(("127.0.0.1", 0), Shop)
print(server.server_address[1], flush=True)
# Ends with whoever started it.
threading.Thread(target=lambda: (sys.stdin.read(), server.shutdown()), daemon=True).start()
server.serve_forever()
