import Contracts
import WireJSON

/// A parcel's units on Shopify's fulfilment orders: each is of one place, and one call may name those of one place only.
struct ShopifyFulfilment {
    struct Part: Hashable {
        let order: String
        let item: String
        let units: Int
    }

    private struct Open {
        let order: String
        let place: String
        let item: String
        let line: String
        var units: Int
    }

    private let parcel: ChannelPush.Fulfilment
    /// Shopify's id of the place that the parcel was sent from; nil for any.
    private let place: String?
    private var wanted: [String: Int]
    private var open: [Open] = []
    /// The fulfilment that was made before.
    private(set) var reference: String?

    init(_ parcel: ChannelPush.Fulfilment, site: String?) {
        self.parcel = parcel
        place = site.map { ShopifyAdapter.gid("Location", $0) }
        wanted = parcel.lines.perLine
    }

    /// Nothing of it is left to be told.
    var isDone: Bool { reference != nil && wanted.values.allSatisfy { $0 <= 0 } }

    /// Whether a fulfilment that is there tells of the parcel, by its number.
    func isOfParcel(_ fulfilment: JSONNode) -> Bool {
        let numbers = fulfilment["trackingInfo"]?.elements.compactMap { $0["number"]?.string } ?? []
        return numbers.contains(parcel.trackingNumber) && fulfilment["status"]?.string != "CANCELLED"
    }

    /// What was told of the parcel before.
    mutating func take(off lines: [JSONNode], told reference: String?) {
        self.reference = reference
        for item in lines {
            guard let line = Self.number(item["lineItem"]?["id"]), let units = item["quantity"]?.int else { continue }
            wanted[line, default: 0] -= units
        }
    }

    /// What a fulfilment order has open.
    mutating func open(_ order: JSONNode, _ lines: [JSONNode]) {
        guard let id = order["id"]?.string,
            ["OPEN", "IN_PROGRESS", "SCHEDULED"].contains(order["status"]?.string ?? "OPEN")
        else { return }
        let place = order["assignedLocation"]?["location"]?["id"]?.string ?? ""
        for item in lines {
            guard let itemID = item["id"]?.string, let line = Self.number(item["lineItem"]?["id"]),
                let units = item["remainingQuantity"]?.int, units > 0
            else { continue }
            open.append(Open(order: id, place: place, item: itemID, line: line, units: units))
        }
    }

    /// Parts by place, the place that the parcel came from first.
    /// - Throws: when Shopify has less open than was sent.
    func groups() throws(ChannelFailure) -> [[Part]] {
        var open = open.sorted {
            ($0.place == place ? 0 : 1, $0.place, $0.item) < ($1.place == place ? 0 : 1, $1.place, $1.item)
        }
        var groups: [(place: String, parts: [Part])] = []
        for (line, units) in wanted.sorted(by: { $0.key < $1.key }) {
            var left = units
            for index in open.indices where open[index].line == line && left > 0 && open[index].units > 0 {
                let count = min(left, open[index].units)
                open[index].units -= count
                left -= count
                let part = Part(order: open[index].order, item: open[index].item, units: count)
                if let group = groups.firstIndex(where: { $0.place == open[index].place }) {
                    groups[group].parts.append(part)
                } else {
                    groups.append((open[index].place, [part]))
                }
            }
            if left > 0 { throw .refused("\(left) of line \(line) cannot be fulfilled: Shopify has none open") }
        }
        return groups.map(\.parts)
    }

    func input(_ parts: [Part], notifying: Bool) -> JSONValue {
        var orders: [(String, [Part])] = []
        for part in parts {
            if let index = orders.firstIndex(where: { $0.0 == part.order }) {
                orders[index].1.append(part)
            } else {
                orders.append((part.order, [part]))
            }
        }
        return .members([
            "lineItemsByFulfillmentOrder": .array(
                orders.map { order, parts in
                    .members([
                        "fulfillmentOrderId": .string(order),
                        "fulfillmentOrderLineItems": .array(
                            parts.map { .members(["id": .string($0.item), "quantity": .whole($0.units)]) }),
                    ])
                }),
            "trackingInfo": .members([
                "company": .string(parcel.carrier), "number": .string(parcel.trackingNumber),
                "url": parcel.trackingURL.map { .string($0) },
            ]),
            "notifyCustomer": .bool(notifying),
        ])
    }

    private static func number(_ gid: JSONNode?) -> String? {
        gid?.string?.split(separator: "/").last.map { String($0) }
    }
}
