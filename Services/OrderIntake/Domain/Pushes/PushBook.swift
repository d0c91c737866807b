import Contracts
import FoundationEssentials

/// What an order's channel was told of it so far, and what is to be told next.
package struct PushBook {
    private let order: Order
    private let records: [PushRecord]
    /// Also those that a person gave up, which may be carried out by hand.
    private let all: [PushRecord]

    /// - Parameter records: of the order, in any sequence.
    package init(_ order: Order, _ records: some Sequence<PushRecord>) {
        self.order = order
        all = Array(records)
        self.records = records.filter(\.counts).sorted { $0.key < $1.key }
    }

    /// Units of the order's lines in a parcel. A kit is there as what it consists of: it counts as far as it was ordered and
    /// is not told yet, and its rarest part allows.
    package func lines(in parcel: Parcel) -> [ChannelPush.Line] {
        let told = sum { record in
            if case .fulfilment(let content) = record.push { content.lines } else { [] }
        }
        return order.lines.compactMap { line in
            let parts = parcel.lines.filter { $0.lineID == line.id }
            guard !parts.isEmpty else { return nil }
            let left = line.quantity - told[line.id, default: 0]
            let units: Int
            if parts.contains(where: { $0.units != nil }) {
                units = parts.reduce(0) { $0 + $1.orderedUnits }
            } else if parts.allSatisfy({ $0.sku == line.sku }) {
                units = parts.reduce(0) { $0 + $1.quantity }
            } else {
                units = parts.map(\.quantity).min() ?? 0
            }
            let quantity = min(units, left)
            return quantity > 0 ? ChannelPush.Line(lineID: line.id, quantity: quantity) : nil
        }
    }

    /// The parcels that the channel was told of, or is being told of, in the order in which they left.
    package var parcels: [ChannelPush.Fulfilment.Earlier] {
        let told = records.compactMap { record in
            if case .fulfilment(let content) = record.push { content } else { nil }
        }
        return told.sorted { ($0.shippedAt, $0.parcel) < ($1.shippedAt, $1.parcel) }.map {
            ChannelPush.Fulfilment.Earlier(trackingNumber: $0.trackingNumber, lines: $0.lines)
        }
    }

    /// Whether with these units all is sent that was ordered and not cancelled.
    /// - Parameter refunds: whose units are still among the order's lines.
    package func isLast(_ lines: [ChannelPush.Line], refunds: [KnownRefund] = []) -> Bool {
        var done = sum { record in
            switch record.push {
            case .fulfilment(let content): content.lines
            case .cancellation(let content): content.lines
            default: []
            }
        }
        let refunded = refunds.filter { !$0.isEcho(of: records) }.flatMap(\.content.lines)
        for line in lines + refunded { done[line.lineID, default: 0] += line.quantity }
        return order.lines.allSatisfy { !$0.requiresShipping || done[$0.id, default: 0] >= $0.quantity }
    }

    /// Whether the channel was told of parcels with all that was ordered and not cancelled, and of none of them that it is the last.
    /// - Parameter cancelled: all of the order so far.
    package func isSentUnheard(but cancelled: [ChannelPush.Line]) -> Bool {
        let parcels = records.compactMap { record in
            if case .fulfilment(let content) = record.push { content } else { nil }
        }
        guard !parcels.isEmpty, !parcels.contains(where: \.isLast) else { return false }
        var done: [String: Int] = [:]
        for line in parcels.flatMap(\.lines) + cancelled { done[line.lineID, default: 0] += line.quantity }
        return order.lines.allSatisfy { !$0.requiresShipping || done[$0.id, default: 0] >= $0.quantity }
    }

    /// Whether goods are to be sent and the channel was told of no parcel, or of none that a person may have told it of.
    package var isNothingSent: Bool {
        order.lines.contains(where: \.requiresShipping)
            && !all.contains { record in
                if case .fulfilment = record.push { true } else { false }
            }
    }

    /// Units that are cancelled, and that the channel neither knows of nor was told.
    /// - Parameters:
    ///   - cancelled: all of the order so far.
    ///   - refunds: what the channel took off itself. What the order was less by when it came here is not among those that are cancelled.
    package func toCancel(
        _ cancelled: [ChannelPush.Line], refunds: some Sequence<KnownRefund>
    ) -> [ChannelPush.Line] {
        var known = sum { record in
            if case .cancellation(let content) = record.push { content.lines } else { [] }
        }
        for refund in refunds where refund.state != .included {
            for line in refund.content.lines { known[line.lineID, default: 0] += line.quantity }
        }
        let ordered = Set(order.lines.map(\.id))
        return cancelled.compactMap { line in
            let left = line.quantity - known[line.lineID, default: 0]
            guard left > 0, ordered.contains(line.lineID) else { return nil }
            return ChannelPush.Line(lineID: line.lineID, quantity: left)
        }
    }

    /// Whether the channel was told that the order is worked on.
    package var isBegun: Bool {
        records.contains { record in
            switch record.push {
            case .acknowledgement, .fulfilment: true
            default: false
            }
        }
    }

    /// The order's newest invoice: one that corrects another comes after it.
    package var invoice: ChannelPush.Invoice? {
        records.compactMap { record in
            if case .invoice(let content) = record.push { content } else { nil }
        }.max { $0.ordinal < $1.ordinal }
    }

    /// Units of a return that were refused.
    package func refused(of returnID: UUID) -> [ChannelPush.Line] {
        let reference = returnID.text
        return Self.lines(
            sum { record in
                guard case .returnDecision(let content) = record.push, !content.isApproved else { return [] }
                return content.reference == reference ? content.lines : []
            })
    }

    /// Units of a return that were accepted so far.
    /// - Parameter more: those that a refund is for which the channel was not told of.
    package func accepted(_ more: [LineAmount], of returnID: UUID) -> [ChannelPush.Line] {
        // Each says what those before it say, and its own.
        var units: [String: Int] = [:]
        for record in all {
            guard case .refund(let content) = record.push, content.returnID == returnID else { continue }
            for line in content.accepted ?? [] { units[line.lineID] = max(units[line.lineID] ?? 0, line.quantity) }
        }
        for line in more { units[line.lineID, default: 0] += line.quantity }
        return Self.lines(units)
    }

    private static func lines(_ units: [String: Int]) -> [ChannelPush.Line] {
        units.filter { $0.value > 0 }.sorted { $0.key < $1.key }.map {
            ChannelPush.Line(lineID: $0.key, quantity: $0.value)
        }
    }

    private func sum(_ lines: (PushRecord) -> [ChannelPush.Line]) -> [String: Int] {
        var sum: [String: Int] = [:]
        for line in records.flatMap(lines) { sum[line.lineID, default: 0] += line.quantity }
        return sum
    }
}
