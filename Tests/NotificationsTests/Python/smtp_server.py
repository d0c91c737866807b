"""A real SMTP server (aiosmtpd) that keeps what it accepts and misbehaves on demand.

    smtp_server.py FOLDER [--port N] [--tls CERT KEY] [--login USER PASSWORD] [--pipelining]

Prints one line of JSON with its port when it listens and ends when its input is closed. Each accepted message becomes
FOLDER/NNNN.eml and a line of FOLDER/accepted.jsonl. By the local part of the recipient: `nobody` is refused for good,
`later` is put off at its first attempt, `lost` is accepted the first time but never told so, `spam` is refused after
its content; `eager` is refused, and its content asked for all the same; to `mute` nothing is answered any more. The sender
`banned` is refused. Each session begun is a line of FOLDER/sessions, what it reads at once a line of JSON in FOLDER/reads.
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
parser.add_argument("--pipelining", action="store_true")
arguments = parser.parse_args()
arguments.folder.mkdir(parents=True, exist_ok=True)


class Handler:
    def __init__(self):
        self.seen = set()
        self.count = 0

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        return responses[:-1] + ["250-PIPELINING"] * arguments.pipelining + responses[-1:]

    def first(self, what):
        is_first = what not in self.seen
        self.seen.add(what)
        return is_first

    async def handle_MAIL(self, server, session, envelope, address, options):
        if address.startswith("banned@"):
            return "553 5.7.1 not from you"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 fine"

    async def handle_RCPT(self, server, session, envelope, address, options):
        local = address.split("@")[0]
        if local in ("nobody", "eager"):
            session.is_eager = local == "eager"
            return f"550 5.1.1 <{address}>: no such user"
        if local == "mute":
            await asyncio.Event().wait()
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


class Session(SMTP):
    def data_received(self, data):
        with open(arguments.folder / "reads", "a") as file:
            file.write(json.dumps(data.decode("latin-1")) + "\n")
        super().data_received(data)

    async def smtp_DATA(self, arg):
        if getattr(self.session, "is_eager", False):
            await self.push("354 go on, whoever it is for")
        else:
            await super().smtp_DATA(arg)


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
        return Session(
            handler, hostname="test.server", tls_context=context, require_starttls=context is not None,
            authenticator=authenticate, auth_required=arguments.login is not None, auth_require_tls=True)

    loop = asyncio.get_running_loop()
    server = await loop.create_server(session, "127.0.0.1", arguments.port)
    print(json.dumps({"port": server.sockets[0].getsockname()[1]}), flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


asyncio.run(main())
