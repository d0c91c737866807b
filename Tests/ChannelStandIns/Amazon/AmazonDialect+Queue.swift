import Contracts
import Foundation
import WireJSON

/// The queue that notifications go to: SQS by its JSON protocol. What was received is hidden for a while, and there again unless it
/// was deleted by the handle that came with it. It answers at once, however long it may wait.
///
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
extension AmazonDialect {
    /// Signature Version 4 over what is sent, made within the last fifteen minutes.
    func queueRefusal(of request: StandInRequest, at now: Int64) -> StandInAnswer? {
        guard let header = request.header("Authorization"), header.hasPrefix("AWS4-HMAC-SHA256 "),
            let date = request.header("X-Amz-Date")
        else { return failure(403, "MissingAuthenticationToken", "Request is missing Authentication Token") }
        var parts: [String: String] = [:]
        for part in header.dropFirst("AWS4-HMAC-SHA256 ".count).split(separator: ",") {
            let pair = part.trimmingCharacters(in: .whitespaces).split(separator: "=", maxSplits: 1)
            if pair.count == 2 { parts[String(pair[0])] = String(pair[1]) }
        }
        let day = String(date.prefix(8))
        let scope = [day, region, "sqs", "aws4_request"]
        guard parts["Credential"] == ([accessKeyID] + scope).joined(separator: "/") else {
            return failure(403, "InvalidClientTokenId", "The security token included in the request is invalid.")
        }
        let names = parts["SignedHeaders"]?.split(separator: ";").map(String.init) ?? []
        guard ["content-type", "host", "x-amz-date", "x-amz-target"].allSatisfy(names.contains), names == names.sorted()
        else { return failure(403, "IncompleteSignature", "host and all that begins with x-amz- must be signed") }
        let lines = names.map { "\($0):\((request.header($0) ?? "").trimmingCharacters(in: .whitespaces))" }
        let canonical =
            ([request.method, "/" + request.path.joined(separator: "/"), ""] + lines + [
                "", names.joined(separator: ";"), Signing.hex(Signing.sha256(request.body)),
            ]).joined(separator: "\n")
        let text = [
            "AWS4-HMAC-SHA256", date, scope.joined(separator: "/"), Signing.hex(Signing.sha256(Array(canonical.utf8))),
        ].joined(separator: "\n")
        let key = scope.reduce(Array("AWS4\(secretAccessKey)".utf8)) { Signing.hmac(Array($1.utf8), key: $0) }
        guard parts["Signature"] == Signing.hex(Signing.hmac(Array(text.utf8), key: key)) else {
            return failure(
                403, "SignatureDoesNotMatch", "The request signature we calculated does not match the one you provided."
            )
        }
        guard let sent = Self.moment(date), abs(sent - now) < 900_000 else {
            return failure(403, "RequestExpired", "Signature expired")
        }
        return nil
    }

    /// `20260122T093000Z` in milliseconds since 1970.
    private static func moment(_ text: String) -> Int64? {
        let digits = Array(text)
        guard digits.count == 16 else { return nil }
        func part(_ range: Range<Int>) -> String { String(digits[range]) }
        let date = "\(part(0..<4))-\(part(4..<6))-\(part(6..<8))"
        return Timestamp(rfc3339: "\(date)T\(part(9..<11)):\(part(11..<13)):\(part(13..<15))Z")
            .map { $0.microseconds / 1000 }
    }

    private func failure(_ status: Int, _ type: String, _ message: String) -> StandInAnswer {
        .json(status, ["__type": .string("com.amazonaws.sqs#\(type)"), "message": .string(message)])
    }

    func queue(_ request: StandInRequest, in world: inout Marketplace) -> StandInAnswer {
        let action = request.header("X-Amz-Target")?.split(separator: ".").last.map(String.init) ?? ""
        guard request.header("Content-Type")?.hasPrefix("application/x-amz-json-1.0") == true, let body = request.json
        else { return failure(400, "SerializationException", "") }
        guard body["QueueUrl"]?.string?.hasSuffix(queuePath) == true else {
            return failure(400, "QueueDoesNotExist", "The specified queue does not exist.")
        }
        switch action {
        case "ReceiveMessage": return receive(body, in: &world)
        case "DeleteMessage":
            guard let handle = body["ReceiptHandle"]?.string, delete(handle, in: &world) else {
                return failure(400, "ReceiptHandleIsInvalid", "The input receipt handle is invalid.")
            }
            return StandInAnswer(200)
        case "DeleteMessageBatch":
            let entries = body["Entries"]?.elements.map(\.self) ?? []
            guard !entries.isEmpty else { return failure(400, "EmptyBatchRequest", "") }
            guard entries.count <= 10 else { return failure(400, "TooManyEntriesInBatchRequest", "") }
            var (done, failed): ([JSONValue], [JSONValue]) = ([], [])
            for entry in entries {
                let id = JSONValue.text(entry["Id"]?.string)
                if let handle = entry["ReceiptHandle"]?.string, delete(handle, in: &world) {
                    done.append(["Id": id])
                } else {
                    failed.append(["Id": id, "SenderFault": true, "Code": "ReceiptHandleIsInvalid"])
                }
            }
            return .json(200, ["Successful": .array(done), "Failed": .array(failed)])
        default: return failure(400, "UnsupportedOperation", "")
        }
    }

    private func receive(_ body: JSONNode, in world: inout Marketplace) -> StandInAnswer {
        let (most, wait) = (body["MaxNumberOfMessages"]?.int ?? 1, body["WaitTimeSeconds"]?.int ?? 0)
        let hidden = body["VisibilityTimeout"]?.int ?? 30
        guard (1...10).contains(most), (0...20).contains(wait), (0...43_200).contains(hidden) else {
            return failure(400, "InvalidParameterValue", "Value for parameter is invalid.")
        }
        let attributes = body["MessageSystemAttributeNames"]?.elements.compactMap(\.string) ?? []
        let payload = AmazonPayload(dialect: self)
        var messages: [JSONValue] = []
        for index in world.notices.indices where messages.count < most {
            let notice = world.notices[index]
            guard notice.hiddenUntil <= world.now, let order = world[notice.orderID] else { continue }
            world.notices[index].hiddenUntil = world.now + Int64(hidden) * 1000
            world.notices[index].receipts += 1
            let count = world.notices[index].receipts
            let text = String(decoding: payload.notification(order, id: notice.id).jsonBytes, as: UTF8.self)
            var message: [(String, JSONValue)] = [
                ("MessageId", .string(notice.id)), ("ReceiptHandle", .string("\(notice.id)~\(count)")),
                ("Body", .string(text)),
            ]
            if attributes.contains("ApproximateReceiveCount") || attributes.contains("All") {
                message.append(("Attributes", ["ApproximateReceiveCount": .string("\(count)")]))
            }
            messages.append(.object(message))
        }
        return .json(200, messages.isEmpty ? [:] : ["Messages": .array(messages)])
    }

    /// What was received again since is not deleted by the handle of before; what is gone already is deleted once more.
    private func delete(_ handle: String, in world: inout Marketplace) -> Bool {
        guard handle.contains("~") else { return false }
        world.notices.removeAll { "\($0.id)~\($0.receipts)" == handle }
        return true
    }
}
