"""Reads envelopes with the CloudEvents project's own Python SDK, and prints what it understood.

Usage: cloudevents_sdk.py < envelopes, one a line. Prints one JSON object a line.
"""

import json
import sys

from cloudevents.core.bindings.rabbitmq import RabbitMQMessage, from_rabbitmq
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent

for line in sys.stdin.buffer:
    message = RabbitMQMessage(headers={}, content_type="application/cloudevents+json", body=line)
    event = from_rabbitmq(message, JSONFormat(), CloudEvent)
    attributes = {name: str(value) for name, value in event.get_attributes().items() if name != "time"}
    attributes["time"] = str(int(event.get_time().timestamp()))
    print(json.dumps({"attributes": attributes, "data": event.get_data()}, ensure_ascii=False))
