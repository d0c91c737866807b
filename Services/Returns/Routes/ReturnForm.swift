import Contracts
import FoundationEssentials

/// What a customer filled in: `application/x-www-form-urlencoded`, fields `quantity:<line id>` and `reason:<line id>`.
package struct ReturnForm: Hashable, Sendable {
    package let lines: [ReturnLine]
    package let settlement: ReturnSettlementKind
    /// Made when the form was shown, so that sending it twice is asking once.
    package let nonce: String

    /// A form of ours is much smaller.
    static let limit = 64 * 1024

    package init(decoding body: [UInt8]) {
        var quantities: [(lineID: String, quantity: Int)] = []
        var reasons: [String: String] = [:]
        var (nonce, settlement) = ("", "refund")
        for field in body.split(separator: UInt8(ascii: "&")).prefix(2000) {
            let parts = field.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let name = Self.decoded(parts[0])
            let value = parts.count == 2 ? Self.decoded(parts[1]) : ""
            if let line = name.after("quantity:"), let quantity = Int(value), quantity > 0 {
                quantities.append((line, quantity))
            } else if let line = name.after("reason:") {
                reasons[line] = String(value.prefix(50))
            } else if name == "nonce" {
                nonce = String(value.prefix(64))
            } else if name == "settlement" {
                settlement = value == "store_credit" ? value : "refund"
            }
        }
        lines = quantities.map {
            ReturnLine(lineID: $0.lineID, quantity: $0.quantity, reason: reasons[$0.lineID] ?? "other")
        }
        self.settlement = ReturnSettlementKind(rawValue: settlement)
        self.nonce = nonce
    }

    func requestID(of orderID: UUID) -> UUID { .v5("return page/\(orderID.text)/\(nonce)") }

    /// Percent-encoding with `+` for a space; what is not UTF-8 becomes U+FFFD, and U+0000 goes, as no message has it.
    private static func decoded(_ bytes: ArraySlice<UInt8>) -> String {
        var output: [UInt8] = []
        var rest = bytes
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let high = rest.first.flatMap(hex),
                let low = rest.dropFirst().first.flatMap(hex)
            {
                output.append(high << 4 | low)
                rest = rest.dropFirst(2)
            } else {
                output.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            }
        }
        return String(decoding: output.filter { $0 != 0 }, as: UTF8.self)
    }

    private static func hex(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 48...57: byte - 48
        case 65...70: byte - 55
        case 97...102: byte - 87
        default: nil
        }
    }
}

extension String {
    fileprivate func after(_ prefix: String) -> String? {
        hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
    }
}
