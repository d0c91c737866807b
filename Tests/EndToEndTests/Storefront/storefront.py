# A storefront: hands an order over, reads the answer, and follows the order to the customer's door.  pip install pika
import datetime, json, os, sys, uuid
import pika

channel, shop = os.environ["CHANNEL"], os.environ["SHOP"]
with pika.BlockingConnection(pika.URLParameters(os.environ["BROKER"])) as broker:
    amqp = broker.channel()
    amqp.confirm_delivery()
    now = datetime.datetime.now(datetime.timezone.utc).isoformat()
    event = {"specversion": "1.0", "id": str(uuid.uuid4()), "source": "/my-shop", "time": now,
             "type": "waybill.intake.order.submit.v1", "data": {"order": json.load(open(sys.argv[1]))}}
    amqp.basic_publish("waybill.intake", f"orders.{channel}.{shop}", json.dumps(event), mandatory=True,
                       properties=pika.BasicProperties(content_type="application/cloudevents+json", delivery_mode=2))
    for delivery, _, body in amqp.consume(f"storefront.{channel}.{shop}.answers"):
        amqp.basic_ack(delivery.delivery_tag)
        answer = json.loads(body)["data"]
        if answer["submissionId"] == event["id"]:
            break
    print("rejected" if "reasons" in answer else answer["outcome"], json.dumps(answer), flush=True)
    amqp.cancel()
    for delivery, _, body in amqp.consume(f"storefront.{channel}.{shop}.orders") if "orderId" in answer else []:
        amqp.basic_ack(delivery.delivery_tag)
        news = json.loads(body)
        if news["type"] == "waybill.saga.order.status.v1" and news["data"]["orderId"] == answer["orderId"]:
            print(news["data"]["status"], flush=True)
            if news["data"]["status"] in ("delivered", "cancelled", "expired"):
                break
