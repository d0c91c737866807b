/// A call that the channel makes.
package struct Webhook: Sendable {
    /// In the place of a method: it is put into the world's queue under the id that its path is.
    package static let toQueue = "QUEUE"

    package var method = "POST"
    /// Below the address that the merchant gave.
    package var path = ""
    package var headers: [String: String]
    package var body: [UInt8]
    package var orderID: String
    package var topic: String

    package init(
        topic: String, orderID: String, method: String = "POST", path: String = "", headers: [String: String],
        body: [UInt8]
    ) {
        self.method = method
        self.path = path
        self.headers = headers.merging(["Content-Type": "application/json"]) { first, _ in first }
        self.body = body
        self.orderID = orderID
        self.topic = topic
    }
}
