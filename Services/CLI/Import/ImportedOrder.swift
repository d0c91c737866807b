import CSV
import Contracts
import FoundationEssentials
import WireJSON

/// One order out of a file, ready to be sent.
struct ImportedOrder: Sendable {
    /// Of the file: where the order begins, and each of its lines where they stand apart.
    var line: Int
    var itemLines: [Int] = []
    var externalID: String
    /// `{"order": {…}}`
    var data: [UInt8]

    /// The same order from the same shop has the same id, so that a re-run is a repeat; with other content it is
    /// another message, which intake compares by the order's own time.
    func id(from shop: Storefront) -> UUID {
        let hash = UUID(bytes: ContentHash(of: data).bytes[...]).text
        return .v5("import/\(shop.sender)/\(externalID)/\(hash)")
    }

    func envelope(from shop: Storefront, now: Timestamp) -> Envelope {
        let id = id(from: shop)
        return Envelope(
            id: id, source: "/operator/import", type: SubmitOrder.type, time: now, channel: shop.sender,
            trace: .root(from: id.bytes), data: data)
    }

    /// The line of the file that a reason's path is about.
    func line(of path: String?) -> Int {
        let prefix = "$.order.lines["
        guard let path, path.hasPrefix(prefix), let index = Int(path.dropFirst(prefix.count).prefix { $0.isNumber }),
            itemLines.indices.contains(index)
        else { return line }
        return itemLines[index]
    }
}

/// Reads orders from a file one after the other; a wrong one does not stop those behind it.
protocol OrderFile {
    /// - Returns: an order or what is wrong with it; nil at the end.
    /// - Throws: ``RowError`` when nothing behind can be read either.
    mutating func next() throws -> Result<ImportedOrder, RowErrors>?
}

/// Everything that is wrong with one order of a file.
struct RowErrors: Error {
    var all: [RowError]
}
