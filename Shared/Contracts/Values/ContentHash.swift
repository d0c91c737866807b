import CCrypto
import WireJSON

/// The first sixteen bytes of SHA-256 over what a message says: type, subject and canonical data, not times or traces.
/// Two messages with one id must have one hash; if they have not, the second is parked, never dropped.
public struct ContentHash: Hashable, Sendable {
    public let bytes: [UInt8]

    public init(type: MessageType, subject: String?, data: JSONNode) {
        var input = Array(type.rawValue.utf8)
        input.append(0)
        input.append(contentsOf: (subject ?? "").utf8)
        input.append(0)
        input.append(contentsOf: data.canonicalBytes())
        self.init(of: input)
    }

    public init(of input: [UInt8]) {
        var digest = [UInt8](repeating: 0, count: 32)
        _ = SHA256(input, input.count, &digest)
        bytes = Array(digest.prefix(16))
    }

    public init(stored bytes: [UInt8]) {
        self.bytes = bytes
    }
}
