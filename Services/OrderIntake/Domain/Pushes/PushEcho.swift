import Contracts
import WireJSON

/// What a channel has told back of what it was told: units of its lines, and money, by its own ids of its refunds.
package struct PushEcho: Hashable, Sendable, JSONCodable {
    package var refunds: [String]
    package var lines: [LineQuantity]

    package init(refunds: [String] = [], lines: [LineQuantity] = []) {
        self.refunds = refunds
        self.lines = lines
    }

    package init(from json: JSONNode) throws(JSONError) {
        refunds = try json.decode("refunds", default: [])
        lines = try json.decode("lines", default: [])
    }

    package func encode(to json: inout JSONWriter) {
        json.object { json in
            if !refunds.isEmpty { json.write("refunds", refunds) }
            if !lines.isEmpty { json.write("lines", lines) }
        }
    }
}

extension KnownRefund {
    /// Whether it is what the channel was told.
    package func isEcho(of records: some Sequence<PushRecord>) -> Bool {
        records.contains { $0.echo.refunds.contains(key.refundID) }
    }
}

extension ChannelRefund {
    /// Takes it for what the channel was told, where all of it was.
    /// - Parameter records: of the order; those that it answers are changed.
    /// - Returns: whether it is news of nothing.
    package func absorb(into records: inout [PushRecord]) -> Bool {
        absorbUnits(into: &records) || !isByMerchant && absorbMoney(into: &records)
    }

    /// The very sum that it was told, once: of a return it is told without units, and may say of which it is.
    private func absorbMoney(into records: inout [PushRecord]) -> Bool {
        let index = records.firstIndex { record in
            guard record.counts, record.echo.refunds.isEmpty else { return false }
            return switch record.push {
            case .refund(let refund): refund.amount == content.amount
            case .cancellation(let cancellation): content.lines.isEmpty && cancellation.amount == content.amount
            default: false
            }
        }
        if let index { records[index].echo.refunds.append(content.externalRefundID) }
        return index != nil
    }

    private func absorbUnits(into records: inout [PushRecord]) -> Bool {
        guard !content.lines.isEmpty else { return false }
        var next = records
        for line in content.lines {
            var left = line.quantity
            for index in next.indices where left > 0 && next[index].counts {
                let part = min(left, next[index].outstanding(line.lineID))
                guard part > 0 else { continue }
                next[index].echo.lines.append(LineQuantity(lineID: line.lineID, quantity: part))
                if next[index].echo.refunds.last != content.externalRefundID {
                    next[index].echo.refunds.append(content.externalRefundID)
                }
                left -= part
            }
            guard left == 0 else { return false }
        }
        records = next
        return true
    }
}

extension PushRecord {
    /// Units of a line that the channel was told to take off and has not told back.
    fileprivate func outstanding(_ lineID: String) -> Int {
        let told: [ChannelPush.Line]
        switch push {
        case .cancellation(let content): told = content.lines
        case .refund(let content): told = content.lines
        case .fulfilment, .acknowledgement, .invoice, .returnDecision, .stock: told = []
        }
        func sum(_ lines: [LineQuantity]) -> Int {
            lines.reduce(0) { $0 + ($1.lineID == lineID ? $1.quantity : 0) }
        }
        return sum(told) - sum(echo.lines)
    }
}
