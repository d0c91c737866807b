import CCrypto
import Contracts
import FoundationEssentials

/// What a link lets its holder do: see and ask for returns of one order, until it expires.
///
/// The token is base64url of the order's id, the expiry in seconds and HMAC-SHA256 over both: nothing in it can be guessed
/// or counted through.
package struct ReturnLink: Hashable, Sendable {
    package let orderID: UUID
    package let expiresAt: Timestamp

    private static let signedLength = 24
    private static let codeLength = 32

    package init(orderID: UUID, expiresAt: Timestamp) {
        self.orderID = orderID
        self.expiresAt = Timestamp(seconds: expiresAt.seconds)
    }

    /// - Returns: nil without a secret.
    package func token(secrets: [LinkSecret]) -> String? {
        guard let secret = secrets.max(by: { $0.version < $1.version }) else { return nil }
        let signed = self.signed
        return Data(signed + Self.code(of: signed, secret: secret.bytes)).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// - Returns: nil when no secret signed it or it has expired: which of them is not said.
    package init?(token: String, secrets: [LinkSecret], now: Timestamp) {
        guard token.utf8.count <= 100, let bytes = Self.decoded(token),
            bytes.count == Self.signedLength + Self.codeLength
        else { return nil }
        let (signed, code) = (Array(bytes.prefix(Self.signedLength)), Array(bytes.suffix(Self.codeLength)))
        var isSigned = false
        for secret in secrets {
            let isEqual = CRYPTO_memcmp(Self.code(of: signed, secret: secret.bytes), code, Self.codeLength) == 0
            isSigned = isSigned || isEqual
        }
        guard isSigned else { return nil }
        let seconds = signed.suffix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        self.init(orderID: UUID(bytes: signed.prefix(16)), expiresAt: Timestamp(seconds: Int64(clamping: seconds)))
        guard now < expiresAt else { return nil }
    }

    private var signed: [UInt8] {
        let seconds = UInt64(clamping: expiresAt.seconds)
        return orderID.bytes + (0..<8).map { UInt8(truncatingIfNeeded: seconds >> (56 - 8 * UInt64($0))) }
    }

    private static func decoded(_ token: String) -> [UInt8]? {
        var text = token.replacing("-", with: "+").replacing("_", with: "/")
        while text.utf8.count % 4 != 0 { text += "=" }
        return Data(base64Encoded: text).map { Array($0) }
    }

    /// Says what it is for, so that the secret could never sign something else that reads the same.
    private static func code(of signed: [UInt8], secret: [UInt8]) -> [UInt8] {
        let input = Array("waybill return link v1\n".utf8) + signed
        var output = [UInt8](repeating: 0, count: codeLength)
        var written: UInt32 = 0
        _ = HMAC(EVP_sha256(), secret, Int32(secret.count), input, input.count, &output, &written)
        return output
    }
}
