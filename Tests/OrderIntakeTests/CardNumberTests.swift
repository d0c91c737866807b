import Contracts
import OrderIntake
import Testing
import WireJSON

/// The numbers are the issuers' published test numbers; none belongs to anybody.
@Suite("A card number")
struct CardNumberTests {
    @Test(
        "is found in text",
        arguments: [
            "4111111111111111", "4111 1111 1111 1111", "4111-1111-1111-1111", "4111.1111.1111.1111",
            "my card is 5555555555554444.", "378282246310005", "3782 822463 10005", "6011111111111117",
            "3530111333300000", "30569309025904", "2223003122003222", "6200000000000005", "9792030394440796",
            "4222222222222", "VISA4111111111111111", "4111 1111 1111 1111 12/27 123",
        ])
    func found(text: String) {
        #expect(CardNumber.isPresent(in: text))
        #expect(!CardNumber.redacted(text).contains("1111"))
    }

    @Test(
        "is not seen in what is none",
        arguments: [
            "", "4111111111111112", "41111111111111111111", "72602420957047272632", "820982911946154508",
            "+4915112345678", "0532 123 45 67", "2026-03-01 12:30", "4006381333931", "tok_visa", "1234567890123",
            "pi_3KMuym2EdyGr1FMV0TtJrfac",
        ])
    func notFound(text: String) {
        #expect(!CardNumber.isPresent(in: text))
        #expect(CardNumber.redacted(text) == text)
    }

    @Test("is taken out, and the text around it stays")
    func redacted() {
        #expect(
            CardNumber.redacted("ödeme 4111 1111 1111 1111, teşekkürler") == "ödeme [card number removed], teşekkürler")
    }

    @Test(
        "is refused in every field that people write, and the answer does not repeat it",
        arguments: [
            "note", "name", "company", "line1", "line2", "city", "region", "customer", "email", "token", "reference",
            "payerName", "title", "tag", "method",
        ])
    func refused(field: String) throws {
        let number = "4111 1111 1111 1111"
        var order = Orders.plain()
        switch field {
        case "note": order.note = "pay with \(number)"
        case "name": order.shippingAddress?.name = number
        case "company": order.shippingAddress?.company = number
        case "line1": order.shippingAddress?.line1 = number
        case "line2": order.shippingAddress?.line2 = number
        case "city": order.shippingAddress?.city = number
        case "region": order.shippingAddress?.region = number
        case "customer": order.customer.name = number
        case "email": order.customer.email = "4111111111111111@example.com"
        case "token": order.payment.token = "4111111111111111"
        case "reference": order.payment.reference = number
        case "payerName": order.payment.payerName = number
        case "title": order.lines[0].title = number
        case "tag": order.tags = [number]
        default: order.payment.method = PaymentMethod(rawValue: "4111111111111111")
        }
        guard case .refused(let reasons, _) = try Orders.verdict(on: Orders.submission(of: order)) else {
            Issue.record("taken")
            return
        }
        #expect(reasons.contains { $0.code == "card_number" || field == "method" })
        #expect(!String(decoding: reasons.jsonBytes, as: UTF8.self).contains("1111"))
    }

    @Test("may look like an id, a SKU or a long telephone number's digits")
    func exempt() throws {
        var order = Orders.plain(externalID: "4111111111111111")
        order.lines[0].id = "4111111111111111"
        order.lines[0].sku = "4111111111111111"
        order.customer.externalID = "4111111111111111"
        order.customer.phone = "4222222222222"
        #expect(try Orders.findings(in: order) == [])
        order.customer.phone = "4111111111111111"
        #expect(try Orders.findings(in: order) == ["card_number $.order.customer.phone"])
    }
}
