"""Imports a definitions file into a real broker and tries what each user may and may not do.

Usage: broker_rights.py MANAGEMENT_URL AMQP_HOST AMQP_PORT VHOST < cases
The first input line is the definitions file, every further one a case:
{"user": ..., "password": ..., "action": "publish" | "consume" | "declare" | "bind", "target": ..., "key": ...,
"allowed": true or false}. Prints what went otherwise; exits 1 when something did. The virtual host is deleted at the end.
"""

import base64
import json
import sys
import urllib.error
import urllib.parse
import urllib.request

import pika

management, host, port, vhost = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
url = urllib.parse.urlsplit(management)
base = f"{url.scheme}://{url.hostname}:{url.port}/api"
token = base64.b64encode(f"{url.username}:{url.password}".encode()).decode()


def call(method, path, body=None):
    request = urllib.request.Request(base + path, data=body, method=method)
    request.add_header("authorization", "Basic " + token)
    request.add_header("content-type", "application/json")
    try:
        with urllib.request.urlopen(request) as response:
            return response.read()
    except urllib.error.HTTPError as error:
        raise SystemExit(f"{method} {path}: {error.code} {error.read().decode()}")


def attempt(case):
    credentials = pika.PlainCredentials(case["user"], case["password"])
    connection = pika.BlockingConnection(pika.ConnectionParameters(host, port, vhost, credentials))
    try:
        channel = connection.channel()
        if case["action"] == "publish":
            channel.confirm_delivery()
            try:
                channel.basic_publish(case["target"], case["key"], b"{}", mandatory=False)
            except pika.exceptions.NackError:
                pass
        elif case["action"] == "consume":
            channel.basic_get(case["target"])
        elif case["action"] == "declare":
            channel.queue_declare(case["target"], durable=True)
        elif case["action"] == "passive":
            channel.queue_declare(case["target"], passive=True)
        elif case["action"] == "bind":
            channel.queue_bind(case["target"], "waybill.public", case["key"])
        return True
    except pika.exceptions.ChannelClosedByBroker as error:
        if error.reply_code != 403:
            print(f"{case}: {error}")
        return False
    finally:
        if connection.is_open:
            connection.close()


failures = 0
definitions = sys.stdin.readline().encode()
users = [user["name"] for user in json.loads(definitions)["users"]]
try:
    call("POST", "/definitions", definitions)
    for line in sys.stdin:
        case = json.loads(line)
        if attempt(case) != case["allowed"]:
            print(f"{case}: {'refused' if case['allowed'] else 'allowed'}")
            failures += 1
finally:
    call("DELETE", "/vhosts/" + urllib.parse.quote(vhost, safe=""))
    for user in users:
        call("DELETE", "/users/" + urllib.parse.quote(user, safe=""))
sys.exit(1 if failures else 0)
