import Contracts
import Foundation
import Messaging
import WireJSON

/// A small shop: articles, sites, stock and orders of our own making.
package struct DemoShop {
    package let channel = "web"
    package let shop = "main"

    package static let istanbul = Site(
        code: "IST", name: "İstanbul", floor: .auto,
        address: Address(name: "Depo", line1: "Liman Cad. 1", city: "İstanbul", postcode: "34000", country: "TR"),
        latitudeE6: 41_010_000, longitudeE6: 28_970_000)
    package static let berlin = Site(
        code: "BER", name: "Berlin", floor: .auto,
        address: Address(name: "Lager", line1: "Hafenstr. 1", city: "Berlin", postcode: "10115", country: "DE"),
        latitudeE6: 52_520_000, longitudeE6: 13_400_000)

    package let articles = (1...10).map { number in
        StockKeepingUnit(
            sku: "SKU-\(number)", title: "Article \(number)", barcode: "869000000\(1000 + number)",
            weight: 100 * number,
            length: 100, width: 80, height: 40)
    }

    package init() {}

    package func open(in system: WaybillSystem, stock: Int = 10_000, sites: [Site] = [istanbul, berlin]) async throws {
        let catalogue = try await system.ask(
            UpsertCatalogue(
                articles: articles, sites: sites,
                bins: sites.flatMap { site in
                    articles.map { BinAssignment(site: site.code, sku: $0.sku, bin: "A-\($0.sku)") }
                }), for: CatalogueUpserted.self)
        guard catalogue.reasons.isEmpty else { throw Refused(reasons: catalogue.reasons) }
        let booked = try await system.ask(
            BookStock(
                kind: "receive", reference: "DN-1", actor: "test",
                movements: sites.flatMap { site in
                    articles.map { StockMovementRequest(site: site.code, sku: $0.sku, bin: nil, quantity: stock) }
                }), for: StockBooked.self)
        guard booked.reasons.isEmpty else { throw Refused(reasons: booked.reasons) }
    }

    package func order(
        _ number: Int, method: PaymentMethod = .card, state: PaymentState = .unpaid, token: String? = "tok_ok",
        lines: [(sku: String, quantity: Int)] = [("SKU-1", 2), ("SKU-2", 1)], kind: OrderKind = .standard
    ) -> Order {
        let orderLines = lines.enumerated().map { index, line in
            OrderLine(id: "\(index + 1)", sku: line.sku, title: nil, quantity: line.quantity, unitPrice: 1000)
        }
        let total = orderLines.reduce(Int64(500)) { $0 + $1.unitPrice * Int64($1.quantity) }
        let moment = Timestamp(seconds: 1_770_000_000)
        return Order(
            id: .zero, channel: channel, shop: shop, externalID: "\(number)", number: "#\(number)", kind: kind,
            placedAt: moment,
            updatedAt: moment, currency: Currency(rawValue: "EUR"),
            customer: Customer(name: "Ada Lovelace", email: "ada\(number)@example.com", language: "en"),
            shippingAddress: Address(
                name: "Ada Lovelace", line1: "Example Street \(number)", city: "Berlin", postcode: "10117",
                country: "DE"),
            lines: orderLines, shipping: 500, total: total,
            payment: PaymentInstruction(method: method, state: state, token: token))
    }

    package func submit(_ orders: [Order], to system: WaybillSystem) async throws {
        let envelopes = orders.map { order in
            Envelope(
                id: UUID(), source: "/shop", type: SubmitOrder.type, time: .wallClock,
                data: SubmitOrder(order: order).jsonBytes)
        }
        try await system.publish(envelopes, exchange: Topology.intake, routingKey: "orders.\(channel).\(shop)")
    }

    package struct Refused: Error {
        package let reasons: [Reason]

        package init(reasons: [Reason]) {
            self.reasons = reasons
        }
    }
}
