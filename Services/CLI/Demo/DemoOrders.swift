import Contracts
import FoundationEssentials

/// The orders that the demo submits over its shop's queue: one for each way of paying.
enum DemoOrders {
    /// - Parameter run: makes the orders of this run new ones.
    static func overQueue(run: String, now: Timestamp) -> [Order] {
        let buyers = [
            ("Ayşe Yılmaz", "tr", istanbul), ("Jonas Weber", "de", berlin), ("Mary Clarke", "en-GB", london),
            ("Mehmet Demir", "tr", istanbul),
        ]
        let methods: [PaymentInstruction] = [
            PaymentInstruction(method: .card, state: .authorised, token: "tok_visa"),
            PaymentInstruction(method: .marketplace, state: .paid),
            PaymentInstruction(method: .card, state: .authorised, token: "tok_visa"),
            PaymentInstruction(method: .cashOnDelivery, state: .unpaid),
        ]
        return buyers.indices.map { index in
            let (name, language, address) = buyers[index]
            return order(
                "\(run)-\(index + 1)", kind: index == 2 ? .express : .standard, name: name, language: language,
                address: address(name, run), payment: methods[index], goods: index, now: now)
        }
    }

    /// One small order; `number` makes it another one.
    static func small(_ number: String, channel: String, shop: String, now: Timestamp) -> Order {
        var order = order(
            number, kind: .standard, name: "Load Test", language: "en", address: berlin("Load Test", number),
            payment: PaymentInstruction(method: .marketplace, state: .paid), goods: 0, now: now)
        (order.channel, order.shop) = (channel, shop)
        return order
    }

    private static func order(
        _ number: String, kind: OrderKind, name: String, language: String, address: Address,
        payment: PaymentInstruction, goods: Int, now: Timestamp
    ) -> Order {
        let chosen = DemoCatalogue.orderableGoods.dropFirst(goods * 3).prefix(2)
        let lines = chosen.enumerated().map { index, good in
            OrderLine(
                id: String(index + 1), sku: good.sku, title: good.title, quantity: index + 1, unitPrice: good.price)
        }
        let shipping: Int64 = 490
        let total = lines.reduce(shipping) { $0 + $1.unitPrice * Int64($1.quantity) }
        return Order(
            id: .zero, channel: "web", shop: "demo", externalID: number, number: "#\(number)", kind: kind,
            placedAt: now, updatedAt: now, currency: Currency(rawValue: "EUR"),
            customer: Customer(name: name, email: "\(number)@example.com", language: language),
            shippingAddress: address, billingAddress: address, lines: lines, shipping: shipping, total: total,
            payment: payment, tags: ["demo"])
    }

    // The run is part of the street, since many orders to one door on one day are what the fraud rules look for.

    private static func istanbul(_ name: String, _ run: String) -> Address {
        Address(
            name: name, line1: "Bağdat Cad. 1, \(run)", city: "İstanbul", region: "34", postcode: "34710",
            country: "TR", latitudeE6: 40_980_000, longitudeE6: 29_060_000)
    }

    private static func berlin(_ name: String, _ run: String) -> Address {
        Address(
            name: name, line1: "Torstraße 7, \(run)", city: "Berlin", postcode: "10119", country: "DE",
            latitudeE6: 52_530_000, longitudeE6: 13_400_000)
    }

    private static func london(_ name: String, _ run: String) -> Address {
        Address(
            name: name, line1: "3 Brick Lane, \(run)", city: "London", postcode: "E1 6PU", country: "GB",
            latitudeE6: 51_520_000, longitudeE6: -70_000)
    }
}
