import Contracts
import WireJSON

/// The packages that an order stands in at Trendyol now. Their ids change with every split and cancel in part, so that they
/// are asked for each time.
struct TrendyolPackages {
    struct Package {
        let id: String
        let status: String
        let trackingNumbers: Set<String>
        /// Units per line.
        let units: [String: Int]
        /// Whether it is, or was before it left.
        let isInvoiced: Bool
        let invoiceLink: String?

        /// Not on its way yet.
        var isOpen: Bool { ["Created", "Picking", "Invoiced", "UnPacked"].contains(status) }
        var isAcknowledged: Bool { status != "Created" && status != "Awaiting" && status != "UnPacked" }
    }

    /// Those that no other has taken the place of.
    let standing: [Package]
    /// Whether there is any, also cancelled.
    let isKnown: Bool

    init(_ root: JSONNode, order: String) {
        let reader = PayloadReader()
        let own = (root["content"]?.elements.map(\.self) ?? []).filter { reader.id("orderNumber", of: $0) == order }
        isKnown = !own.isEmpty
        standing = own.compactMap { node in
            guard
                let id = reader.id("shipmentPackageId", of: node) ?? reader.id("id", of: node)
            else { return nil }
            let status =
                node["shipmentPackageStatus"]?.string.flatMap { $0.isEmpty ? nil : $0 } ?? node["status"]?.string ?? ""
            // A package that was split is void; the new ones may be said to be unpacked as well, and have a carrier's number.
            guard !["Cancelled", "UnSupplied", "Returned"].contains(status) else { return nil }
            var units: [String: Int] = [:]
            for line in node["lines"]?.elements.map(\.self) ?? [] {
                guard let name = reader.id("lineId", of: line) ?? reader.id("id", of: line) else { continue }
                units[name, default: 0] += line["quantity"]?.int ?? 0
            }
            let numbers = ["cargoTrackingNumber", "cargoSenderNumber"].compactMap { reader.id($0, of: node) }
            let history = node["packageHistories"]?.elements.map { $0["status"]?.string } ?? []
            return Package(
                id: id, status: status, trackingNumbers: Set(numbers), units: units,
                isInvoiced: status == "Invoiced" || history.contains("Invoiced"),
                invoiceLink: node["invoiceLink"]?.string)
        }.filter { $0.status != "UnPacked" }
    }

    /// Units of a line over all of them.
    func units(_ line: String) -> Int { standing.reduce(0) { $0 + ($1.units[line] ?? 0) } }
}
