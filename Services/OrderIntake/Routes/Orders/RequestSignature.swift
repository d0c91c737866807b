import CCrypto
import Contracts
import FoundationEssentials

/// How a shop of its own signs a request, as the Standard Webhooks specification signs a webhook: `v1,` and base64 of
/// HMAC-SHA256 over `<id>.<seconds>.<body>`. The key is the secret's text.
///
/// The id is the idempotency key; of a request that has none, its method and path, so that the signature of one is good for
/// no other.
package struct RequestSignature: Hashable, Sendable {
    /// How far the sender's clock may be from ours, either way.
    package static let window = Duration.seconds(300)
    /// A sender that rotates its secret sends two; each further one would be work for nothing.
    private static let mostSignatures = 4

    /// The header `webhook-timestamp`: seconds since 1970.
    package var timestamp: String
    /// The header `webhook-signature`: one or more, with blanks between them.
    package var signatures: String

    package init(timestamp: String, signatures: String) {
        self.timestamp = timestamp
        self.signatures = signatures
    }

    /// Whether one of the secrets made one of the signatures. The time taken says no more than that of a webhook's.
    package func isValid(id: String, body: [UInt8], secrets: [String]) -> Bool {
        let given = signatures.split(separator: " ").prefix(Self.mostSignatures).compactMap { text -> [UInt8]? in
            guard text.hasPrefix("v1,"), let data = Data(base64Encoded: String(text.dropFirst(3))),
                data.count == WebhookSignature.length
            else { return nil }
            return Array(data)
        }
        guard !given.isEmpty else { return false }
        let content = Self.content(id, timestamp, body)
        var isValid = false
        for candidate in WebhookSignature.candidates(secrets) {
            let expected = WebhookSignature.code(of: content, secret: candidate.secret)
            for signature in given {
                let isEqual = CRYPTO_memcmp(expected, signature, WebhookSignature.length) == 0
                isValid = isValid || (isEqual && candidate.isReal)
            }
        }
        return isValid
    }

    /// Whether it was made just now; an old one may have been overheard.
    package func isFresh(at now: Timestamp) -> Bool {
        guard timestamp.utf8.count <= 12, timestamp.utf8.allSatisfy({ (48...57).contains($0) }),
            let seconds = Int64(timestamp)
        else { return false }
        return abs(seconds - now.seconds) <= Self.window.components.seconds
    }

    /// What a shop sends.
    package static func sign(id: String, body: [UInt8], secret: String, at moment: Timestamp) -> RequestSignature {
        let timestamp = String(moment.seconds)
        let code = WebhookSignature.code(of: content(id, timestamp, body), secret: secret)
        return RequestSignature(timestamp: timestamp, signatures: "v1," + Data(code).base64EncodedString())
    }

    private static func content(_ id: String, _ timestamp: String, _ body: [UInt8]) -> [UInt8] {
        Array("\(id).\(timestamp).".utf8) + body
    }
}
