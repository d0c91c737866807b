import Contracts
import FoundationEssentials
import WireJSON

/// It is time for another attempt. From this service to itself.
package struct WebhookRetry: Command {
    package static let type: MessageType = "waybill.notifications.timer.webhook.v1"

    package var deliveryID: UUID

    package init(deliveryID: UUID) {
        self.deliveryID = deliveryID
    }

    package init(from json: JSONNode) throws(JSONError) {
        deliveryID = try json.decode("deliveryId")
    }

    package func encode(to json: inout JSONWriter) {
        json.object { json in json.write("deliveryId", deliveryID) }
    }
}
