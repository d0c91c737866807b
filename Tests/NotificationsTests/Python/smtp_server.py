"""A real SMTP server (aiosmtpd) that keeps what it accepts and misbehaves on demand.

    smtp_server.py FOLDER [--port N] [--tls CERT KEY] [--login USER PASSWORD]

Prints one line of JSON with its port when it listens and ends when its input is closed. Each accepted message becomes
FOLDER/NNNN.eml and a line of FOLDER/accepted.jsonl. By the local part of the recipient: `nobody` is refused for good,
`later` is put off at its first attempt, `lost` is accepted the first time but never told so, `spam` is refused after
its content. Each session begun is a line of FOLDER/sessions.
"""

import argparse
import asyncio
import json
import pathlib
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

parser = argparse.ArgumentParser()
parser.add_argument("folder", type=pathlib.Path)
parser.add_argument("--port", type=int, default=0)
parser.add_argument("--tls", nargs=2)
parser.add_argument("--login", nargs=2)
arguments = parser.parse_args()
arguments.folder.mkdir(parents=True, exist_ok=True)


class Handler:
    def __init__(self):
        self.seen = set()
        self.count = 0

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        return responses

    def first(self, what):
        is_first = what not in self.seen
        self.seen.add(what)
        return is_first

    async def handle_RCPT(self, server, session, envelope, address, options):
        local = address.split("@")[0]
        if local == "nobody":
            return f"550 5.1.1 <{address}>: no such user"
        if local == "later" and self.first(address):
            return "451 4.7.1 greylisted, come back later"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 fine"

    async def handle_DATA(self, server, session, envelope):
        local = envelope.rcpt_tos[0].split("@")[0]
        if local == "spam":
            return "554 5.7.1 this looks like spam"
        self.count += 1
        (arguments.folder / f"{self.count:04}.eml").write_bytes(envelope.original_content)
        accepted = {
            "file": f"{self.count:04}.eml",
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "peer": str(session.peer),
            "hello": session.host_name,
            "tls": session.ssl is not None,
            "login": session.auth_data.login.decode() if session.authenticated else None,
        }
        with open(arguments.folder / "accepted.jsonl", "a") as file:
            file.write(json.dumps(accepted) + "\n")
        if local == "lost" and self.first(envelope.rcpt_tos[0]):
            server.transport.abort()
            return "421 gone"
        return f"250 2.0.0 queued as {self.count}"


def authenticate(server, session, envelope, mechanism, data):
    expected = tuple(text.encode() for text in arguments.login or ())
    return AuthResult(success=(data.login, data.password) == expected, handled=False, auth_data=data)


async def main():
    context = None
    if arguments.tls:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(*arguments.tls)
    handler = Handler()

    def session():
        with open(arguments.folder / "sessions", "a") as file:
            file.write("session\n")
        return SMTP(
            handler, hostname="test.server", tls_context=context, require_starttls=context is not None,
            authenticator=authenticate, auth_required=arguments.login is not None, auth_require_tls=True)

    loop = asyncio.get_running_loop()
    server = await loop.create_server(session, "127.0.0.1", arguments.port)
    print(json.dumps({"port": server.sockets[0].getsockname()[1]}), flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


asyncio.run(main())
