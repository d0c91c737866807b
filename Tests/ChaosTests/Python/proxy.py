"""A TCP proxy between the services and a server. Commands on standard input, one a line:

pass    bytes go through (as at the start)
stall   connections stay open and nothing goes through, as behind a router that has lost its state
cut     every connection is reset; new ones are let through

The first line on standard output is the port it listens on.
"""

import asyncio
import socket
import struct
import sys

open_gate = asyncio.Event()
connections = set()


async def pump(reader, writer):
    try:
        while data := await reader.read(65536):
            await open_gate.wait()
            writer.write(data)
            await writer.drain()
    except (ConnectionError, asyncio.CancelledError):
        pass
    finally:
        writer.close()


def reset(writer):
    sock = writer.get_extra_info("socket")
    if sock is not None:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


async def serve(reader, writer, target):
    try:
        far_reader, far_writer = await asyncio.open_connection(*target)
    except OSError:
        reset(writer)
        return
    pair = (writer, far_writer)
    connections.add(pair)
    await asyncio.gather(pump(reader, far_writer), pump(far_reader, writer))
    connections.discard(pair)


async def main():
    target = (sys.argv[1], int(sys.argv[2]))
    open_gate.set()
    server = await asyncio.start_server(lambda r, w: serve(r, w, target), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    commands = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(commands), sys.stdin)
    while line := await commands.readline():
        match line.decode().strip():
            case "pass":
                open_gate.set()
            case "stall":
                open_gate.clear()
            case "cut":
                for pair in list(connections):
                    for writer in pair:
                        reset(writer)
                open_gate.set()


asyncio.run(main())
