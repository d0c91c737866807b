import Contracts
import Foundation
import Postgres
import TestSupport
import Testing

/// Every path of `Tests/PATHS.md` through the running executables: orders come in by queue or webhook, and what a person
/// does is done by the operator's command.
@Suite(
    "Every way back, through the running services", .serialized,
    .sharedSystem([
        "USER": "deniz", "WAYBILL_CARRIER_CIRCUIT_FAILURES": "2", "WAYBILL_CARRIER_CIRCUIT_PAUSE": "1s",
        "WAYBILL_CARRIER_TIMEOUT": "2s", "WAYBILL_WEBHOOKS_LOOPBACK": "true",
        "WAYBILL_WEBHOOKS_RETRY_DELAYS": "500ms,1s,2s,3s", "WAYBILL_WEBHOOKS_PATIENCE": "10s",
    ]))
enum WaysBackTests {}

extension WaysBackTests {
    /// An order of some articles at 10.00 each and 5.00 for shipping, of a customer of its own.
    static func order(
        _ name: String, _ lines: [(sku: String, quantity: Int)], token: String = "tok_ok", postcode: String? = nil,
        kind: OrderKind = .standard
    ) -> Order {
        var order = DemoShop().order(0, token: token, lines: lines, kind: kind)
        order.externalID = name
        order.number = "#\(name)"
        order.customer.email = "\(name)@example.com"
        order.shippingAddress?.line1 = "\(name) Street"
        if let postcode { order.shippingAddress?.postcode = postcode }
        return order
    }

    /// The same, submitted.
    static func submit(_ orders: Order..., to system: WaybillSystem) async throws {
        try await DemoShop().submit(orders, to: system)
    }
}

extension WaybillSystem {
    /// Lets the time of every timer of an order be over.
    func fireTimers(of order: Order, in service: ServiceName) async throws {
        let id = try await orderID(of: order)
        let set = try await database.withConnection(schema: service.schema) {
            try await $0.query(Self.hurry, id).count
        }
        guard set > 0 else { throw ServiceExecutable.Failed(description: "no timer of order \(order.externalID)") }
    }

    private static let hurry = Statement(
        "test_hurry", "UPDATE timer SET due_at = now() WHERE order_id = $1::uuid RETURNING key")
}
