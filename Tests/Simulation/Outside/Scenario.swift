import Contracts

/// A run, in full: the seed says everything that is not said here.
package struct Scenario: Sendable {
    package var seed: UInt64
    package var orders: Int
    /// The only orders that are placed, when others were found not to matter.
    package var kept: Set<Int>?
    /// The only faults that strike.
    package var faults: Set<Fault>?
    package var mutation: Mutation?

    package init(seed: UInt64, orders: Int = 20, mutation: Mutation? = nil) {
        self.seed = seed
        self.orders = orders
        self.mutation = mutation
    }

    package var indices: [Int] { (0..<orders).filter { kept?.contains($0) ?? true } }
}

/// One order that a customer places, and what they do about it afterwards.
struct OrderPlan {
    let index: Int
    let order: Order
    /// On the world's clock, after the opening of the shop.
    let placedAfter: Int64
    /// How often the shop sends it.
    let submissions: Int
    /// After it was placed; nil for never.
    let cancelledAfter: Int64?

    var isDeclined: Bool { order.payment.token == "tok_declined" }
    var cannotBeCaptured: Bool { order.payment.token == "tok_capture_fails" }
    var isUndeliverable: Bool { order.shippingAddress?.postcode == "REFUSED" }
    var wantsScarce: Bool { order.lines.contains { $0.sku == Assortment.scarce } }
}

/// What the shop sells.
enum Assortment {
    static let scarce = "SKU-6"
    static let skus = (1...6).map { "SKU-\($0)" }
    static let sites = ["IST", "BER"]
    static let ample = 400

    static func stock(of sku: String, _ chance: Chance) -> Int {
        sku == scarce ? Int(chance.int(1...4, .order, sku.identity)) : ample
    }
}

extension OrderPlan {
    init(_ index: Int, _ chance: Chance) {
        let identity = UInt64(index) &* 7919
        func draw(_ turn: Int) -> Double { chance.unit(.order, identity, turn) }
        self.index = index
        // A rush in one run, a quiet hour in another.
        var window: Int64 = 2_000_000
        for _ in 0..<chance.int(0...3, .order, 1) { window *= 10 }
        placedAfter = chance.int(0...window, .order, identity, 1)
        submissions = draw(2) < 0.1 ? 2 : 1
        // From a blink to half a day: each power of ten is as likely as the next.
        let wait = chance.unit(.cancel, identity, 1) * 7
        var factor: Int64 = 1
        for _ in 0..<Int(wait) { factor *= 10 }
        let exact = Int64(Double(factor) * (1 + 9 * (wait - Double(Int(wait))))) * 4000
        cancelledAfter = draw(3) < 0.3 ? exact : nil

        let count = Int(chance.int(1...3, .order, identity, 4))
        let first = Int(chance.bits(.order, identity, 5) % 5)
        var lines = (0..<count).map { position in
            OrderLine(
                id: "\(position + 1)", sku: Assortment.skus[(first + position) % 5],
                quantity: Int(chance.int(1...3, .order, identity, 10 + position)), unitPrice: 995 + Int64(position) * 50
            )
        }
        if draw(6) < 0.2 {
            lines[0] = OrderLine(id: "1", sku: Assortment.scarce, quantity: 1, unitPrice: 4999)
        }
        let total = lines.reduce(Int64(490)) { $0 + $1.unitPrice * Int64($1.quantity) }
        let euro = Currency(rawValue: "EUR")
        let payment: PaymentInstruction =
            switch draw(7) {
            case ..<0.12:
                PaymentInstruction(
                    method: .marketplace, state: .paid, amount: total, currency: euro, reference: "m\(index)")
            case ..<0.22: PaymentInstruction(method: .cashOnDelivery, state: .unpaid)
            case ..<0.30: PaymentInstruction(method: .card, state: .unpaid, token: "tok_declined")
            case ..<0.40: PaymentInstruction(method: .card, state: .unpaid, token: "tok_timeout_once")
            case ..<0.43: PaymentInstruction(method: .card, state: .unpaid, token: "tok_capture_fails")
            default: PaymentInstruction(method: .card, state: .unpaid, token: "tok_ok")
            }
        let postcode = draw(8) < 0.03 ? "REFUSED" : draw(9) < 0.08 ? "TIMEOUT" : "10117"
        let moment = Timestamp(microseconds: World.start)
        order = Order(
            id: .zero, channel: "web", shop: "main", externalID: "\(index)", number: "#\(index)",
            kind: draw(11) < 0.15 ? .express : .standard, placedAt: moment, updatedAt: moment, currency: euro,
            customer: Customer(
                name: "Ada Lovelace", email: "ada\(index)@example.com", language: index % 2 == 0 ? "en" : "tr"),
            shippingAddress: Address(
                name: "Ada Lovelace", line1: "Example Street \(index)", city: "Berlin", postcode: postcode,
                country: "DE"),
            lines: lines, shipping: 490, total: total, payment: payment)
    }
}
