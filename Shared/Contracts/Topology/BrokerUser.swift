import CCrypto
import FoundationEssentials

/// A user of the broker as a definitions file describes it.
public struct BrokerUser: Hashable, Sendable {
    public let name: String
    /// Salted, as ``passwordHash(of:salt:)`` makes it; the password itself is in no file.
    public let passwordHash: String
    /// Such as `administrator` or `monitoring`; services and storefronts have none.
    public let tags: [String]
    public let rights: BrokerRights

    public init(name: String, passwordHash: String, tags: [String] = [], rights: BrokerRights) {
        self.name = name
        self.passwordHash = passwordHash
        self.tags = tags
        self.rights = rights
    }

    /// RabbitMQ's salted SHA-256: base64 of the salt and the digest of salt and password.
    /// - Parameter salt: four random bytes.
    public static func passwordHash(of password: String, salt: [UInt8]) -> String {
        let input = salt + Array(password.utf8)
        var digest = [UInt8](repeating: 0, count: 32)
        _ = SHA256(input, input.count, &digest)
        return Data(salt + digest).base64EncodedString()
    }
}

extension ServiceName {
    /// The broker user that the service logs in as.
    public var brokerUser: String { "waybill-\(executable)" }
}
