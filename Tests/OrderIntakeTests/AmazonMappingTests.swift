import Contracts
import OrderIntake
import Testing

@Suite("An order of Amazon's")
struct AmazonMappingTests {
    private func order(_ changes: [String: String] = [:], item: [String: String] = [:]) throws -> Order {
        try ChannelFixtures.order("amazon", ChannelFixtures.amazon(changes, item: item))
    }

    private func old(_ changes: [String: String] = [:], item: [String: String] = [:]) throws -> Order {
        try ChannelFixtures.order("amazon", ChannelFixtures.oldAmazon(changes, item: item))
    }

    @Test("becomes a canonical order from the interface of 2026")
    func plain() throws {
        let order = try order()
        #expect(order.externalID == "114-0000000-0000001" && order.total == 4817 && order.shipping == 499)
        #expect(!order.taxesIncluded && order.tax == 320 && order.mismatches.isEmpty && order.tags == ["prime"])
        #expect(
            order.lines == [
                OrderLine(id: "11498765431234", sku: "TEA-1", title: "Tea", quantity: 2, unitPrice: 1999, tax: 320)
            ])
        #expect(order.shippingAddress?.line2 == "Floor 2" && order.shippingAddress?.region == "WA")
        #expect(order.customer == Customer(name: "Ada", email: "x@marketplace.amazon.example"))
        #expect(order.placedAt.rfc3339 == "2026-02-11T09:00:00Z" && order.updatedAt?.rfc3339 == "2026-02-11T09:30:00Z")
    }

    @Test("becomes one from v0 with its items put in; whether prices contain tax is what adds up")
    func plainOld() throws {
        let order = try old()
        #expect(order.externalID == "902-0000000-0000001" && order.total == 3100 && order.taxesIncluded)
        #expect(order.fees == 200 && order.shipping == 0 && order.tax == 479 && order.mismatches.isEmpty)
        #expect(order.lines.map(\.unitPrice) == [1000] && order.lines.map(\.discount) == [100])
        #expect(order.tags == ["replacement"] && order.shippingAddress?.city == "Berlin")
        let american = try old(["OrderTotal": #"{"CurrencyCode": "EUR", "Amount": "35.79"}"#])
        #expect(!american.taxesIncluded && american.mismatches.isEmpty)
    }

    @Test(
        "that Amazon sends itself is recorded for that, whatever its status",
        arguments: ["UNSHIPPED", "PENDING", "SHIPPED", "UNFULFILLABLE"])
    func sentByAmazon(status: String) throws {
        let body = ChannelFixtures.amazon(["fulfillment": ChannelFixtures.fulfilment(status, by: "AMAZON")])
        #expect(try ChannelFixtures.outcome("amazon", body) == "recorded fulfilled_by_channel")
        let old = ChannelFixtures.oldAmazon(["FulfillmentChannel": "\"AFN\""])
        #expect(try ChannelFixtures.outcome("amazon", old) == "recorded fulfilled_by_channel")
    }

    @Test(
        "goes on, waits or is recorded by its status",
        arguments: [
            ("UNSHIPPED", "proceed paid"), ("PENDING", "recorded awaiting_channel"),
            ("PENDING_AVAILABILITY", "recorded awaiting_channel"),
            ("PARTIALLY_SHIPPED", "recorded partially_fulfilled"), ("SHIPPED", "recorded fulfilled"),
            ("CANCELLED", "recorded cancelled"), ("Canceled", "recorded cancelled"),
            ("PartiallyShipped", "recorded partially_fulfilled"), ("Unshipped", "proceed paid"),
            ("UNFULFILLABLE", "unfit unknown_order_status $.order.OrderStatus"),
        ])
    func status(status: String, expected: String) throws {
        let body = ChannelFixtures.amazon(["fulfillment": ChannelFixtures.fulfilment(status)])
        #expect(try ChannelFixtures.outcome("amazon", body) == expected)
    }

    @Test("that is pending has neither price nor address nor lines yet, and only the currency of its marketplace")
    func pending() throws {
        let order = try old([
            "OrderStatus": "\"Pending\"", "OrderTotal": "", "ShippingAddress": "", "OrderItems": "",
        ])
        #expect(order.total == 0 && order.currency.rawValue == "EUR" && order.mismatches.isEmpty)
        #expect(order.payment == PaymentInstruction(method: .marketplace, state: .unpaid))
    }

    @Test("to be sent, of which only the head is there, is refused: v0 tells the lines apart")
    func linesApart() throws {
        let body = ChannelFixtures.oldAmazon(["OrderItems": ""])
        #expect(try ChannelFixtures.outcome("amazon", body) == "unfit lines_apart $.payload.OrderItems")
    }

    @Test("tells when the buyer wants to cancel, in either way of saying so")
    func cancelRequest() throws {
        let text = #"{"IsBuyerRequestedCancel": "true", "BuyerCancelReason": "cheaper"}"#
        #expect(try old(item: ["BuyerRequestedCancel": text]).mismatches.map(\.code) == ["cancel_requested"])
        let not = #"{"IsBuyerRequestedCancel": "false"}"#
        #expect(try old(item: ["BuyerRequestedCancel": not]).mismatches.isEmpty)
        let request = #"{"cancellationRequest": {"requester": "BUYER", "cancelReason": "x"}}"#
        #expect(try order(item: ["cancellation": request]).mismatches.map(\.code) == ["cancel_requested"])
    }

    @Test("has lines of which nothing is ordered any more left out, and amounts in another currency too")
    func oddities() throws {
        let body = ChannelFixtures.oldAmazon(["OrderStatus": "\"Canceled\""], item: ["QuantityOrdered": "0"])
        #expect(try ChannelFixtures.order("amazon", body).lines.isEmpty)
        let wrap = #"{"GiftWrapPrice": {"CurrencyCode": "GBP", "Amount": "41.99"}}"#
        let order = try old(["OrderTotal": #"{"CurrencyCode": "EUR", "Amount": "29.00"}"#], item: ["BuyerInfo": wrap])
        #expect(order.fees == 0 && order.mismatches.map(\.code) == ["currency_mismatch"])
    }
}
