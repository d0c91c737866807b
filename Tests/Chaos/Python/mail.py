"""mail.py PORT FOLDER: a mail server that keeps books, and misbehaves as FOLDER/mode says.

up      takes every e-mail
hang    takes the text and never answers
error   451 for every e-mail
drop    takes the e-mail, and drops the connection instead of saying so

Each e-mail that was taken is a line in FOLDER/books: Message-ID, tab, SHA-256 of the e-mail.
"""

import asyncio
import hashlib
import pathlib
import re
import sys

from aiosmtpd.smtp import SMTP

folder = pathlib.Path(sys.argv[2])
folder.mkdir(parents=True, exist_ok=True)
books = open(folder / "books", "a", buffering=1)


def mode():
    try:
        return (folder / "mode").read_text().strip()
    except FileNotFoundError:
        return "up"


def enter(content):
    found = re.search(rb"^message-id:\s*(\S+)", content, re.IGNORECASE | re.MULTILINE)
    name = found.group(1).decode() if found else "none"
    books.write(f"{name}\t{hashlib.sha256(content).hexdigest()}\n")


class Keeper:
    async def handle_DATA(self, server, session, envelope):
        match mode():
            case "hang":
                await asyncio.sleep(60)
                return "451 too late"
            case "error":
                return "451 not now"
            case "drop":
                enter(envelope.content)
                server.transport.abort()
                return "451 nobody hears this"
        enter(envelope.content)
        return "250 taken"


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Keeper()), "127.0.0.1", int(sys.argv[1]))
    await server.serve_forever()


asyncio.run(main())
