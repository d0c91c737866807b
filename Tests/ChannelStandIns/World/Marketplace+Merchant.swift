/// What the merchant tells the channel about an order.
extension Marketplace {
    package enum Outcome: Sendable, Hashable {
        /// With the number of what came of it.
        case done(String)
        case unknownOrder
        case refused(String)
    }

    /// Goods left.
    /// - Parameters:
    ///   - units: by line; nil for all that is left.
    ///   - repeated: whether the channel sees by the tracking number that it knows of this already, and says yes again.
    package mutating func ship(
        _ id: String, units wanted: [String: Int]?, carrier: String?, trackingNumber: String, url: String? = nil,
        location: String? = nil, repeated: Bool = false
    ) -> Outcome {
        guard let order = orders[id] else { return .unknownOrder }
        let units =
            wanted
            ?? Dictionary(uniqueKeysWithValues: order.lines.map { ($0.id, $0.unshipped) }).filter { $0.value > 0 }
        let intent = "fulfilment/\(id)/\(trackingNumber)" + (location.map { "/\($0)" } ?? "")
        if repeated, let known = order.shipments.first(where: { $0.trackingNumber == trackingNumber }) {
            pushes.count(intent, isCarriedOut: false)
            return .done(known.id)
        }
        guard !order.isCancelled else {
            pushes.refuse(intent, "the order is cancelled")
            return .refused("the order is cancelled")
        }
        for (line, count) in units where count > (order.line(line)?.unshipped ?? 0) || count < 1 {
            pushes.refuse(intent, "line \(line) has not \(count) units left")
            return .refused("line \(line) has not \(count) units left to be sent")
        }
        guard !units.isEmpty else {
            pushes.refuse(intent, "nothing is left to be sent")
            return .refused("nothing is left to be sent")
        }
        let shipment = Shipment(
            id: "\(nextID())", units: units, carrier: carrier, trackingNumber: trackingNumber, url: url,
            location: location, at: now)
        pushes.count(intent, isCarriedOut: true)
        update(id, tell: .shipped) { order in
            for index in order.lines.indices { order.lines[index].shipped += units[order.lines[index].id, default: 0] }
            order.shipments.append(shipment)
        }
        return .done(shipment.id)
    }

    /// A shipment's number is told later, or told anew.
    package mutating func track(_ shipment: String, of id: String, by number: String, carrier: String?, url: String?) {
        update(id, tell: .changed) { order in
            guard let index = order.shipments.firstIndex(where: { $0.id == shipment }) else { return }
            let old = order.shipments[index]
            order.shipments[index] = Shipment(
                id: old.id, units: old.units, carrier: carrier ?? old.carrier, trackingNumber: number,
                url: url ?? old.url, location: old.location, at: old.at)
        }
    }

    /// The merchant cancels, as a whole or some units.
    /// - Parameter package: that they are in, where it is named.
    package mutating func cancelByMerchant(
        _ id: String, units: [String: Int]?, of package: String? = nil, note: String? = nil
    ) -> Outcome {
        guard let order = orders[id] else { return .unknownOrder }
        let parts = [package, units?.keys.sorted().joined(separator: "+")].compactMap(\.self)
        let intent = (["cancellation", id] + parts).joined(separator: "/")
        let all = Dictionary(uniqueKeysWithValues: order.lines.map { ($0.id, $0.wanted) }).filter { $0.value > 0 }
        let isWhole = units == nil || units == all
        guard !order.isCancelled, order.shipped == 0 || !isWhole else {
            pushes.refuse(intent, order.isCancelled ? "cancelled before" : "sent already")
            return .refused(order.isCancelled ? "the order is cancelled already" : "the order was sent already")
        }
        if isWhole {
            _ = cancel(id)
        } else {
            var place = package
            for (line, count) in (units ?? [:]).sorted(by: { $0.key < $1.key })
            where count > order.line(line)?.unshipped ?? 0 || !take(count, of: line, in: id, from: &place, note: note) {
                pushes.refuse(intent, "line \(line) has not \(count) units left")
                return .refused("line \(line) has not \(count) units left")
            }
        }
        pushes.count(intent, isCarriedOut: true)
        return .done(id)
    }

    /// The shop gives back whatever it is told; what is not the price of the units is an error of ours.
    mutating func checkMoney(_ amount: Int64, of units: [String: Int], in id: String) {
        guard let order = orders[id], order.isPaid else { return }
        let price = units.reduce(0) { $0 + (order.line($1.key)?.unitPrice ?? 0) * Int64($1.value) }
        if amount != price { pushes.refuse("money/\(id)", "\(amount) for units of \(price)") }
    }

    /// Takes units off, of one package after the other where none is named.
    /// - Parameter package: where it is named, then the one that takes its place.
    private mutating func take(
        _ units: Int, of line: String, in id: String, from package: inout String?, note: String?
    ) -> Bool {
        guard packaging == .fromTheStart else { return cancelUnits(units, of: line, in: id, note: note) }
        var left = units
        while left > 0 {
            let place = orders[id]?.packages.first { (package ?? $0.id) == $0.id && $0.canLose(1, of: line) }
            guard let place, case let part = min(left, place.units[line, default: 0]),
                cancelUnits(part, of: line, in: id, from: place.id, note: note)
            else { return false }
            if package != nil {
                package = orders[id]?.packages.first { $0.isLive && $0.origins.contains(place.id) }?.id ?? place.id
            }
            left -= part
        }
        return true
    }

    /// The merchant says that it is at work.
    package mutating func acknowledge(_ id: String) {
        let isNew = orders[id].map { !$0.isAcknowledged } ?? false
        pushes.count("acknowledgement/\(id)", isCarriedOut: isNew)
        guard isNew else { return }
        update(id, tell: .changed) { $0.isAcknowledged = true }
    }
}
