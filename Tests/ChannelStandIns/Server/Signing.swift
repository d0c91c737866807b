import CCrypto
import Foundation

/// How channels show who they are.
package enum Signing {
    /// Base64 of HMAC-SHA256 over the raw body: Shopify, WooCommerce.
    package static func hmac(_ body: [UInt8], secret: String) -> String {
        let key = Array(secret.utf8)
        var code = [UInt8](repeating: 0, count: 32)
        var length: UInt32 = 0
        _ = HMAC(EVP_sha256(), key, Int32(key.count), body, body.count, &code, &length)
        return Data(code).base64EncodedString()
    }

    static func hmac(_ body: [UInt8], key: [UInt8]) -> [UInt8] {
        var code = [UInt8](repeating: 0, count: 32)
        var length: UInt32 = 0
        _ = HMAC(EVP_sha256(), key, Int32(key.count), body, body.count, &code, &length)
        return code
    }

    static func sha256(_ body: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 32)
        _ = SHA256(body, body.count, &digest)
        return digest
    }

    static func hex(_ bytes: [UInt8]) -> String { bytes.map { String(format: "%02x", $0) }.joined() }

    /// The value of an `Authorization` header.
    package static func basic(_ user: String, _ password: String) -> String {
        "Basic " + Data("\(user):\(password)".utf8).base64EncodedString()
    }
}

enum Base64 {
    /// As text; nil when it is not Base64.
    static func decoded(_ text: String) -> String? {
        Data(base64Encoded: text).map { String(decoding: $0, as: UTF8.self) }
    }
}
