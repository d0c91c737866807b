import Contracts
import Foundation
import Messaging
import TestSupport
import WireJSON

/// Orders of every kind, in turn. What becomes of an order depends on its kind alone, so that an undisturbed run says what
/// a disturbed one must come to.
struct ChaosLoad {
    static let kinds = 10
    /// Orders of this kind are cancelled at a random moment: either side may win.
    static let cancelled = 9

    let shop = DemoShop()

    static func kind(of number: Int) -> Int { number % kinds }

    func order(_ number: Int) -> Order {
        let kind = Self.kind(of: number)
        let lines = [
            (sku: "SKU-\(kind + 1)", quantity: 1 + kind % 3), (sku: "SKU-\((kind + 4) % 10 + 1)", quantity: 1),
        ]
        return switch kind {
        case 0: shop.order(number, lines: lines)
        case 1: shop.order(number, method: .marketplace, state: .paid, token: nil, lines: lines)
        case 2: shop.order(number, method: .cashOnDelivery, token: nil, lines: lines)
        case 3: shop.order(number, state: .authorised, lines: lines)
        case 4: shop.order(number, token: "tok_declined", lines: lines)
        case 5: shop.order(number, token: "tok_timeout_once", lines: lines)
        case 6: shop.order(number, lines: lines, kind: .express)
        case 7: shop.order(number, lines: [(sku: "SKU-1", quantity: 2_000_000)])
        case 8: shop.order(number, lines: lines + [(sku: "SKU-10", quantity: 3)])
        default: shop.order(number, lines: lines)
        }
    }

    /// What a storefront would do until the broker has confirmed: try again, with another message of the same order.
    func submit(_ numbers: Range<Int>, to system: WaybillSystem) async throws {
        try await persist("orders \(numbers) are taken") {
            try await self.shop.submit(numbers.map(self.order), to: system)
        }
    }

    func cancel(_ number: Int, in system: WaybillSystem) async throws {
        let order = order(number)
        try await persist("order \(number) is cancelled") {
            let id = try await system.orderID(of: order)
            let envelope = Envelope(
                id: .v5("cancel", in: id), source: "/test", type: CancelOrder.type, time: .wallClock, orderID: id,
                data: CancelOrder(reason: "chaos", actor: "test").jsonBytes)
            try await system.publish(
                [envelope], exchange: Topology.commands,
                routingKey: Topology.routingKey(ofCommand: CancelOrder.type, orderID: id))
        }
    }
}

/// Tries again while servers are away.
func persist<Result>(
    _ what: String, within limit: Duration = .seconds(120), _ body: () async throws -> Result
) async throws -> Result {
    let deadline = ContinuousClock.now + limit
    while true {
        do {
            return try await body()
        } catch {
            guard ContinuousClock.now < deadline else { throw error }
            try await Task.sleep(for: .milliseconds(200))
        }
    }
}
