import FoundationEssentials

/// How the sender of a webhook shows that it knows the shop's secret.
package enum WebhookProof: Hashable, Sendable {
    /// Base64 of HMAC-SHA256 over the raw body; nil when it is missing.
    case signature(String?)
    /// The secret itself, where a channel signs nothing and sends a password or a key; nil when it is missing.
    case password(String?)

    /// What is missing is not right, and takes as long to find out.
    package func isValid(for body: [UInt8], secrets: [String]) -> Bool {
        switch self {
        case .signature(let signature): WebhookSignature.isValid(signature ?? "", of: body, secrets: secrets)
        case .password(let password): WebhookSignature.isSecret(password ?? "", secrets: secrets)
        }
    }

    /// The secret as a key of its own, or as a password.
    package static func secret(in request: WebhookRequest) -> WebhookProof {
        .password(request.header("x-api-key") ?? password(inBasic: request.header("Authorization")))
    }

    /// The password in an `Authorization` header (RFC 7617); the name before it is the sender's own affair.
    package static func password(inBasic header: String?) -> String? {
        let words = header?.split(separator: " ", omittingEmptySubsequences: true) ?? []
        guard words.count == 2, words[0].lowercased() == "basic", let data = Data(base64Encoded: String(words[1])),
            let text = String(validating: data, as: UTF8.self), let colon = text.firstIndex(of: ":")
        else { return nil }
        return String(text[text.index(after: colon)...])
    }
}
