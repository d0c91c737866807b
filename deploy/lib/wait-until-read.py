"""Waits until every queue of the services has been read past the moment of the call.

wait-until-read.py MANAGEMENT_URL VHOST SECONDS, with user:password on standard input. A queue keeps its order, so it has
been read past that moment when it was empty since, or when as many messages were acknowledged as were in it.
"""

import base64
import json
import sys
import time
import urllib.parse
import urllib.request

url, vhost, patience = sys.argv[1], sys.argv[2], float(sys.argv[3])
login = base64.b64encode(sys.stdin.read().encode()).decode()
deadline = time.monotonic() + patience
# The broker's own figures are up to five seconds old.
STALE = 6


def queues():
    path = f"{url}/api/queues/{urllib.parse.quote(vhost, safe='')}"
    request = urllib.request.Request(path, headers={"Authorization": f"Basic {login}"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        found = json.load(answer)
    return {
        queue["name"]: (queue.get("messages", 0), queue.get("message_stats", {}).get("ack", 0))
        for queue in found
        if queue["name"].startswith("waybill.")
    }


time.sleep(STALE)
first = queues()
unread = {name for name, (messages, _) in first.items() if messages}
while unread:
    if time.monotonic() > deadline:
        sys.exit(f"not read in time: {', '.join(sorted(unread))}")
    print(f"waiting for {', '.join(sorted(unread))}", flush=True)
    time.sleep(2)
    now = queues()
    for name in list(unread):
        messages, acknowledged = now.get(name, (0, 0))
        if not messages or acknowledged - first[name][1] >= first[name][0]:
            unread.discard(name)
