import CSV
import Contracts
import WireJSON

/// One canonical order a line, as `waybill submit` takes it. Channel and shop may be left out.
struct JSONLinesOrderFile: OrderFile {
    private var source: ByteSource
    private let shop: Storefront
    private var line = 0

    init(_ source: ByteSource, shop: Storefront) {
        self.source = source
        self.shop = shop
    }

    mutating func next() throws -> Result<ImportedOrder, RowErrors>? {
        while let bytes = try nextLine() {
            line += 1
            if bytes.allSatisfy({ $0 == 32 || $0 == 9 }) { continue }
            do throws(RowError) {
                return .success(try order(bytes))
            } catch {
                return .failure(RowErrors(all: [error]))
            }
        }
        return nil
    }

    private mutating func nextLine() throws(RowError) -> [UInt8]? {
        do {
            return try source.line()
        } catch {
            throw RowError(line: line + 1, code: "unreadable", "the file cannot be read any further: \(error)")
        }
    }

    private func order(_ bytes: [UInt8]) throws(RowError) -> ImportedOrder {
        let root: JSONValue
        do throws(JSONError) {
            root = try JSONValue.parse(bytes, limits: .message)
        } catch {
            throw RowError(line: line, place: error.path, code: error.code.rawValue, error.message)
        }
        guard case .object(var members) = root["order"] ?? root else {
            throw RowError(line: line, code: "wrong_type", "a line is one order, a JSON object")
        }
        for (key, value) in [("channel", shop.channel), ("shop", shop.shop)] {
            guard let index = members.firstIndex(where: { $0.0 == key }) else {
                members.append((key, .string(value)))
                continue
            }
            guard members[index].1 == .string(value) else {
                throw RowError(line: line, place: "$.\(key)", code: "\(key)_mismatch", "the order names another \(key)")
            }
        }
        guard case .string(let externalID)? = JSONValue.object(members)["externalId"], !externalID.isEmpty else {
            throw RowError(line: line, place: "$.externalId", code: "missing", "externalId is required")
        }
        let data = JSONValue.object([("order", .object(members))]).jsonBytes
        return ImportedOrder(line: line, externalID: externalID, data: data)
    }
}
