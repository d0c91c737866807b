import CCrypto
import Contracts
import FoundationEssentials

/// A secret of the Standard Webhooks specification: `whsec_` and base64 of 24 to 64 bytes.
package struct WebhookSecret: Sendable {
    package let key: [UInt8]

    /// - Returns: nil for what is no such secret.
    package init?(_ text: String) {
        guard text.hasPrefix("whsec_"), let data = Data(base64Encoded: String(text.dropFirst(6))),
            (24...64).contains(data.count)
        else { return nil }
        key = Array(data)
    }

    /// `v1,` and base64 of HMAC-SHA256 over `<id>.<seconds>.<body>`.
    package func signature(id: String, at moment: Timestamp, body: String) -> String {
        let input = Array("\(id).\(moment.seconds).\(body)".utf8)
        var output = [UInt8](repeating: 0, count: 32)
        var written: UInt32 = 0
        _ = unsafe HMAC(EVP_sha256(), key, Int32(key.count), input, input.count, &output, &written)
        return "v1,\(Data(output).base64EncodedString())"
    }
}
