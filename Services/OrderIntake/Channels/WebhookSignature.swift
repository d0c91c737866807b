import CCrypto
import FoundationEssentials

/// Base64 of HMAC-SHA256 over the raw body, which Shopify and WooCommerce both send.
package enum WebhookSignature {
    /// Whether one of the secrets made the signature. The time taken tells neither how much of it was right nor which
    /// secret it was, nor whether there is any: who has no secret costs what a shop that rotates its own does.
    /// - Parameters:
    ///   - signature: of the header; some libraries put a newline behind it.
    ///   - secrets: two while one is being rotated.
    package static func isValid(_ signature: String, of body: [UInt8], secrets: [String]) -> Bool {
        let text = signature.unicodeScalars.filter { !$0.properties.isWhitespace }
        guard let data = Data(base64Encoded: String(String.UnicodeScalarView(text))), data.count == length else {
            return false
        }
        let given = Array(data)
        var isValid = false
        for candidate in candidates(secrets) {
            let expected = code(of: body, secret: candidate.secret)
            let isEqual = CRYPTO_memcmp(expected, given, length) == 0
            isValid = isValid || (isEqual && candidate.isReal)
        }
        return isValid
    }

    /// Whether a password is one of the secrets, in a time that tells as little.
    package static func isSecret(_ password: String, secrets: [String]) -> Bool {
        let given = code(of: Array(password.utf8), secret: placeholder)
        var isValid = false
        for candidate in candidates(secrets) {
            let expected = code(of: Array(candidate.secret.utf8), secret: placeholder)
            let isEqual = CRYPTO_memcmp(expected, given, length) == 0
            isValid = isValid || (isEqual && candidate.isReal)
        }
        return isValid
    }

    /// The secrets to try: as many as a shop has during a rotation, whether it has one, two or none. What is put in their
    /// place never makes a signature valid.
    package static func candidates(_ secrets: [String]) -> [(secret: String, isReal: Bool)] {
        let real = secrets.filter { !$0.isEmpty }
        let padding = repeatElement((secret: placeholder, isReal: false), count: max(0, secretsAtOnce - real.count))
        return real.map { (secret: $0, isReal: true) } + padding
    }

    private static let secretsAtOnce = 2
    /// As long as the secrets that we make.
    private static let placeholder = String(repeating: "0", count: 32)

    /// The signature that a shop sends.
    package static func sign(_ body: [UInt8], secret: String) -> String {
        Data(code(of: body, secret: secret)).base64EncodedString()
    }

    package static let length = 32

    /// HMAC-SHA256.
    package static func code(of body: [UInt8], secret: String) -> [UInt8] { code(of: body, key: Array(secret.utf8)) }

    package static func code(of body: [UInt8], key: [UInt8]) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: length)
        var written: UInt32 = 0
        _ = HMAC(EVP_sha256(), key, Int32(key.count), body, body.count, &output, &written)
        return output
    }
}
