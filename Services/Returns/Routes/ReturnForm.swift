import Contracts
import FoundationEssentials
import PercentCoding

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
        let spaced = bytes.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: " ") : $0 }
        return String(decoding: PercentDecoded(spaced).bytes.filter { $0 != 0 }, as: UTF8.self)
    }
}

extension String {
    fileprivate func after(_ prefix: String) -> String? {
        hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
    }
}
