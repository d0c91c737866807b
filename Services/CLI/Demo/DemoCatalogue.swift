import Contracts

/// The catalogue of the demo: twenty articles, two automated sites and one that people work.
enum DemoCatalogue {
    /// (SKU, title, grams, price in cents)
    static let goods: [(sku: String, title: String, weight: Int, price: Int64)] = [
        ("TEA-100", "Rize tea, 100 g", 120, 495), ("TEA-500", "Rize tea, 500 g", 540, 1995),
        ("TEA-GLASS", "Tea glasses, set of six", 900, 1790), ("TEA-POT", "Double teapot, steel", 1650, 4900),
        ("COF-250", "Coffee, ground, 250 g", 270, 890), ("COF-CUP", "Coffee cup, porcelain", 180, 1250),
        ("CEZVE-M", "Cezve, copper, medium", 420, 3450), ("MILL-BR", "Coffee mill, brass", 780, 6900),
        ("HON-450", "Chestnut honey, 450 g", 720, 1690), ("OIL-500", "Olive oil, 500 ml", 950, 1490),
        ("SOAP-OLV", "Olive oil soap, bar", 140, 450), ("TOWEL-L", "Hammam towel, large", 380, 2990),
        ("TOWEL-S", "Hammam towel, small", 150, 1290), ("BOWL-IZN", "Bowl, Iznik pattern", 640, 2790),
        ("TILE-IZN", "Tile, Iznik pattern", 510, 1990), ("LOKUM-R", "Lokum, rose, 500 g", 560, 1190),
        ("LAMP-MOS", "Mosaic lamp", 1400, 7900), ("RUG-KLM", "Kilim runner", 3200, 18900),
        ("TRAY-CU", "Copper tray", 1100, 5400), ("VASE-CU", "Copper vase", 1300, 6200),
    ]

    /// The last four lie at the manual site only, where nobody works during the demo; its orders leave them out.
    private static let manualGoods = goods.suffix(4)
    static let orderableGoods = goods.dropLast(4)
    private static let automatedSites = ["IST", "BER"]

    static let catalogue = UpsertCatalogue(
        articles: goods.enumerated().map { index, good in
            StockKeepingUnit(
                sku: good.sku, title: good.title, barcode: barcode(index), weight: good.weight, length: 200, width: 150,
                height: 90)
        },
        sites: [
            Site(
                code: "IST", name: "İstanbul", floor: .auto,
                address: Address(
                    company: "Waybill Demo", line1: "Liman Cad. 12", city: "İstanbul", postcode: "34710", country: "TR",
                    latitudeE6: 41_010_000, longitudeE6: 28_970_000),
                latitudeE6: 41_010_000, longitudeE6: 28_970_000),
            Site(
                code: "BER", name: "Berlin", floor: .auto,
                address: Address(
                    company: "Waybill Demo", line1: "Westhafenstraße 1", city: "Berlin", postcode: "13353",
                    country: "DE", latitudeE6: 52_540_000, longitudeE6: 13_340_000),
                latitudeE6: 52_540_000, longitudeE6: 13_340_000),
            Site(
                code: "AMS", name: "Amsterdam", floor: .manual,
                address: Address(
                    company: "Waybill Demo", line1: "Havenstraat 8", city: "Amsterdam", postcode: "1075 PR",
                    country: "NL", latitudeE6: 52_350_000, longitudeE6: 4_860_000),
                latitudeE6: 52_350_000, longitudeE6: 4_860_000),
        ],
        bins: orderableGoods.enumerated().flatMap { index, good in
            automatedSites.map { BinAssignment(site: $0, sku: good.sku, bin: bin(index)) }
        } + manualGoods.enumerated().map { BinAssignment(site: "AMS", sku: $1.sku, bin: bin($0)) })

    /// - Parameter quantity: units of each article at each of its sites.
    static func goodsIn(_ quantity: Int) -> [StockMovementRequest] {
        catalogue.bins.map { StockMovementRequest(site: $0.site, sku: $0.sku, bin: $0.bin, quantity: quantity) }
    }

    /// EAN-13 of the range for use inside one company.
    static func barcode(_ index: Int) -> String {
        let digits = "200000" + String(100_000 + index)
        let sum = digits.enumerated().reduce(0) {
            $0 + ($1.offset % 2 == 0 ? 1 : 3) * ($1.element.wholeNumberValue ?? 0)
        }
        return digits + String((10 - sum % 10) % 10)
    }

    private static func bin(_ index: Int) -> String {
        "\(["A", "B", "C", "D"][index / 5 % 4])-0\(index % 5 + 1)-01"
    }
}
