import Contracts
import FoundationEssentials
import Messaging
import Returns
import WireJSON

// The mistakes on the ways back.

extension World {
    /// What a service sends; nil when it does not.
    func mutatedOnTheWayBack(
        _ message: OutgoingMessage, by service: SimulatedService, of cause: ReceivedMessage
    ) -> OutgoingMessage? {
        let data = message.envelope.data
        switch (scenario.mutation, message.envelope.type) {
        case (.restockBeforeInspection, ReturnChanged.type) where cause.type == ReceiveReturn.type:
            restock(data, of: message)
            return message
        case (.returnRefundedTwice, RefundPayment.type) where service.name == .returns:
            guard var refund = try? RefundPayment.parse(data) else { return message }
            refund.refundID = .v5("again", in: refund.refundID)
            repeated(message, with: refund)
            return message
        case (.quarantineSold, RestockUnits.type):
            return changed(message, RestockUnits.self) { restock in
                for index in restock.lines.indices { restock.lines[index].disposition = "restock" }
            }
        case (.partialReleaseOfAll, ReleaseStock.type): return changed(message, ReleaseStock.self) { $0.lines = [] }
        case (.putBackBeforeScan, ReleaseStock.type): return changed(message, ReleaseStock.self) { $0.keep = [] }
        case (.backorderFilledTwice, StockReserved.type) where cause.type.rawValue.contains("fill"):
            guard var reserved = try? StockReserved.parse(data) else { return message }
            for index in reserved.allocations.indices {
                reserved.allocations[index].id = .v5("again", in: reserved.allocations[index].id ?? .zero)
            }
            repeated(message, with: reserved)
            return message
        case (.cancelAfterHandOver, FulfilmentCancelRefused.type):
            guard let refusal = try? FulfilmentCancelRefused.parse(data) else { return message }
            var granted = message
            granted.envelope.type = FulfilmentCancelled.type
            granted.envelope.data = FulfilmentCancelled(fulfilmentOrderID: refusal.fulfilmentOrderID).jsonBytes
            granted.routingKey = Topology.routingKey(
                ofEvent: FulfilmentCancelled.type, orderID: message.envelope.orderID ?? .zero)
            return granted
        case (.labelNotVoided, VoidLabel.type):
            guard let void = try? VoidLabel.parse(data) else { return message }
            pretend(LabelVoided(parcelID: void.parcelID), answers: message, as: .shipping)
            return nil
        case (.shortageForgotten, RerouteStock.type): return changed(message, RerouteStock.self) { $0.isCount = false }
        default: return message
        }
    }

    private func changed<Payload: MessagePayload>(
        _ message: OutgoingMessage, _ type: Payload.Type, _ change: (inout Payload) -> Void
    ) -> OutgoingMessage {
        guard var payload = try? Payload.parse(message.envelope.data) else { return message }
        change(&payload)
        var changed = message
        changed.envelope.data = payload.jsonBytes
        return changed
    }

    /// The same once more, as another message.
    private func repeated(_ message: OutgoingMessage, with payload: some MessagePayload) {
        var envelope = message.envelope
        envelope.id = .v5("again", in: envelope.id)
        envelope.data = payload.jsonBytes
        publish(envelope, exchange: message.exchange, routingKey: message.routingKey)
    }

    private func restock(_ data: [UInt8], of message: OutgoingMessage) {
        guard let change = try? ReturnChanged.parse(data),
            let rma = house.returns.memory.returns[change.returnID]
        else { return }
        let lines = change.lines.filter { $0.bucket == .received }.map {
            RestockLine(sku: $0.sku, quantity: $0.quantity, disposition: "restock")
        }
        guard !lines.isEmpty else { return }
        let command = RestockUnits(
            returnID: rma.id, ordinal: 1000 + rma.receivedUnits, site: rma.details.site, lines: lines)
        send(command, "restock/\(rma.id.text)/\(rma.receivedUnits)", orderID: rma.orderID)
    }
}
