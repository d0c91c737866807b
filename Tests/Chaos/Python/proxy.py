"""A TCP proxy between the services and a server. Commands on standard input, one a line:

pass                    bytes go through (as at the start)
stall                   connections stay open and nothing goes through, as behind a router that has lost its state
cut                     every connection is reset; new ones are let through
target HOST:PORT ...    where new connections go: to the first of these that takes them

The first line on standard output is the port it listens on.
"""

import asyncio
import socket
import struct
import sys

open_gate = asyncio.Event()
connections = set()
targets = []


async def pump(reader, writer):
    try:
        while data := await reader.read(65536):
            await open_gate.wait()
            writer.write(data)
            await writer.drain()
    except (OSError, asyncio.CancelledError):
        pass
    finally:
        writer.close()


def reset(writer):
    sock = writer.get_extra_info("socket")
    try:
        if sock is not None:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()
    except OSError:
        # It was closed already.
        pass


async def connect():
    for host, port in targets:
        try:
            return await asyncio.open_connection(host, port)
        except OSError:
            pass
    return None


async def serve(reader, writer):
    far = await connect()
    if far is None:
        reset(writer)
        return
    far_reader, far_writer = far
    pair = (writer, far_writer)
    connections.add(pair)
    try:
        await asyncio.gather(pump(reader, far_writer), pump(far_reader, writer))
    finally:
        connections.discard(pair)


def obey(command, arguments):
    match command:
        case "pass":
            open_gate.set()
        case "stall":
            open_gate.clear()
        case "cut":
            for pair in list(connections):
                for writer in pair:
                    reset(writer)
            open_gate.set()
        case "target":
            targets[:] = [(host, int(port)) for host, port in (a.rsplit(":", 1) for a in arguments)]


async def main():
    obey("target", sys.argv[1:])
    open_gate.set()
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    commands = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(commands), sys.stdin)
    # Ends with whoever gives the commands.
    while line := (await commands.readline()).decode().split():
        obey(line[0], line[1:])


asyncio.run(main())
