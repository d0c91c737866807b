import Contracts
import Foundation
import WireJSON

/// What the last clean audit leaves to the next: a file that `WAYBILL_AUDIT_STATE` names, since the auditor may write
/// nowhere else.
struct AuditState {
    /// From when the next audit has to read, and the books of stock that it can go on from.
    struct Kept: Sendable, Hashable, JSONCodable {
        var mark: Timestamp
        var closedBooks: StockBooks?

        init(mark: Timestamp, closedBooks: StockBooks? = nil) {
            self.mark = mark
            self.closedBooks = closedBooks
        }

        init(from json: JSONNode) throws(JSONError) {
            mark = try json.decode("mark")
            closedBooks = try json.decodeIfPresent("stock")
        }

        func encode(to json: inout JSONWriter) {
            json.object { json in
                json.write("mark", mark)
                json.write("stock", closedBooks)
            }
        }
    }

    private let path: String?

    /// A line for each SKU and site; more than anybody has.
    private static let limits = JSONLimits(maximumBytes: 256 << 20)

    init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        path = environment["WAYBILL_AUDIT_STATE"].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// - Returns: nil when there was no clean audit yet: everything is to be read.
    /// - Throws: ``OperatorError`` for a file that is there and says no time.
    func read() throws -> Kept? {
        guard let path, FileManager.default.fileExists(atPath: path) else { return nil }
        let bytes = Array(try Data(contentsOf: URL(filePath: path)))
        // What earlier versions wrote: the time alone.
        let line = String(decoding: bytes.prefix(64), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        if let mark = Timestamp(rfc3339: line) { return Kept(mark: mark) }
        do {
            return try Kept.parse(bytes, limits: Self.limits)
        } catch {
            throw OperatorError(
                "\(path) does not say when the last audit was: \(error)",
                advice: "Remove it, or audit with --full.")
        }
    }

    func write(_ kept: Kept) throws {
        guard let path else { return }
        try Data(kept.jsonBytes + [UInt8(ascii: "\n")]).write(to: URL(filePath: path), options: .atomic)
    }
}
