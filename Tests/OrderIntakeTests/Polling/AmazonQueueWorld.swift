import Contracts
import FoundationEssentials
import HTTPClient
import Synchronization
import WireJSON

/// Amazon's side of a shop with a queue: it is asked for orders one by one, lists none, and remembers what was taken out.
final class AmazonQueueWorld: Sendable {
    struct Message: Sendable {
        let id: Int
        let body: String
        var receipts = 0
        /// Received, and not yet shown again.
        var isHidden = false
    }

    struct State: Sendable {
        var messages: [Message] = []
        /// What `getOrder` answers; 404 for all others.
        var orders: [String: String] = [:]
        /// In the place of an answer to the next calls of an action, or of `getOrder`.
        var instead: [String: [HTTPAnswer]] = [:]
        var asked: [String] = []
        var received = 0
    }

    let state = Mutex(State())

    static let options = ["queueWait": "0", "region": "eu-west-1"]

    /// As Amazon's schema of ORDER_CHANGE has it, without what we do not read.
    static func notification(_ order: String, seller: String = "55", change: String = "OrderStatusChange") -> String {
        """
        {"NotificationVersion": "1.0", "NotificationType": "ORDER_CHANGE", "PayloadVersion": "1.0",
         "EventTime": "2026-11-22T09:00:00.000Z",
         "Payload": {"OrderChangeNotification": {"NotificationLevel": "OrderLevel", "SellerId": "\(seller)",
           "AmazonOrderId": "\(order)", "OrderChangeType": "\(change)",
           "Summary": {"MarketplaceId": "ATVPDKIKX0DER", "OrderStatus": "Unshipped", "FulfillmentType": "MFN"}}},
         "NotificationMetadata": {"NotificationId": "n-\(order)-\(change)"}}
        """
    }

    /// Puts a message in.
    func tell(_ bodies: String...) {
        state.withLock { state in
            for body in bodies {
                state.messages.append(Message(id: (state.messages.last?.id ?? 0) + 1, body: body))
            }
        }
    }

    func tellOf(_ orders: String...) {
        for order in orders { tell(Self.notification(order)) }
    }

    /// There are such orders.
    func place(_ orders: String...) {
        state.withLock { state in
            for order in orders { state.orders[order] = ChannelFixtures.amazon(["orderId": "\"\(order)\""]) }
        }
    }

    /// The time is over for which what was received is hidden.
    func reappear() {
        state.withLock { state in
            for index in state.messages.indices { state.messages[index].isHidden = false }
        }
    }

    var left: [Int] { state.withLock { $0.messages.map(\.id) } }
    var asked: [String] { state.withLock(\.asked) }

    var lister: ChannelWorld.Lister {
        { request, _ in self.answer(request) }
    }

    private func answer(_ request: ChannelRequest) -> HTTPAnswer {
        state.withLock { state in
            if request.path == "/auth/o2/token" {
                return .json(#"{"access_token": "Atza|1", "token_type": "bearer", "expires_in": 3600}"#)
            }
            if let target = request.header("x-amz-target") { return Self.queue(target, request, &state) }
            guard request.header("x-amz-access-token") == "Atza|1" else { return HTTPAnswer(status: 403) }
            guard request.path.hasPrefix("/orders/2026-01-01/orders/") else { return .json(#"{"orders": []}"#) }
            let id = String(request.path.dropFirst("/orders/2026-01-01/orders/".count))
            state.asked.append(id)
            if let answer = Self.instead("getOrder", &state) { return answer }
            return state.orders[id].map { .json($0) } ?? HTTPAnswer(status: 404)
        }
    }

    private static func instead(_ action: String, _ state: inout State) -> HTTPAnswer? {
        guard state.instead[action]?.isEmpty == false else { return nil }
        return state.instead[action]?.removeFirst()
    }

    private static func queue(_ target: String, _ request: ChannelRequest, _ state: inout State) -> HTTPAnswer {
        let scope = "Credential=AKIDEXAMPLE/\(Timestamp.now.prefix(10).replacing("-", with: ""))/eu-west-1/sqs/"
        guard request.header("authorization")?.contains(scope) == true,
            request.header("content-type") == "application/x-amz-json-1.0",
            let root = try? JSONDocument(parsing: request.call.body ?? []).root,
            root["QueueUrl"]?.string?.hasSuffix("/1234/orders") == true
        else { return HTTPAnswer(status: 403) }
        let action = target.split(separator: ".").last.map(String.init) ?? ""
        if let answer = instead(action, &state) { return answer }
        switch action {
        case "ReceiveMessage":
            state.received += 1
            let most = root["MaxNumberOfMessages"]?.int ?? 1
            var found: [String] = []
            for index in state.messages.indices where !state.messages[index].isHidden && found.count < most {
                state.messages[index].isHidden = true
                state.messages[index].receipts += 1
                let message = state.messages[index]
                let body = String(decoding: JSONValue.string(message.body).jsonBytes, as: UTF8.self)
                found.append(
                    """
                    {"MessageId": "m-\(message.id)", "ReceiptHandle": "\(message.id)", "Body": \(body),
                     "Attributes": {"ApproximateReceiveCount": "\(message.receipts)"}}
                    """)
            }
            return .json(found.isEmpty ? "{}" : "{\"Messages\": [\(found.joined(separator: ","))]}")
        case "DeleteMessageBatch":
            let handles = root["Entries"]?.elements.compactMap { $0["ReceiptHandle"]?.string } ?? []
            state.messages.removeAll { handles.contains("\($0.id)") }
            return .json(#"{"Successful": [], "Failed": []}"#)
        default: return HTTPAnswer(status: 400)
        }
    }
}

extension Timestamp {
    fileprivate static var now: String { Date.now.ISO8601Format() }
}
