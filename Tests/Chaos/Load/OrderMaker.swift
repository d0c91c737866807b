import Contracts
import FoundationEssentials
import TestSupport

/// Makes the order of a number: its content is its recipe's, by the seed; its customer and address are its own.
struct OrderMaker {
    let seed: UInt64

    func order(_ number: Int) -> Order {
        let recipe = Recipe.of(number)
        var random = SeededGenerator(seed: seed &+ UInt64(number % Recipe.menu.count) &* 0x9E37_79B9)
        let lines = lines(recipe, &random)
        let charges: Int64 = recipe.kind.isDelivered ? Int64.random(in: 0...1500, using: &random) : 0
        let total = lines.reduce(charges) { $0 + $1.unitPrice * Int64($1.quantity) }
        let euro = Currency(rawValue: "EUR")
        let moment = Timestamp(seconds: 1_770_000_000)
        let (channel, shop) = Self.shop(of: recipe)
        return Order(
            id: .zero, channel: channel, shop: shop, externalID: "\(number)", number: "#\(number)", kind: recipe.kind,
            placedAt: moment, updatedAt: moment, currency: euro,
            customer: Customer(
                externalID: "c-\(number)", name: "Ada Lovelace", email: "ada\(number)@example.com",
                language: number.isMultiple(of: 2) ? "en" : "tr"),
            shippingAddress: recipe.kind.isDelivered ? address(number, recipe) : nil,
            billingAddress: address(number, recipe), lines: lines, shipping: charges, total: total,
            payment: PaymentInstruction(method: recipe.method, state: recipe.state, token: recipe.token))
    }

    func address(_ number: Int, _ recipe: Recipe, street: String = "Example Street") -> Address {
        Address(
            name: "Ada Lovelace", line1: "\(street) \(number)", city: "Berlin", postcode: recipe.postcode,
            country: "DE", latitudeE6: 52_500_000, longitudeE6: 13_400_000)
    }

    static func shop(of recipe: Recipe) -> (channel: String, shop: String) {
        switch recipe.way {
        case .web: ("web", "main")
        case .store: ("store", "second")
        case .shopify: ("shopify", "main")
        case .wooCommerce: ("woocommerce", "main")
        }
    }

    private func lines(_ recipe: Recipe, _ random: inout SeededGenerator) -> [OrderLine] {
        if recipe.isScarce {
            return [OrderLine(id: "1", sku: Assortment.scarce, title: nil, quantity: 1, unitPrice: 4999)]
        }
        let count = recipe.wish == .cancelLine ? 2 : Int.random(in: 1...3, using: &random)
        let first = Int.random(in: 0..<10, using: &random)
        return (0..<count).map { index in
            OrderLine(
                id: "\(index + 1)", sku: "SKU-\((first + index * 3) % 10 + 1)", title: nil,
                quantity: Int.random(in: 1...3, using: &random),
                unitPrice: Int64.random(in: 100...9999, using: &random),
                requiresShipping: recipe.kind != .digital)
        }
    }
}
