import Contracts
import FoundationEssentials
import TestSupport
import Testing
import WireJSON

@testable import OrderIntake

/// Changes payloads byte by byte and sees that every result is a sound order, or reasons.
struct PayloadFuzzer {
    let seed: UInt64
    private var generator: SeededGenerator

    init(seed: UInt64) {
        self.seed = seed
        generator = SeededGenerator(seed: seed)
    }

    /// - Returns: how many of the results were orders: a fuzzer that only breaks documents sees nothing.
    @discardableResult
    mutating func run(_ original: [UInt8], of channel: String, times: Int) throws -> Int {
        let mapping = try #require(ChannelDirectory.mapping(of: channel))
        let shop = ChannelFixtures.shop(channel)
        var orders = 0
        for round in 0..<times {
            let bytes = changed(original)
            _ = CardRedaction.redacted(bytes)
            _ = mapping.claims(in: bytes)
            if channel == "amazon" { _ = AmazonNotification(bytes, seller: "55") }
            guard let root = try? JSONDocument(parsing: bytes).root else { continue }
            _ = mapping.refund(in: root, for: shop)
            _ = mapping.address(in: root, for: shop)
            for topic in ["customers/data_request", "customers/redact", "shop/redact"] {
                _ = mapping.privacyRequest(ofTopic: topic, in: root)
            }
            for document in mapping.documents(in: root) {
                let orders = (try? JSONDocument(parsing: document).root).map { mapping.orders(in: $0).count }
                #expect(orders == 1, "\(channel), seed \(seed), round \(round): a document of \(orders ?? -1) orders")
            }
            for node in mapping.orders(in: root) {
                _ = mapping.refunds(in: node, for: shop)
                switch mapping.map(node, for: shop) {
                case .order(let order, _):
                    orders += 1
                    let flaws = flaws(of: order, mapping.externalID(of: node))
                    #expect(flaws.isEmpty, "\(channel), seed \(seed), round \(round): \(flaws)")
                case .unfit(let reasons):
                    let isSaid = !reasons.isEmpty && reasons.allSatisfy { !$0.code.isEmpty && $0.path?.first == "$" }
                    #expect(isSaid, "\(channel), seed \(seed), round \(round): unfit without a reason")
                }
            }
        }
        return orders
    }

    /// XML, as claims and those who work orders from outside send it.
    mutating func runXML(_ original: [UInt8], times: Int) {
        for _ in 0..<times {
            let bytes = changed(original)
            _ = try? XMLReader.parse(bytes)
            _ = try? ShipNotice.read(query: { _ in nil }, body: bytes)
            for mapping in ChannelDirectory.mappings { _ = mapping.claims(in: bytes) }
        }
    }

    /// Bytes changed, taken out, put in, doubled, digits grown, or the end cut off.
    mutating func changed(_ original: [UInt8]) -> [UInt8] {
        var bytes = original
        for _ in 0...generator.int(0...3) where bytes.count > 1 {
            let position = generator.int(0...bytes.count - 1)
            switch generator.int(0...9) {
            case 0...2: bytes[position] = UInt8(truncatingIfNeeded: generator.int(0...255))
            case 3: bytes.remove(at: position)
            case 4: bytes.insert(UInt8(truncatingIfNeeded: generator.int(32...126)), at: position)
            case 5: bytes.removeSubrange(position..<min(bytes.count, position + generator.int(1...40)))
            case 6:
                let piece = bytes[position..<min(bytes.count, position + generator.int(1...40))]
                bytes.insert(contentsOf: piece, at: position)
            case 7...8: changeDigit(of: &bytes, from: position)
            default: bytes.removeSubrange(position...)
            }
        }
        return bytes
    }

    /// The next digit becomes another one, a sign, or twelve of them.
    private mutating func changeDigit(of bytes: inout [UInt8], from position: Int) {
        guard let digit = bytes[position...].firstIndex(where: { (48...57).contains($0) }) else { return }
        switch generator.int(0...3) {
        case 0: bytes[digit] = UInt8(ascii: "-")
        case 1: bytes.replaceSubrange(digit...digit, with: [UInt8](repeating: UInt8(ascii: "9"), count: 12))
        default: bytes[digit] = UInt8(48 + generator.int(0...9))
        }
    }

    private func flaws(of order: Order, _ externalID: String?) -> [String] {
        var flaws: [String] = []
        func check(_ holds: Bool, _ flaw: String) { if !holds { flaws.append(flaw) } }
        check(order.id == .zero && order.externalID == externalID && !order.externalID.isEmpty, "id")
        check(order.externalID.unicodeScalars.count <= 255, "a long id")
        check(order.currency.isWellFormed, "currency")
        check(Set(order.lines.map(\.id)).count == order.lines.count, "two lines of one id")
        check(order.lines.count <= SubmissionValidator.maximumLines, "too many lines")
        for line in order.lines {
            check((1...OrderArithmetic.largestQuantity).contains(line.quantity), "quantity")
            check(line.unitPrice >= 0 && line.discount >= 0, "a price or discount below zero")
            check(!line.sku.isEmpty && !line.id.isEmpty, "a line without id or SKU")
        }
        let isPriced = order.payment.state != .unpaid && !order.lines.isEmpty
        let isSaid = order.mismatches.contains { $0.code == "total_mismatch" }
        check(!isPriced || isSaid || OrderArithmetic(order).total == Int128(order.total), "a sum that is not told")
        check((try? Order.parse(order.jsonBytes)) == order, "it does not survive being written")
        check(!order.jsonBytes.contains(0), "NUL")
        return flaws
    }
}
