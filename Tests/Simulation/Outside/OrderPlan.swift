import Contracts

/// One order that a customer places, and what they do about it afterwards.
struct OrderPlan {
    let index: Int
    let order: Order
    /// On the world's clock, after the opening of the shop.
    let placedAfter: Int64
    /// How often the shop sends it.
    let submissions: Int
    let cancel: WishPlan?
    let change: WishPlan?
    let returns: [ReturnPlan]
    /// Whether the customer comes to the counter.
    let isPickedUp: Bool
    /// Whether an address that the carrier refuses is corrected.
    let isCorrected: Bool

    var isDeclined: Bool { order.payment.token == "tok_declined" }
    var cannotBeCaptured: Bool { order.payment.token == "tok_capture_fails" }
    var postcode: String { order.shippingAddress?.postcode ?? "" }
    var isUndeliverable: Bool { postcode == Postcode.refused }
    /// What is not shipped goes with what nobody took at the door.
    var isLeftUnpaidAtTheDoor: Bool {
        order.payment.method == .cashOnDelivery && postcode == Postcode.nobody
            && order.lines.contains { !$0.requiresShipping }
    }
    /// It may lose units that nobody wanted to be cancelled.
    var wantsLimited: Bool { order.lines.contains { Assortment.limited.contains($0.sku) } }
}

/// What becomes of a parcel is read from where it goes.
enum Postcode {
    static let good = "10117"
    static let refused = "REFUSED"
    static let timeout = "TIMEOUT"
    static let lost = "LOST"
    static let nobody = "NOBODY"
    static let delayed = "DELAYED"
}

/// A wish to cancel or to change an order.
struct WishPlan {
    /// After the order was placed.
    let after: Int64
    /// By the shop's queue, else by an operator who knows the order's own id.
    let isByShop: Bool
    /// Asked what it would come to before.
    let isPreviewed: Bool
    /// To cancel: empty for the whole order. To change: new quantities.
    let lines: [LineQuantity]
    let address: Address?
}

/// Goods that are to be sent back.
struct ReturnPlan {
    let number: Int
    /// After the delivery.
    let after: Int64
    let lines: [ReturnLine]
    let settlement: ReturnSettlementKind
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
        isPickedUp = draw(12) < 0.7
        isCorrected = draw(13) < 0.6

        let kind = Self.kind(draw(11))
        let lines = Self.lines(of: kind, identity, chance)
        let sum = lines.reduce(Int64(0)) { $0 + $1.unitPrice * Int64($1.quantity) - $1.discount }
        // What does not divide among the units shows whether all parts add up.
        let discount: Int64 = draw(14) < 0.3 ? 7 : 0
        let total = sum + 490 - discount
        let payment = Self.payment(of: kind, draw(7), total, index)
        let moment = Timestamp(microseconds: World.start)
        order = Order(
            id: .zero, channel: "web", shop: "main", externalID: "\(index)", number: "#\(index)", kind: kind,
            placedAt: moment, updatedAt: moment, currency: Currency(rawValue: "EUR"),
            customer: Customer(
                name: "Ada Lovelace", email: "ada\(index)@example.com", language: index % 2 == 0 ? "en" : "tr"),
            shippingAddress: kind.isDelivered
                ? Self.address(index, Self.postcode(draw(8), payment.method)) : nil,
            lines: lines, shipping: 490, discount: discount, total: total, payment: payment)
        cancel = Self.cancel(of: lines, identity, chance)
        change = Self.change(of: lines, kind, index, identity, chance)
        returns = Self.returns(of: lines, identity, chance)
    }

    private static func kind(_ draw: Double) -> OrderKind {
        switch draw {
        case ..<0.46: .standard
        case ..<0.58: .express
        case ..<0.66: .pickup
        case ..<0.72: .digital
        case ..<0.79: .backorder
        case ..<0.85: .preorder
        case ..<0.92: .b2b
        default: .dropship
        }
    }

    private static func lines(of kind: OrderKind, _ identity: UInt64, _ chance: Chance) -> [OrderLine] {
        func draw(_ turn: Int) -> Double { chance.unit(.order, identity, turn) }
        func download(_ id: String) -> OrderLine {
            OrderLine(id: id, sku: Assortment.download, quantity: 1, unitPrice: 1299, requiresShipping: false)
        }
        if kind == .digital { return [download("1")] }
        let count = Int(chance.int(1...3, .order, identity, 4))
        let first = Int(chance.bits(.order, identity, 5) % 5)
        var lines = (0..<count).map { position in
            OrderLine(
                id: "\(position + 1)", sku: Assortment.ample[(first + position) % 5],
                quantity: Int(chance.int(1...3, .order, identity, 10 + position)),
                unitPrice: 995 + Int64(position) * 50, discount: draw(20 + position) < 0.2 ? 100 : 0)
        }
        let amount = Int(chance.int(1...3, .order, identity, 16))
        switch draw(6) {
        case ..<0.16: lines[0] = OrderLine(id: "1", sku: Assortment.scarce, quantity: 1, unitPrice: 4999)
        case ..<0.26: lines[0] = OrderLine(id: "1", sku: Assortment.awaited, quantity: amount, unitPrice: 2999)
        case ..<0.36: lines[0] = OrderLine(id: "1", sku: Assortment.divided, quantity: amount, unitPrice: 1999)
        case ..<0.46: lines[0] = OrderLine(id: "1", sku: Assortment.kit, quantity: amount, unitPrice: 2499)
        case ..<0.51: lines.append(download("d"))
        default: break
        }
        return lines
    }

    private static func payment(of kind: OrderKind, _ draw: Double, _ total: Int64, _ index: Int) -> PaymentInstruction
    {
        if kind == .b2b { return PaymentInstruction(method: .invoice, state: .unpaid) }
        let isAtTheDoor: Set<OrderKind> = [.standard, .express, .backorder, .preorder, .dropship]
        return switch draw {
        case ..<0.12:
            PaymentInstruction(
                method: .marketplace, state: .paid, amount: total, currency: Currency(rawValue: "EUR"),
                reference: "m\(index)")
        case ..<0.22 where isAtTheDoor.contains(kind): PaymentInstruction(method: .cashOnDelivery, state: .unpaid)
        case ..<0.28: PaymentInstruction(method: .card, state: .unpaid, token: "tok_declined")
        case ..<0.38: PaymentInstruction(method: .card, state: .unpaid, token: "tok_timeout_once")
        case ..<0.41: PaymentInstruction(method: .card, state: .unpaid, token: "tok_capture_fails")
        default: PaymentInstruction(method: .card, state: .unpaid, token: "tok_ok")
        }
    }

    private static func postcode(_ draw: Double, _ method: PaymentMethod) -> String {
        switch draw {
        case ..<0.04: Postcode.refused
        case ..<0.11: Postcode.timeout
        case ..<0.14: method == .cashOnDelivery ? Postcode.good : Postcode.lost
        case ..<0.21: Postcode.nobody
        case ..<0.26: Postcode.delayed
        default: Postcode.good
        }
    }

    static func address(_ index: Int, _ postcode: String) -> Address {
        Address(
            name: "Ada Lovelace", line1: "Example Street \(index)", city: "Berlin", postcode: postcode, country: "DE")
    }
}
