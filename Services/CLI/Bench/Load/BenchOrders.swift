import Contracts
import FoundationEssentials

/// The benchmark's orders: three lines each, one to two units a line, paid by card, to all corners.
struct BenchOrders: Sendable {
    static let shop = (channel: "web", shop: "bench")
    static let mostUnitsPerOrder = 6

    /// Makes the orders of this run new ones.
    let run: String

    /// Of the first articles alone, three different ones each.
    func order(_ index: Int, articles: Int, now: Timestamp) -> Order {
        let lines = (0..<3).map { line in
            let article = (index + line * (articles / 3)) % articles
            return OrderLine(
                id: String(line + 1), sku: BenchCatalogue.sku(article), title: "Article \(article) of the benchmark",
                quantity: 1 + (index + line) % 2, unitPrice: BenchCatalogue.price(article))
        }
        return order("\(run)-\(index)", index, lines: lines, now: now)
    }

    func order(_ index: Int, now: Timestamp) -> Order {
        let number = "\(run)-\(index)"
        // A step that has no divisor in common with the number of articles: lines of an order differ, and all are sold.
        let lines = (0..<3).map { line in
            let article = (index * 7 + line * 337) % BenchCatalogue.articleCount
            return OrderLine(
                id: String(line + 1), sku: BenchCatalogue.sku(article), title: "Article \(article) of the benchmark",
                quantity: 1 + (index + line) % 2, unitPrice: BenchCatalogue.price(article))
        }
        return order(number, index, lines: lines, now: now)
    }

    func order(_ number: String, _ index: Int, lines: [OrderLine], now: Timestamp) -> Order {
        let shipping: Int64 = 490
        let place = Self.places[index % Self.places.count]
        // The number is part of the street, since many orders to one door on one day are what fraud rules look for.
        let address = Address(
            name: "Bench Buyer", line1: "\(place.street) 7, \(number)", city: place.city, postcode: place.postcode,
            country: place.country, latitudeE6: place.latitude, longitudeE6: place.longitude)
        return Order(
            id: .zero, channel: Self.shop.channel, shop: Self.shop.shop, externalID: number, number: "#\(number)",
            placedAt: now, updatedAt: now, currency: Currency(rawValue: "EUR"),
            customer: Customer(name: "Bench Buyer", email: "\(number)@example.com", language: place.language),
            shippingAddress: address, billingAddress: address, lines: lines, shipping: shipping,
            total: lines.reduce(shipping) { $0 + $1.unitPrice * Int64($1.quantity) },
            payment: PaymentInstruction(method: .card, state: .authorised, token: "tok_visa"))
    }

    private struct Place {
        var street: String
        var city: String
        var postcode: String
        var country: String
        var language: String
        var latitude: Int
        var longitude: Int
    }

    private static let places = [
        Place(
            street: "Torstraße", city: "Berlin", postcode: "10119", country: "DE", language: "de", latitude: 52_530_000,
            longitude: 13_400_000),
        Place(
            street: "Bağdat Cad.", city: "İstanbul", postcode: "34710", country: "TR", language: "tr",
            latitude: 40_980_000, longitude: 29_060_000),
        Place(
            street: "Brick Lane", city: "London", postcode: "E1 6PU", country: "GB", language: "en",
            latitude: 51_520_000, longitude: -70_000),
    ]
}
