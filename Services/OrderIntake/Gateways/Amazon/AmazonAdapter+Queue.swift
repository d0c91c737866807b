import Contracts
import WireJSON

/// Amazon tells of an order by its number alone, in a queue of the seller's: it is asked for by that.
extension AmazonAdapter {
    /// An order may show later than it is told of.
    private static let timesNotShown = 5

    package func hasQueue(_ connection: ShopConnection) -> Bool {
        connection.options[AmazonQueue.option]?.isEmpty == false
    }

    package func receive(over link: ChannelLink) async throws(ChannelFailure) -> QueuePage {
        let end = ContinuousClock.now.advanced(by: Self.patience)
        let messages = try await AmazonQueue(of: link).receive()
        var page = QueuePage()
        page.isFull = !messages.isEmpty
        // Several messages may tell of one order.
        var asked: [String: Bool] = [:]
        for message in messages {
            let body = Array(message.body.utf8)
            switch AmazonNotification(body, seller: link.connection.account) {
            case .order(let id):
                do {
                    if asked[id] == nil {
                        guard ContinuousClock.now < end else { return page }
                        let document = try await order(id, over: link)
                        asked[id] = document != nil
                        if let document { page.orders.append(document) }
                    }
                } catch {
                    // What was asked for is taken in; when nothing was, whoever asked hears why.
                    guard !page.receipts.isEmpty else { throw error }
                    return page
                }
                if asked[id] == false {
                    guard message.receipts >= Self.timesNotShown else { continue }
                    page.notices.append(.init(topic: AmazonNotification.Trouble.notShown.rawValue, body: body))
                }
            case .other(let topic): page.notices.append(.init(topic: topic, body: body))
            case .trouble(let trouble): page.notices.append(.init(topic: trouble.rawValue, body: body))
            }
            page.receipts.append(message.receipt)
        }
        return page
    }

    package func forget(_ receipts: [String], over link: ChannelLink) async throws(ChannelFailure) {
        try await AmazonQueue(of: link).delete(receipts)
    }

    /// - Returns: nil when Amazon does not show it.
    private func order(_ id: String, over link: ChannelLink) async throws(ChannelFailure) -> [UInt8]? {
        if try Self.isOld(link) { return try await oldOrder(id, over: link) }
        let answer = try await link.call(
            ChannelCall(
                "GET", "/orders/2026-01-01/orders/\(ChannelCall.escaped(id))",
                query: [("includedData", Self.includedData)], limit: "order"))
        if [400, 404].contains(answer.status) { return nil }
        // An answer that holds no order is parked as it is.
        return AmazonMapping().documents(in: try answer.expectSuccess().json()).first ?? answer.body
    }
}
