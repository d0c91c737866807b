import Contracts
import Foundation
import OrderIntake
import WireJSON

/// A storefront's order as its request brings it.
struct BenchPayload: Sendable {
    var name: String
    var body: [UInt8]
    private let mapping: any ChannelMapping
    private let shop: Shop

    /// - Throws: when there is no such channel, or the body does not hold one order that it can map.
    init(name: String, channel: String, body: [UInt8]) throws {
        guard let mapping = ChannelDirectory.mapping(of: channel) else { throw OperatorError("no channel \(channel)") }
        self.name = name
        self.body = body
        self.mapping = mapping
        shop = Shop(key: ShopKey(channel: channel, shop: "bench"))
        try map()
    }

    /// From bytes to the canonical order, which is thrown away.
    @inline(never)
    func map() throws {
        let orders = mapping.orders(in: try JSONDocument(parsing: body).root)
        guard orders.count == 1, case .order = mapping.map(orders[0], for: shop) else {
            throw OperatorError("\(name) is not an order that can be mapped")
        }
    }

    /// Those of our own making, as long as a storefront's are.
    static var own: [BenchPayload] {
        get throws {
            try BenchPayloadText.all.map { channel, text in
                try BenchPayload(name: "\(channel), 3 lines", channel: channel, body: Array(text.utf8))
            }
        }
    }

    /// Recorded files, by what became of them.
    struct Recorded: Sendable {
        var payloads: [BenchPayload] = []
        /// Names of files that are not one order which can be mapped, each with why.
        var leftOut: [String] = []
    }

    /// Every recorded file that is one order, of the channels that there are.
    /// - Throws: ``OperatorError`` when there is none, or a folder cannot be read; a channel may have none.
    static func recorded(in folder: String) throws -> Recorded {
        var found = Recorded()
        for channel in ChannelDirectory.mappings.map(\.channel).sorted() {
            for file in try files(in: "\(folder)/\(channel)").sorted() where file.hasSuffix(".json") {
                let name = "\(channel)/\(file)"
                guard let data = FileManager.default.contents(atPath: "\(folder)/\(name)") else {
                    found.leftOut.append("\(name): it cannot be read")
                    continue
                }
                do {
                    found.payloads.append(try BenchPayload(name: name, channel: channel, body: Array(data)))
                } catch {
                    found.leftOut.append((error as? OperatorError)?.message ?? "\(name): \(error)")
                }
            }
        }
        guard !found.payloads.isEmpty else {
            throw OperatorError("\(folder) holds no recorded order of a channel")
        }
        return found
    }

    private static func files(in folder: String) throws -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch let error as CocoaError where error.code == .fileReadNoSuchFile {
            return []
        } catch {
            throw OperatorError("\(folder) cannot be read: \(error.localizedDescription)")
        }
    }
}
