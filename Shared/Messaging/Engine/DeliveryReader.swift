import AMQP
import Contracts
import FoundationEssentials
import WireJSON

/// Turns what the broker delivers into work: single envelopes and packs, from inside and from storefronts.
struct DeliveryReader: Sendable {
    /// What was in a dying process's hands so often is suspect. The broker counts for everything that the process held,
    /// the healthy neighbours of a poisonous message too; so its count decides nothing more than that each of them
    /// becomes a retry of its own, which is run alone and counts its own unended runs.
    static let isSuspectFrom = 3
    /// ... and is parked unrun from here on.
    static let parksFrom = 5

    func work(from delivery: Delivery) -> [Work] {
        let origin = HandlerContext.Origin(routingKey: delivery.originalRoutingKey, userID: delivery.properties.userID)
        let documents: [JSONNode]
        do {
            documents = try EnvelopeBatch.split(delivery.body, contentType: delivery.properties.contentType)
        } catch {
            return [unreadable(delivery, "not an envelope: \(error)", origin)]
        }
        // Without any work nobody would acknowledge it.
        guard !documents.isEmpty else { return [unreadable(delivery, "a pack without envelopes", origin)] }
        return documents.enumerated().map { position, json in
            let source = Work.Source.delivery(
                delivery.tag, queue: delivery.queue, isLast: position == documents.count - 1)
            do {
                let message = try message(from: json, delivery)
                return Work(
                    content: content(of: message, delivery), source: source, origin: origin, raw: .part(json))
            } catch {
                return Work(
                    content: .unreadable(reason: "not an envelope: \(error)"), source: source, origin: origin,
                    raw: .part(json))
            }
        }
    }

    private func unreadable(_ delivery: Delivery, _ reason: String, _ origin: HandlerContext.Origin) -> Work {
        Work(
            content: .unreadable(reason: reason),
            source: .delivery(delivery.tag, queue: delivery.queue, isLast: true), origin: origin,
            raw: .bytes(delivery.body))
    }

    /// An envelope that was kept for another try.
    /// - Parameter unended: how many runs were begun and never ended; of what is not suspect yet with the one to come.
    func work(fromKept bytes: [UInt8], origin: HandlerContext.Origin, attempts: Int, unended: Int = 0) -> Work {
        let source = Work.Source.retry(attempts: attempts)
        do {
            let json = try JSONDocument(parsing: bytes, limits: .message).root
            let message = try message(from: json, routingKey: origin.routingKey)
            let content: Work.Content =
                if unended >= Self.parksFrom {
                    .refused(
                        message, code: "delivered_too_often", reason: "\(unended) processes died while they handled it")
                } else {
                    .message(message)
                }
            return Work(
                content: content, source: source, origin: origin, raw: .bytes(bytes),
                runsAlone: unended >= Self.isSuspectFrom)
        } catch {
            return Work(
                content: .unreadable(reason: "not an envelope: \(error)"), source: source, origin: origin,
                raw: .bytes(bytes))
        }
    }

    private func message(from json: JSONNode, _ delivery: Delivery) throws(JSONError) -> ReceivedMessage {
        try message(from: json, routingKey: delivery.originalRoutingKey)
    }

    /// Only storefronts publish with `orders.` keys: no command and no event of ours begins like that.
    private func message(from json: JSONNode, routingKey: String) throws(JSONError) -> ReceivedMessage {
        guard routingKey.hasPrefix("orders.") else { return try ReceivedMessage(from: json) }
        let sender = routingKey.split(separator: ".").dropFirst().joined(separator: "/")
        guard let data = json["data"], !data.isNull else { throw json.error(.missing, "data is missing") }
        return ReceivedMessage(envelope: try Envelope(fromOutside: json, sender: sender), data: data)
    }

    private func content(of message: ReceivedMessage, _ delivery: Delivery) -> Work.Content {
        if delivery.isDeadLetter {
            return .refused(message, code: "dead_lettered", reason: "the broker gave the message up")
        }
        if delivery.deliveryCount >= Self.isSuspectFrom {
            return .suspect(message, reason: "delivered \(delivery.deliveryCount) times without being acknowledged")
        }
        return .message(message)
    }
}
