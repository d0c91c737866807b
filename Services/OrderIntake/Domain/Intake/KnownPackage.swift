import Contracts
import WireJSON

/// One of the packages in which a channel tells of an order, as it was last heard of. What it says of persons is not kept
/// here.
package struct KnownPackage: Hashable, Sendable {
    package struct Key: Hashable, Comparable, Sendable {
        package let order: OrderKey
        package let packageID: String

        package init(order: OrderKey, packageID: String) {
            self.order = order
            self.packageID = packageID
        }

        package static func < (left: Key, right: Key) -> Bool {
            if left.order != right.order { return left.order < right.order }
            return left.packageID.utf8.lexicographicallyPrecedes(right.packageID.utf8)
        }
    }

    package let key: Key
    package var content: PackageContent
    package var disposition: Disposition
    /// The channel's own time.
    package var updatedAt: Timestamp

    package init(key: Key, content: PackageContent, disposition: Disposition, updatedAt: Timestamp) {
        self.key = key
        self.content = content
        self.disposition = disposition
        self.updatedAt = updatedAt
    }

    /// Whether this is what the channel said later of the same package; two contents of one moment are told apart by how far
    /// it has come, then by their bytes, so that every sequence of arrivals ends alike.
    func supersedes(_ other: KnownPackage) -> Bool {
        if updatedAt != other.updatedAt { return updatedAt > other.updatedAt }
        if rank != other.rank { return rank > other.rank }
        return other.content.jsonBytes.lexicographicallyPrecedes(content.jsonBytes)
    }

    /// Whether the package was made later; ids decide between those of one moment.
    func isNewer(than other: KnownPackage) -> Bool {
        updatedAt != other.updatedAt ? updatedAt > other.updatedAt : other.key < key
    }

    private var rank: Int {
        switch disposition {
        case .recorded(.cancelled), .recorded(.repackaged): 3
        case .recorded(.awaitingChannel): 0
        case .proceed: 1
        case .recorded: 2
        }
    }
}

/// What a package holds.
package struct PackageContent: JSONCodable, Hashable, Sendable {
    package var lines: [OrderLine]
    /// The packages that it was made of, as far as the channel says.
    package var origins: [String]
    /// Whether it was made of others, by a split or a cancel.
    package var isRemade: Bool

    package init(lines: [OrderLine], origins: [String] = [], isRemade: Bool = false) {
        self.lines = lines
        self.origins = origins
        self.isRemade = isRemade
    }

    package init(from json: JSONNode) throws(JSONError) {
        lines = try json.decode("lines")
        origins = try json.decode("origins", default: [])
        isRemade = try json.decode("isRemade", default: false)
    }

    package func encode(to json: inout JSONWriter) {
        json.object { json in
            json.write("lines", lines)
            json.write("origins", origins)
            json.write("isRemade", isRemade)
        }
    }
}
