import Contracts
import Messaging
import WireJSON

/// The queue of Amazon's SQS that a shop's notifications are put into, spoken to by AWS's JSON protocol. What is received shows
/// to nobody for a while and then again, until it is deleted.
/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/Welcome.html>
struct AmazonQueue: Sendable {
    struct Message: Sendable {
        let body: String
        /// By which it is deleted; another one each time that it is received.
        let receipt: String
        /// How often it was received by now, this time too.
        let receipts: Int
    }

    /// How many are received at once, which is as many as there may be.
    private static let batch = 10
    /// Seconds that a call waits for the first message, at most 20; less than a call may take, and than a stop waits for it.
    private static let wait = 10
    /// Seconds until what was received and not deleted shows again: longer than the orders of a batch take.
    private static let visibility = 120

    private let url: String
    private let origin: String
    private let host: String
    private let region: String
    private let link: ChannelLink

    /// - Throws: when the connection says no queue that can be called, or no region.
    init(of link: ChannelLink) throws(ChannelFailure) {
        guard let url = link.option(Self.option), let scheme = url.firstRange(of: "://") else {
            throw .misconfigured("the connection of \(link.shop.text) says no \(Self.option)")
        }
        let host = String(url[scheme.upperBound...].prefix { $0 != "/" })
        // sqs.<region>.amazonaws.com
        let words = host.split(separator: ".")
        let named = words.count > 2 && words[0] == "sqs" ? String(words[1]) : nil
        guard let region = link.option("region") ?? named else {
            throw .misconfigured("the connection of \(link.shop.text) says no region of its queue")
        }
        self.url = url
        self.host = host
        self.region = region
        self.link = link
        origin = String(url[..<scheme.upperBound]) + host
    }

    static let option = "queueUrl"

    /// - Returns: what there is, after having waited for it a while; none when nothing came.
    func receive() async throws(ChannelFailure) -> [Message] {
        let wait = link.option("queueWait").flatMap { Int($0) } ?? Self.wait
        let root = try await call(
            "ReceiveMessage",
            [
                "QueueUrl": .string(url), "MaxNumberOfMessages": .whole(Self.batch),
                "WaitTimeSeconds": .whole(min(max(0, wait), 20)), "VisibilityTimeout": .whole(Self.visibility),
                "MessageSystemAttributeNames": .array([.string("ApproximateReceiveCount")]),
            ])
        return root["Messages"]?.elements.compactMap { message in
            guard let body = message["Body"]?.string, let receipt = message["ReceiptHandle"]?.string else { return nil }
            let count = message["Attributes"]?["ApproximateReceiveCount"]?.string
            return Message(body: body, receipt: receipt, receipts: count.flatMap { Int($0) } ?? 1)
        } ?? []
    }

    /// - Throws: when one of them is not deleted, also where others are.
    func delete(_ receipts: [String]) async throws(ChannelFailure) {
        guard !receipts.isEmpty else { return }
        let entries = receipts.enumerated().map { index, receipt in
            JSONValue.members(["Id": .string("\(index)"), "ReceiptHandle": .string(receipt)])
        }
        let root = try await call("DeleteMessageBatch", ["QueueUrl": .string(url), "Entries": .array(entries)])
        if let failed = root["Failed"]?[0] {
            throw ChannelFailure(
                code: .unavailable, message: "not deleted from the queue: \(failed["Code"]?.string ?? "")",
                isFinal: false)
        }
    }

    private func call(
        _ action: String, _ body: KeyValuePairs<String, JSONValue?>
    ) async throws(ChannelFailure) -> JSONNode {
        var call = ChannelCall(
            "POST", "/",
            headers: [("content-type", "application/x-amz-json-1.0"), ("x-amz-target", "AmazonSQS.\(action)")],
            body: JSONValue.members(body).jsonBytes, base: origin, limit: "queue")
        call.isAuthorised = false
        let signature = AWSSignature(
            accessKeyID: try link.credential("aws_access_key_id"),
            secretAccessKey: try link.credential("aws_secret_access_key"), region: region, service: "sqs")
        signature.sign(&call, host: host, at: .wallClock)
        return try await link.call(call).expectSuccess().json()
    }
}
