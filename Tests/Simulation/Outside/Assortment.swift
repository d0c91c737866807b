import Contracts

/// What the shop sells, and from where.
enum Assortment {
    /// Hardly there; what cannot be had is refused.
    static let scarce = "SKU-6"
    /// Not there yet; orders wait for all of it.
    static let awaited = "SKU-7"
    /// The same; what is there is sent, and the rest waits.
    static let divided = "SKU-8"
    /// Two of SKU-1 and one of SKU-2.
    static let kit = "KIT-1"
    /// Nothing that lies on a shelf.
    static let download = "DOWNLOAD-1"
    static let ample = (1...5).map { "SKU-\($0)" }
    static let stocked = ample + [scarce, awaited, divided]
    static let sites = ["BER", "IST"]

    /// What any order may be short of.
    static let limited: Set<String> = [scarce, awaited, divided]

    static let articles: [StockKeepingUnit] =
        stocked.enumerated().map { index, sku in
            StockKeepingUnit(
                sku: sku, title: "Article \(index)", barcode: "86900000\(index)", weight: 200, length: 100, width: 80,
                height: 40, shortPolicy: sku == awaited ? .backorder : sku == divided ? .split : .reject,
                leadDays: limited.contains(sku) ? 2 : 0)
        } + [
            StockKeepingUnit(
                sku: kit, title: "Kit", weight: 600, length: 100, width: 80, height: 120,
                components: [KitComponent(sku: "SKU-1", quantity: 2), KitComponent(sku: "SKU-2", quantity: 1)])
        ]

    /// What lies on a shelf of it.
    static func parts(of sku: String) -> [KitComponent] {
        let components = articles.first { $0.sku == sku }?.components ?? []
        return components.isEmpty ? [KitComponent(sku: sku, quantity: 1)] : components
    }

    /// Units at a site before the shop opens.
    static func stock(of sku: String, _ chance: Chance) -> Int {
        switch sku {
        case scarce: Int(chance.int(1...4, .order, sku.identity))
        case awaited, divided: Int(chance.int(1...2, .order, sku.identity))
        default: 400
        }
    }

    /// People work at one site in every other run.
    static func sites(_ chance: Chance, closed: String? = nil) -> [Site] {
        func floor(_ code: String) -> FloorKind { chance.unit(.floor, code.identity) < 0.5 ? .manual : .auto }
        return [
            Site(
                code: "BER", name: "Berlin", floor: floor("BER"),
                address: Address(name: "Lager", line1: "Hafenstr. 1", city: "Berlin", postcode: "10115", country: "DE"),
                latitudeE6: 52_520_000, longitudeE6: 13_400_000, isOpen: closed != "BER"),
            Site(
                code: "IST", name: "İstanbul", floor: floor("IST"),
                address: Address(
                    name: "Depo", line1: "Liman Cad. 1", city: "İstanbul", postcode: "34000", country: "TR"),
                latitudeE6: 41_010_000, longitudeE6: 28_970_000, isOpen: closed != "IST"),
        ]
    }
}
