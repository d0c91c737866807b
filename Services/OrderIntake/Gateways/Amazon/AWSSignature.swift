import CCrypto
import Contracts
import HTTPClient

/// Shows Amazon's web services who calls: AWS Signature Version 4 over method, path, query, headers and body.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>
package struct AWSSignature: Sendable {
    private let accessKeyID: String
    private let secretAccessKey: String
    private let region: String
    private let service: String

    package init(accessKeyID: String, secretAccessKey: String, region: String, service: String) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.region = region
        self.service = service
    }

    /// Adds the headers `x-amz-date` and `authorization`. Every header that is there before is signed, one that is added later
    /// is not.
    /// - Parameters:
    ///   - host: with its port, unless that is the scheme's own: as the header says it.
    ///   - time: at most a few minutes from Amazon's own.
    package func sign(_ call: inout ChannelCall, host: String, at time: Timestamp) {
        let moment = time.rfc3339.prefix(19).filter { $0 != "-" && $0 != ":" } + "Z"
        let scope = "\(moment.prefix(8))/\(region)/\(service)/aws4_request"
        call.add(header: "x-amz-date", moment)
        let headers =
            [("host", host)] + call.headers.map { ($0.name.lowercased(), $0.value) }.filter { $0.0 != "host" }
        let sorted = headers.sorted { $0.0 < $1.0 }
        let names = sorted.map(\.0).joined(separator: ";")
        // Sorted as they are encoded, and not as they are meant.
        let query = call.query.map { "\(ChannelCall.escaped($0.name))=\(ChannelCall.escaped($0.value))" }
            .sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
        let request = [
            call.method, call.path, query.joined(separator: "&"), sorted.map { "\($0.0):\($0.1)\n" }.joined(), names,
            Self.hexadecimal(Self.digest(call.body ?? [])),
        ].joined(separator: "\n")
        let statement = [
            "AWS4-HMAC-SHA256", moment, scope, Self.hexadecimal(Self.digest(Array(request.utf8))),
        ].joined(separator: "\n")
        var key = Array("AWS4\(secretAccessKey)".utf8)
        for part in [String(moment.prefix(8)), region, service, "aws4_request"] {
            key = WebhookSignature.code(of: Array(part.utf8), key: key)
        }
        let signature = Self.hexadecimal(WebhookSignature.code(of: Array(statement.utf8), key: key))
        call.add(
            header: "authorization",
            "AWS4-HMAC-SHA256 Credential=\(accessKeyID)/\(scope), SignedHeaders=\(names), Signature=\(signature)")
    }

    private static func digest(_ bytes: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
        _ = SHA256(bytes, bytes.count, &digest)
        return digest
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
