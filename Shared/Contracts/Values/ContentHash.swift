import WireJSON

/// The first sixteen bytes of SHA-256 over what a message says: type, subject and canonical data, not times or traces.
/// Two messages with one id must have one hash; if they have not, the second is parked, never dropped.
public struct ContentHash: Hashable, Sendable {
    public let bytes: [UInt8]

    public init(type: MessageType, subject: String?, data: JSONNode) {
        let data = data.canonicalBytes()
        let (type, subject) = (type.rawValue.utf8, (subject ?? "").utf8)
        var input: [UInt8] = []
        input.reserveCapacity(type.count + subject.count + data.count + 2)
        input.append(contentsOf: type)
        input.append(0)
        input.append(contentsOf: subject)
        input.append(0)
        input.append(contentsOf: data)
        self.init(of: input)
    }

    public init(of input: [UInt8]) {
        bytes = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 32) { digest in
            DigestAlgorithm.sha256.write(input, count: input.count, to: digest.baseAddress)
            return Array(digest.prefix(16))
        }
    }

    public init(stored bytes: [UInt8]) {
        self.bytes = bytes
    }
}
