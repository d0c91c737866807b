import Contracts
import FoundationEssentials
import OrderIntake
import Testing
import WireJSON

@Suite("A submission of our own contract")
struct SubmissionValidatorTests {
    @Test("is taken as it is when nothing is wrong with it")
    func plain() throws {
        let order = Orders.plain()
        guard case .order(let read) = try Orders.verdict(on: Orders.submission(of: order)) else {
            Issue.record("refused: \(try Orders.findings(in: order))")
            return
        }
        #expect(read == order)
    }

    @Test("is refused when nobody would collect its cash")
    func cashWithoutDelivery() throws {
        var order = Orders.plain()
        order.payment = PaymentInstruction(method: .cashOnDelivery, state: .unpaid)
        order.lines.append(OrderLine(id: "2", sku: "GIFT", quantity: 1, unitPrice: 0, requiresShipping: false))
        #expect(try Orders.findings(in: order).isEmpty)
        order.lines[0].requiresShipping = false
        #expect(try Orders.findings(in: order) == ["cash_without_delivery $.order.payment.method"])
    }

    @Test("is refused with everything that is wrong at once, each with its path and code")
    func everything() throws {
        let body = """
            {"order": {"channel": "web", "shop": "other", "externalId": "", "number": 7, "kind": "teleport",
             "placedAt": "2026-03-01", "updatedAt": "2030-01-01T00:00:00Z", "currency": "eur", "taxesIncluded": "yes",
             "customer": {"email": "nobody", "language": "not a language"},
             "shippingAddress": {"line1": "Street 1", "country": "Turkey", "latitudeE6": 91000000},
             "lines": [{"id": "1", "sku": "A", "quantity": 1.5, "unitPrice": 10},
                       {"id": "1", "sku": "A", "quantity": 0, "unitPrice": -1},
                       {"sku": "", "quantity": 1, "unitPrice": "10"}, 4],
             "shipping": 1.5, "payment": {"method": "bitcoin", "state": "maybe", "currency": "E"}, "tags": [1]}}
            """
        let findings = try Orders.findings(in: Array(body.utf8))
        #expect(
            Set(findings) == [
                "shop_mismatch $.order.shop", "missing $.order.externalId", "wrong_type $.order.number",
                "unknown_order_kind $.order.kind", "invalid_value $.order.placedAt", "in_future $.order.updatedAt",
                "invalid_currency $.order.currency", "wrong_type $.order.taxesIncluded",
                "invalid_email $.order.customer.email", "invalid_value $.order.customer.language",
                "missing $.order.shippingAddress.city", "invalid_country $.order.shippingAddress.country",
                "out_of_range $.order.shippingAddress.latitudeE6", "fractional_quantity $.order.lines[0].quantity",
                "out_of_range $.order.lines[1].quantity", "out_of_range $.order.lines[1].unitPrice",
                "missing $.order.lines[2].id", "missing $.order.lines[2].sku",
                "wrong_type $.order.lines[2].unitPrice", "wrong_type $.order.lines[3]", "wrong_type $.order.shipping",
                "missing $.order.total", "unknown_payment_method $.order.payment.method",
                "unknown_payment_state $.order.payment.state", "invalid_currency $.order.payment.currency",
                "wrong_type $.order.tags[0]",
            ])
        #expect(findings.count == Set(findings).count)
    }

    @Test("has paths from the payload on, wherever it stood in a message")
    func pathsInEnvelope() throws {
        let bytes = Array(#"{"id": "x", "data": {"order": {"channel": "web", "shop": "main"}}}"#.utf8)
        let data = try #require(try JSONDocument(parsing: bytes).root["data"])
        guard case .refused(let reasons, _) = SubmissionValidator.validate(data, from: Orders.web, now: Orders.now)
        else {
            Issue.record("an order without anything was taken")
            return
        }
        #expect(reasons.contains { $0.path == "$.order.lines" })
        #expect(reasons.allSatisfy { $0.path?.hasPrefix("$.order") == true })
    }

    @Test("names an unknown payment method")
    func method() throws {
        var order = Orders.plain()
        order.payment.method = PaymentMethod(rawValue: "bitcoin")
        guard case .refused(let reasons, _) = try Orders.verdict(on: Orders.submission(of: order)) else {
            Issue.record("taken")
            return
        }
        #expect(reasons.first?.message.contains("\"bitcoin\"") == true)
    }

    @Test("whose total does not add up is refused", arguments: [-1, 1, 990] as [Int64])
    func total(difference: Int64) throws {
        var order = Orders.plain()
        order.total += difference
        #expect(try Orders.findings(in: order) == ["total_mismatch $.order.total"])
    }

    @Test("counts its tax once: inside the prices, or on top of them")
    func tax() throws {
        var order = Orders.plain()
        order.lines[0].tax = 665
        order.tax = 700
        #expect(try Orders.findings(in: order) == [])
        order.taxesIncluded = false
        #expect(try Orders.findings(in: order) == ["total_mismatch $.order.total"])
        order.total += 700
        #expect(try Orders.findings(in: order) == [])
        order.tax = 600
        order.total -= 100
        #expect(try Orders.findings(in: order) == ["tax_mismatch $.order.tax"])
    }

    @Test("needs an address only for what is shipped")
    func address() throws {
        var order = Orders.plain()
        order.shippingAddress = nil
        #expect(try Orders.findings(in: order) == ["missing $.order.shippingAddress"])
        order.lines[0].requiresShipping = false
        #expect(try Orders.findings(in: order) == [])
    }

    @Test("has at least one line and at most 5,000")
    func lineCount() throws {
        var order = Orders.plain()
        let line = order.lines[0]
        order.lines = []
        #expect(try Orders.findings(in: order).contains("no_lines $.order.lines"))
        order.lines = (0..<5000).map { OrderLine(id: "\($0)", sku: "A", quantity: 1, unitPrice: 1) }
        order.total = 5000 + order.shipping
        #expect(try Orders.findings(in: order) == [])
        order.lines.append(line)
        #expect(try Orders.findings(in: order).contains("too_many_lines $.order.lines"))
    }

    @Test("has at most one mebibyte")
    func size() throws {
        let padding = String(repeating: " ", count: 1 << 20)
        #expect(try Orders.findings(in: Array(#"{"order": {\#(padding)}}"#.utf8)) == ["too_large $"])
    }

    @Test("does not overflow on the largest figures")
    func largest() throws {
        var order = Orders.plain()
        let line = OrderLine(id: "0", sku: "A", quantity: 1_000_000, unitPrice: OrderArithmetic.largestAmount)
        order.lines = (0..<5000).map { index in
            var copy = line
            copy.id = "\(index)"
            return copy
        }
        #expect(try Orders.findings(in: order) == ["total_mismatch $.order.total"])
    }

    @Test("lists a bounded number of findings and says how many more there are")
    func bounded() throws {
        let lines = Array(repeating: "{}", count: 5000).joined(separator: ",")
        guard case .refused(let reasons, _) = try Orders.verdict(on: Array(#"{"order":{"lines":[\#(lines)]}}"#.utf8))
        else {
            Issue.record("taken")
            return
        }
        #expect(reasons.count == Findings.limit + 1)
        #expect(reasons.last?.code == "too_many_reasons")
        #expect(reasons.jsonBytes.count < 1 << 20)
    }

    @Test("that is no object, or has no order, is answered too", arguments: ["[]", "4", "{}", #"{"order": null}"#])
    func noOrder(body: String) throws {
        #expect(try Orders.findings(in: Array(body.utf8)).count == 1)
    }

    @Test("without figures that may be left out takes their defaults")
    func defaults() throws {
        let body = """
            {"order": {"channel": "web", "shop": "main", "externalId": "5", "number": "5",
             "placedAt": "2026-03-01T00:00:00Z", "currency": "EUR", "customer": {}, "total": 30, "surprise": {"a": 1},
             "lines": [{"id": "1", "sku": "A", "quantity": 3, "unitPrice": 10, "tax": 2, "requiresShipping": false}],
             "payment": {"method": "marketplace", "state": "paid"}, "note": null}}
            """
        guard case .order(let order) = try Orders.verdict(on: Array(body.utf8)) else {
            Issue.record("refused: \(try Orders.findings(in: Array(body.utf8)))")
            return
        }
        #expect(order.kind == .standard && order.taxesIncluded && order.shipping == 0 && order.tax == 2)
        #expect(order.id == .zero)
    }
}
