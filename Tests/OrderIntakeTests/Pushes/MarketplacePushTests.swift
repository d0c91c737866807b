import Contracts
import HTTPClient
import Messaging
import Testing
import WireJSON

@testable import OrderIntake

@Suite("Marketplaces: what they are told")
struct MarketplacePushTests {
    private static let orders = "GET /order/sellers/77/orders?orderNumber=500"
    private static let packages = "/order/sellers/77/shipment-packages"

    private func trendyol(_ packages: String...) -> HTTPAnswer {
        .scripted(#"{"content": [\#(packages.joined(separator: ","))]}"#)
    }

    private func package(
        _ id: Int, _ status: String, _ units: Int, number: String? = nil, past: String = "Created", link: String = ""
    ) -> String {
        """
        {"shipmentPackageId": \(id), "orderNumber": "500", "status": "\(status)", "invoiceLink": "\(link)",
         "packageHistories": [{"createdDate": 1, "status": "\(past)"}],
         \(number.map { "\"cargoTrackingNumber\": \"\($0)\"," } ?? "") "lines": [{"lineId": 11, "quantity": \(units)}]}
        """
    }

    @Test("Trendyol: each open package is said to be worked on; a repeat finds it so")
    func trendyolPicking() async throws {
        let push = ChannelPush.acknowledgement(ChannelPush.Acknowledgement(order: "500"))
        let market = ScriptedChannel([
            (Self.orders, trendyol(package(1, "UnPacked", 2), package(2, "Created", 2))),
            ("PUT \(Self.packages)/2", HTTPAnswer(status: 200)),
        ])
        #expect(try await market.push(push, to: "trendyol") == .done(reference: nil))
        #expect(try market.body("PUT")?["status"]?.string == "Picking")
        #expect(try market.body("PUT")?["lines"]?[0]?["lineId"]?.int == 11)
        let again = ScriptedChannel([(Self.orders, trendyol(package(2, "Picking", 2)))])
        #expect(try await again.push(push, to: "trendyol", isRepeat: true) == .found(reference: nil))
        let waiting = ScriptedChannel([(Self.orders, trendyol(package(2, "Awaiting", 2)))])
        await #expect { _ = try await waiting.push(push, to: "trendyol") } throws: {
            ($0 as? ChannelFailure)?.isFinal == false
        }
        // The customer was faster.
        let cancelled = ScriptedChannel([(Self.orders, trendyol(package(2, "Cancelled", 2)))])
        guard case .notNeeded = try await cancelled.push(push, to: "trendyol") else { throw NotThat() }
        let unknown = ScriptedChannel([(Self.orders, trendyol())])
        await #expect { _ = try await unknown.push(push, to: "trendyol") } throws: {
            ($0 as? ChannelFailure)?.isFinal == true
        }
    }

    @Test("Trendyol: when the word that we work on it comes in between, the parcel's number is told even so")
    func trendyolRace() async throws {
        let isPicking = HTTPAnswer.scripted(#"{"errors": [{"message": "the package is Picking"}]}"#, status: 400)
        let market = ScriptedChannel([
            (Self.orders, trendyol(package(2, "Created", 2))),
            ("PUT \(Self.packages)/2/update-tracking-number", HTTPAnswer(status: 200)),
            ("PUT \(Self.packages)/2", isPicking), (Self.orders, trendyol(package(2, "Picking", 2))),
        ])
        #expect(try await market.push(.parcel(), to: "trendyol") == .done(reference: "2"))
        #expect(market.lines.last == "PUT \(Self.packages)/2/update-tracking-number")
        let refused = ScriptedChannel([
            (Self.orders, trendyol(package(2, "Created", 2))), ("PUT \(Self.packages)/2", isPicking),
            (Self.orders, trendyol(package(2, "Created", 2))),
        ])
        await #expect { _ = try await refused.push(.parcel(), to: "trendyol") } throws: {
            ($0 as? ChannelFailure)?.isFinal == true
        }
    }

    @Test("Trendyol: a parcel's number goes to the package that holds it; a larger one is split first")
    func trendyolParcel() async throws {
        let market = ScriptedChannel([
            (Self.orders, trendyol(package(2, "Created", 2))), ("PUT \(Self.packages)/2", HTTPAnswer(status: 200)),
            ("PUT \(Self.packages)/2/update-tracking-number", HTTPAnswer(status: 200)),
        ])
        #expect(try await market.push(.parcel(), to: "trendyol") == .done(reference: "2"))
        #expect(market.lines.last == "PUT \(Self.packages)/2/update-tracking-number")
        let told = ScriptedChannel([(Self.orders, trendyol(package(2, "Shipped", 2, number: "T1")))])
        #expect(try await told.push(.parcel(), to: "trendyol", isRepeat: true) == .found(reference: nil))
        let larger = ScriptedChannel([
            (Self.orders, trendyol(package(2, "Picking", 5))),
            ("POST \(Self.packages)/2/split-packages", HTTPAnswer(status: 200)),
        ])
        await #expect { _ = try await larger.push(.parcel(), to: "trendyol") } throws: {
            ($0 as? ChannelFailure)?.isFinal == false
        }
        let details = try larger.body("POST")?["splitPackages"]?[0]?["packageDetails"]
        #expect(details?[0]?["quantities"]?.int == 2)
    }

    @Test("Trendyol: each package is invoiced with the number, once it is picked; a repeat finds it so")
    func trendyolInvoice() async throws {
        let push = ChannelPush.invoice(.init(order: "500", number: "WAY2026000000042"))
        let market = ScriptedChannel([
            (Self.orders, trendyol(package(2, "Created", 2), package(3, "Picking", 1))),
            ("PUT \(Self.packages)/2", HTTPAnswer(status: 200)), ("PUT \(Self.packages)/2", HTTPAnswer(status: 200)),
            ("PUT \(Self.packages)/3", HTTPAnswer(status: 200)),
        ])
        #expect(try await market.push(push, to: "trendyol") == .done(reference: nil))
        let told = try market.calls.dropFirst().map { try JSONDocument(parsing: Array($0.body.utf8)).root }
        #expect(told.map { $0["status"]?.string } == ["Picking", "Invoiced", "Invoiced"])
        #expect(told[0]["params"]?["invoiceNumber"] == nil)
        #expect(told[1]["params"]?["invoiceNumber"]?.string == "WAY2026000000042")
        #expect(told[2]["lines"]?[0]?["quantity"]?.int == 1)
        let again = ScriptedChannel([(Self.orders, trendyol(package(2, "Invoiced", 2), package(3, "Invoiced", 1)))])
        #expect(try await again.push(push, to: "trendyol", isRepeat: true) == .found(reference: nil))
        // The parcel said it at the same moment, or has taken it along.
        let race = ScriptedChannel([
            (Self.orders, trendyol(package(2, "Picking", 2))), ("PUT \(Self.packages)/2", .scripted("{}", status: 400)),
            (Self.orders, trendyol(package(2, "Shipped", 2, past: "Invoiced"))),
        ])
        #expect(try await race.push(push, to: "trendyol") == .done(reference: nil))
        let left = ScriptedChannel([(Self.orders, trendyol(package(2, "Shipped", 2, past: "Invoiced")))])
        #expect(try await left.push(push, to: "trendyol") == .found(reference: nil))
    }

    @Test("Trendyol: an invoice that comes too late, or takes the place of another, is Trendyol's to refuse")
    func trendyolInvoiceRefused() async throws {
        let late = ScriptedChannel([(Self.orders, trendyol(package(2, "Shipped", 2)))])
        await #expect { _ = try await late.push(.invoice(.init(order: "500", number: "A")), to: "trendyol") } throws: {
            ($0 as? ChannelFailure)?.isFinal == true
        }
        let correction = ChannelPush.invoice(.init(order: "500", number: "B", isCorrection: true))
        let taken = ScriptedChannel([
            (Self.orders, trendyol(package(2, "Invoiced", 2))), ("PUT \(Self.packages)/2", HTTPAnswer(status: 200)),
        ])
        #expect(try await taken.push(correction, to: "trendyol") == .done(reference: nil))
        #expect(try taken.body("PUT")?["params"]?["invoiceNumber"]?.string == "B")
        let refused = ScriptedChannel([
            (Self.orders, trendyol(package(2, "Invoiced", 2))),
            ("PUT \(Self.packages)/2", .scripted("{}", status: 400)),
            (Self.orders, trendyol(package(2, "Invoiced", 2))),
        ])
        await #expect { _ = try await refused.push(correction, to: "trendyol") } throws: {
            ($0 as? ChannelFailure)?.isFinal == true
        }
    }

    @Test("Trendyol: the link goes to each package that has not got it, also to one that left")
    func trendyolInvoiceLink() async throws {
        let link = "https://invoices.example.com/42.pdf"
        let push = ChannelPush.invoice(
            .init(order: "500", number: "A", link: link, issuedAt: Timestamp(seconds: 1_772_368_200)))
        let market = ScriptedChannel([
            (Self.orders, trendyol(package(2, "Shipped", 2))),
            ("POST /sellers/77/seller-invoice-links", HTTPAnswer(status: 201)),
        ])
        #expect(try await market.push(push, to: "trendyol") == .done(reference: nil))
        let body = try #require(try market.body("POST"))
        #expect(body["invoiceLink"]?.string == link && body["shipmentPackageId"]?.int == 2)
        #expect(body["invoiceNumber"]?.string == "A" && body["invoiceDateTime"]?.int == 1_772_368_200_000)
        let again = ScriptedChannel([(Self.orders, trendyol(package(2, "Shipped", 2, link: link)))])
        #expect(try await again.push(push, to: "trendyol", isRepeat: true) == .found(reference: nil))
        let refused = ScriptedChannel([
            (Self.orders, trendyol(package(2, "Invoiced", 2))),
            ("POST /sellers/77/seller-invoice-links", .scripted("{}", status: 409)),
        ])
        await #expect { _ = try await refused.push(push, to: "trendyol") } throws: {
            ($0 as? ChannelFailure)?.isFinal == true
        }
    }

    @Test(
        "Trendyol: a parcel is told after the invoice of its order; what Trendyol does not take of that keeps no parcel"
    )
    func trendyolParcelWithInvoice() async throws {
        guard case .fulfilment(var parcel) = ChannelPush.parcel() else { throw NotThat() }
        parcel.invoiceNumber = "A"
        let market = ScriptedChannel([
            (Self.orders, trendyol(package(2, "Picking", 2))),
            ("PUT \(Self.packages)/2/update-tracking-number", HTTPAnswer(status: 200)),
            ("PUT \(Self.packages)/2", HTTPAnswer(status: 200)),
        ])
        #expect(try await market.push(.fulfilment(parcel), to: "trendyol") == .done(reference: "2"))
        #expect(
            market.lines.dropFirst() == [
                "PUT \(Self.packages)/2", "PUT \(Self.packages)/2/update-tracking-number",
            ])
        let refused = ScriptedChannel([
            (Self.orders, trendyol(package(2, "Picking", 2))),
            ("PUT \(Self.packages)/2/update-tracking-number", HTTPAnswer(status: 200)),
            ("PUT \(Self.packages)/2", .scripted("{}", status: 400)),
            (Self.orders, trendyol(package(2, "Picking", 2))),
        ])
        #expect(try await refused.push(.fulfilment(parcel), to: "trendyol") == .done(reference: "2"))
    }

    @Test("Trendyol: what it has more than goes on is unsupplied; a repeat finds nothing of it")
    func trendyolCancel() async throws {
        let market = ScriptedChannel([
            (Self.orders, trendyol(package(2, "Picking", 2))),
            ("PUT \(Self.packages)/2/items/unsupplied", HTTPAnswer(status: 200)),
        ])
        #expect(try await market.push(.cancel(), to: "trendyol") == .done(reference: nil))
        #expect(try market.body("PUT")?["lines"]?[0]?["quantity"]?.int == 1)
        #expect(try market.body("PUT")?["reasonId"]?.int == 500)
        let again = ScriptedChannel([
            (Self.orders, trendyol(package(2, "Cancelled", 2), package(3, "Created", 1)))
        ])
        #expect(try await again.push(.cancel(), to: "trendyol", isRepeat: true) == .found(reference: nil))
    }

    @Test("Trendyol: a batch of stock is asked about by its id, article by article")
    func trendyolStock() async throws {
        let market = ScriptedChannel([
            ("POST /inventory/sellers/77/products/price-and-inventory", .scripted(#"{"batchRequestId": "b1"}"#)),
            (
                "GET /product/sellers/77/products/batch-requests/b1",
                .scripted(#"{"status": "IN_PROGRESS", "items": []}"#)
            ),
            (
                "GET /product/sellers/77/products/batch-requests/b1",
                .scripted(
                    """
                    {"status": "COMPLETED", "items": [{"requestItem": {"barcode": "TEA-100"}, "status": "SUCCESS"},
                     {"requestItem": {"barcode": "POT-1"}, "status": "FAILED", "failureReasons": ["unknown barcode"]}]}
                    """)
            ),
        ])
        #expect(try await market.push(.levels, to: "trendyol") == .underway(reference: "b1"))
        #expect(try await market.progress("b1", of: .levels, at: "trendyol") == .underway(reference: "b1"))
        #expect(
            try await market.progress("b1", of: .levels, at: "trendyol")
                == .partly(refused: ["POT-1": "unknown barcode"])
        )
    }

    @Test("Trendyol: the same list again is sent later, or found by a repeat; any other refusal is one in both")
    func trendyolSameStock() async throws {
        func push(_ body: String, isRepeat: Bool) async throws -> PushOutcome {
            let answer = HTTPAnswer.scripted(body, status: 400)
            let market = ScriptedChannel([("POST /inventory/sellers/77/products/price-and-inventory", answer)])
            return try await market.push(.levels, to: "trendyol", isRepeat: isRepeat)
        }
        for same in [
            #"{"errors": [{"key": "batch.request.same"}]}"#,
            #"{"errors": [{"message": "15 dakika boyunca ayn\u0131 iste\u011fi tekrar atamazs\u0131n\u0131z"}]}"#,
        ] {
            let failure = await #expect(throws: ChannelFailure.self) { _ = try await push(same, isRepeat: false) }
            #expect(failure?.isFinal == false && failure?.retryAfter == .seconds(900))
            #expect(try await push(same, isRepeat: true) == .found(reference: nil))
        }
        for isRepeat in [false, true] {
            let failure = await #expect(throws: ChannelFailure.self) {
                _ = try await push(#"{"errors": [{"key": "items", "message": "from 1 to 1000"}]}"#, isRepeat: isRepeat)
            }
            #expect(failure?.isFinal == true)
        }
    }

    @Test("Trendyol: an article is known by its barcode, and a refusal of it is the article's")
    func trendyolBarcode() async throws {
        let levels = ChannelPush.stock([.init(sku: "TEA-100", barcode: "8690000000012", units: 7, version: 2)])
        let market = ScriptedChannel([
            ("POST /inventory/sellers/77/products/price-and-inventory", .scripted(#"{"batchRequestId": "b1"}"#)),
            (
                "GET /product/sellers/77/products/batch-requests/b1",
                .scripted(
                    """
                    {"status": "COMPLETED", "items": [{"requestItem": {"barcode": "8690000000012"}, "status": "FAILED",
                     "failureReasons": ["no such product"]}]}
                    """)
            ),
        ])
        #expect(try await market.push(levels, to: "trendyol") == .underway(reference: "b1"))
        let sent = try market.body("POST")?["items"]?[0]
        #expect(sent?["barcode"]?.string == "8690000000012" && sent?["quantity"]?.int == 7)
        let end = try await market.progress("b1", of: levels, at: "trendyol")
        #expect(end == .partly(refused: ["TEA-100": "no such product"]))
    }

    private static let claims = "GET /order/sellers/77/claims?orderNumber=500&size=200"

    /// Units of line 11 with a status each.
    private func claim(_ id: String, _ statuses: String..., order: String = "500") -> String {
        let units = statuses.enumerated().map {
            "{\"id\": \"\(id)-\($0)\", \"claimItemStatus\": {\"name\": \"\($1)\"}}"
        }
        return """
            {"id": "\(id)", "orderNumber": "\(order)", "items": [
             {"orderLine": {"id": 12}, "claimItems": [{"id": "\(id)-x", "claimItemStatus": {"name": "WaitingInAction"}}]},
             {"orderLine": {"id": 11}, "claimItems": [\(units.joined(separator: ","))]}]}
            """
    }

    private static func declined(_ units: Int) -> ChannelPush {
        .returnDecision(
            .init(
                order: "500", reference: "r", lines: [.init(lineID: "11", quantity: units)],
                reason: "it was worn, & for long"))
    }

    @Test("Trendyol: money that is owed approves the units that wait; a repeat finds them accepted")
    func trendyolApproval() async throws {
        let push = ChannelPush.refund(
            .init(order: "500", reference: "r", amount: 1995, currency: Currency(rawValue: "TRY")))
        let market = ScriptedChannel([
            (
                Self.claims,
                trendyol(claim("c1", "WaitingInAction", "Created"), claim("c9", "WaitingInAction", order: "5"))
            ),
            ("PUT /order/sellers/77/claims/c1/items/approve", HTTPAnswer(status: 200)),
        ])
        #expect(try await market.push(push, to: "trendyol") == .done(reference: "c1"))
        let approved = try market.body("PUT")?["claimLineItemIdList"]?.elements.compactMap(\.string)
        #expect(approved == ["c1-x", "c1-0"])
        let accepted =
            #"{"id": "c1", "orderNumber": "500", "items": [{"orderLine": {"id": 11}, "claimItems": ["#
            + #"{"id": "u", "claimItemStatus": {"name": "Accepted"}}]}]}"#
        let again = ScriptedChannel([(Self.claims, trendyol(accepted))])
        #expect(try await again.push(push, to: "trendyol", isRepeat: true) == .found(reference: nil))
        let none = ScriptedChannel([(Self.claims, trendyol())])
        await #expect { _ = try await none.push(push, to: "trendyol") } throws: {
            ($0 as? ChannelFailure)?.isFinal == true
        }
    }

    @Test("Trendyol: units that were refused are not approved with the others, unless they are disputed already")
    func trendyolApprovalOfRest() async throws {
        let push = ChannelPush.refund(
            .init(
                order: "500", reference: "r", amount: 1995, currency: Currency(rawValue: "TRY"),
                refused: [.init(lineID: "11", quantity: 1)]))
        for (first, approved) in [("WaitingInAction", ["c1-x", "c1-1"]), ("Unresolved", ["c1-x", "c1-1"])] {
            let market = ScriptedChannel([
                (Self.claims, trendyol(claim("c1", first, "WaitingInAction"))),
                ("PUT /order/sellers/77/claims/c1/items/approve", HTTPAnswer(status: 200)),
            ])
            #expect(try await market.push(push, to: "trendyol") == .done(reference: "c1"))
            let said = try market.body("PUT")?["claimLineItemIdList"]?.elements.compactMap(\.string)
            #expect(said == approved, "\(first)")
        }
    }

    @Test("Trendyol: a declined return disputes as many units that wait, by the reason that the connection names")
    func trendyolDispute() async throws {
        let options = ["claimIssueReason": "451"]
        let issue = "POST /order/sellers/77/claims/c1/issue"
        let market = ScriptedChannel([
            (Self.claims, trendyol(claim("c1", "Accepted", "WaitingInAction", "WaitingInAction", "WaitingInAction"))),
            (issue, HTTPAnswer(status: 200)),
        ])
        #expect(try await market.push(Self.declined(2), to: "trendyol", options: options) == .done(reference: "c1"))
        #expect(
            market.lines.last
                == "\(issue)?claimIssueReasonId=451&claimItemIdList=c1-1%2Cc1-2"
                + "&description=it%20was%20worn%2C%20%26%20for%20long")
        // Of a repeat those count first that are disputed: nothing more is said.
        let again = ScriptedChannel([
            (Self.claims, trendyol(claim("c1", "Accepted", "Unresolved", "Unresolved", "WaitingInAction")))
        ])
        #expect(
            try await again.push(Self.declined(2), to: "trendyol", isRepeat: true, options: options)
                == .found(reference: "c1"))
        // Another return's units were disputed before; this one's wait.
        let second = ScriptedChannel([
            (Self.claims, trendyol(claim("c1", "Unresolved", "WaitingInAction"))), (issue, HTTPAnswer(status: 200)),
        ])
        #expect(try await second.push(Self.declined(1), to: "trendyol", options: options) == .done(reference: "c1"))
        #expect(second.lines.last?.contains("claimItemIdList=c1-1&") == true)
    }

    @Test(
        "Trendyol: a decline waits for the goods, is a person's without a reason, and no word where nothing is claimed")
    func trendyolUndisputed() async throws {
        func push(_ claims: String..., options: [String: String] = ["claimIssueReason": "1"]) async -> ChannelFailure? {
            let market = ScriptedChannel([
                (Self.claims, .scripted(#"{"content": [\#(claims.joined(separator: ","))]}"#)),
                ("POST /order/sellers/77/claims/c1/issue", .scripted(#"{"errors": ["a file"]}"#, status: 400)),
            ])
            do {
                let outcome = try await market.push(Self.declined(1), to: "trendyol", options: options)
                guard case .notNeeded = outcome else { Issue.record("\(outcome)"); return nil }
                return nil
            } catch {
                return error as? ChannelFailure
            }
        }
        #expect(await push(claim("c1", "Created"))?.isFinal == false)
        #expect(await push(claim("c1", "WaitingInAction"), options: [:])?.isFinal == true)
        #expect(await push(claim("c1", "Created"), options: [:])?.message.contains("decline claim c1") == true)
        // A reason that wants a picture.
        #expect(await push(claim("c1", "WaitingInAction"))?.message.contains("a file") == true)
        #expect(await push(claim("c1", "Accepted"))?.isFinal == true)
        #expect(await push(claim("c1", "Cancelled")) == nil)
        #expect(await push() == nil)
    }

    @Test("Amazon: a parcel is confirmed under a number of its own; a token is asked for; cancels are for a person")
    func amazon() async throws {
        let token = HTTPAnswer.scripted(#"{"access_token": "at", "expires_in": 3600}"#)
        let path = "POST /orders/v0/orders/500/shipmentConfirmation"
        let options = ["marketplaceId": "A1PA6795UKMFR9"]
        let market = ScriptedChannel([("POST /auth/o2/token", token), (path, HTTPAnswer(status: 204))])
        let first = try await market.push(.parcel(), to: "amazon", options: options)
        let detail = try market.body(path)?["packageDetail"]
        #expect(detail?["carrierCode"]?.string == "Other" && detail?["carrierName"]?.string == "dhl")
        #expect(detail?["orderItems"]?[0]?["orderItemId"]?.string == "11")
        let again = ScriptedChannel([("POST /auth/o2/token", token), (path, HTTPAnswer(status: 204))])
        #expect(try await again.push(.parcel(), to: "amazon", isRepeat: true, options: options) == first)
        await #expect { _ = try await market.push(.cancel(), to: "amazon", options: options) } throws: {
            ($0 as? ChannelFailure)?.isFinal == true
        }
    }

    @Test("Amazon: what is not listed there is refused alone")
    func amazonStock() async throws {
        let token = HTTPAnswer.scripted(#"{"access_token": "at", "expires_in": 3600}"#)
        let market = ScriptedChannel([
            ("POST /auth/o2/token", token),
            ("PATCH /listings/2021-08-01/items/77/TEA-100", .scripted(#"{"status": "ACCEPTED"}"#)),
            ("PATCH /listings/2021-08-01/items/77/POT-1", .scripted(#"{"errors": []}"#, status: 404)),
        ])
        let outcome = try await market.push(.levels, to: "amazon", options: ["marketplaceId": "A1"])
        guard case .partly(let refused) = outcome else { throw NotThat() }
        #expect(refused.keys.sorted() == ["POT-1"])
        #expect(market.lines.last?.hasSuffix("?marketplaceIds=A1") == true)
    }

    @Test("Amazon: trouble with one article lets its own call be repeated, and no other")
    func amazonTrouble() async throws {
        let token = HTTPAnswer.scripted(#"{"access_token": "at", "expires_in": 3600}"#)
        let taken = HTTPAnswer.scripted(#"{"status": "ACCEPTED"}"#)
        let (tea, pot) = ("PATCH /listings/2021-08-01/items/77/TEA-100", "PATCH /listings/2021-08-01/items/77/POT-1")
        let market = ScriptedChannel([
            ("POST /auth/o2/token", token), (tea, taken), (pot, HTTPAnswer(status: 504)), (pot, nil), (pot, taken),
        ])
        #expect(
            try await market.push(.levels, to: "amazon", options: ["marketplaceId": "A1"]) == .done(reference: nil))
        let down = ScriptedChannel([
            ("POST /auth/o2/token", token), (tea, HTTPAnswer(status: 503)), (tea, HTTPAnswer(status: 503)),
            (tea, HTTPAnswer(status: 503)),
        ])
        await #expect {
            _ = try await down.push(.levels, to: "amazon", options: ["marketplaceId": "A1"])
        } throws: {
            ($0 as? ChannelFailure)?.isFinal == false
        }
    }

    @Test("Hepsiburada: packed and on its way; a package that is there is taken, whoever made it")
    func hepsiburadaParcel() async throws {
        let none = HTTPAnswer.scripted("[]")
        let journey = "POST /packages/merchantid/77/packagenumber/P1/intransit"
        let market = ScriptedChannel([
            ("GET /packages/merchantid/77", none), (journey, HTTPAnswer(status: 200)),
            ("POST /packages/merchantid/77", .scripted(#"{"packageNumber": "P1"}"#, status: 201)),
        ])
        let before = Timestamp.wallClock.rfc3339
        #expect(try await market.push(.parcel(), to: "hepsiburada") == .done(reference: "P1"))
        #expect(try market.body(journey)?["trackingNumber"]?.string == "T1")
        // A date before the package was made is refused.
        #expect(try #require(try market.body(journey)?["shippedDate"]?.string).prefix(19) >= before.prefix(19))
        let packed = #"[{"packageNumber": "P1", "status": "Open", "items": [{"lineItemId": "11", "quantity": 2}]}]"#
        let race = ScriptedChannel([
            ("GET /packages/merchantid/77", .scripted(packed)), (journey, HTTPAnswer(status: 200)),
        ])
        #expect(try await race.push(.parcel(), to: "hepsiburada") == .done(reference: "P1"))
        #expect(race.calls.count == 2)
        let sent = packed.replacing("Open", with: "InTransit").replacing(
            #""items""#, with: #""trackingInfoCode": "T1", "items""#)
        let again = ScriptedChannel([("GET /packages/merchantid/77", .scripted(sent))])
        #expect(try await again.push(.parcel(), to: "hepsiburada", isRepeat: true) == .found(reference: "P1"))
    }

    @Test("Hepsiburada: what it packs between our question and our call is asked about anew; what it refuses is parked")
    func hepsiburadaFirst() async throws {
        let packed = #"[{"packageNumber": "P1", "status": "Open", "items": [{"lineItemId": "11", "quantity": 2}]}]"#
        for (after, isFinal) in [(packed, false), ("[]", true)] {
            let market = ScriptedChannel([
                ("GET /packages/merchantid/77", .scripted("[]")),
                ("POST /packages/merchantid/77", .scripted("not in a status to be packaged", status: 400)),
                ("GET /packages/merchantid/77", .scripted(after)),
            ])
            await #expect { _ = try await market.push(.parcel(), to: "hepsiburada") } throws: {
                ($0 as? ChannelFailure)?.isFinal == isFinal
            }
            #expect(market.calls.count == 3)
        }
    }

    @Test("Hepsiburada: a package that holds more than the parcel is taken apart, and not told to be on its way")
    func hepsiburadaLarger() async throws {
        let unpack = "POST /packages/merchantid/77/packagenumber/P1/unpack"
        for items in [
            #"{"lineItemId": "11", "quantity": 3}"#,
            #"{"lineItemId": "11", "quantity": 2}, {"lineItemId": "12", "quantity": 1}"#,
        ] {
            let packed = #"[{"packageNumber": "P1", "status": "Open", "items": [\#(items)]}]"#
            let market = ScriptedChannel([
                ("GET /packages/merchantid/77?offset=0&limit=10&timespan=720", .scripted(packed)),
                (unpack, HTTPAnswer(status: 200)),
            ])
            await #expect { _ = try await market.push(.parcel(), to: "hepsiburada") } throws: {
                ($0 as? ChannelFailure)?.isFinal == false
            }
            #expect(market.lines.last == unpack)
        }
    }

    @Test("Hepsiburada: what a call whose answer was lost has sent is not packed again")
    func hepsiburadaSent() async throws {
        func order(_ status: String) -> HTTPAnswer {
            .scripted(#"{"items": [{"id": "11", "quantity": 2, "status": "\#(status)"}]}"#)
        }
        // Packages on their way stand in a list of their own.
        let sent = ScriptedChannel([
            ("GET /packages/merchantid/77", .scripted("[]")),
            ("GET /orders/merchantid/77/ordernumber/500", order("InTransit")),
        ])
        #expect(try await sent.push(.parcel(), to: "hepsiburada", isRepeat: true) == .found(reference: nil))
        let open = ScriptedChannel([
            ("GET /packages/merchantid/77", .scripted("[]")),
            ("GET /orders/merchantid/77/ordernumber/500", order("Open")),
            ("POST /packages/merchantid/77/packagenumber/P1/intransit", HTTPAnswer(status: 200)),
            ("POST /packages/merchantid/77", .scripted(#"{"packageNumber": "P1"}"#, status: 201)),
        ])
        #expect(try await open.push(.parcel(), to: "hepsiburada", isRepeat: true) == .done(reference: "P1"))
    }

    @Test(
        "Hepsiburada: a call that was not carried out is repeated, also when other units of the line have left before")
    func hepsiburadaSecondParcel() async throws {
        let sent = #"{"items": [{"id": "11", "quantity": 3, "status": "InTransit"}]}"#
        let market = ScriptedChannel([
            ("GET /packages/merchantid/77", .scripted("[]")),
            ("GET /orders/merchantid/77/ordernumber/500", .scripted(sent)),
            ("POST /packages/merchantid/77/packagenumber/P2/intransit", HTTPAnswer(status: 200)),
            ("POST /packages/merchantid/77", .scripted(#"{"packageNumber": "P2"}"#, status: 201)),
        ])
        let second = ChannelPush.parcel([ChannelPush.Line(lineID: "11", quantity: 1)])
        #expect(try await market.push(second, to: "hepsiburada", isRepeat: true) == .done(reference: "P2"))
    }

    @Test("Hepsiburada: a line is cancelled as a whole; units of one are for a person")
    func hepsiburadaCancel() async throws {
        let order = HTTPAnswer.scripted(#"{"items": [{"id": "11", "quantity": 2, "status": "Open"}]}"#)
        let path = "/lineitems/merchantid/77/id/11/cancelbymerchant"
        let market = ScriptedChannel([
            ("GET /orders/merchantid/77/ordernumber/500", order), ("POST \(path)", HTTPAnswer(status: 200)),
        ])
        #expect(try await market.push(.cancel(2, left: 0), to: "hepsiburada") == .done(reference: nil))
        #expect(try market.body("POST")?["reasonId"]?.string == "83")
        let part = ScriptedChannel([("GET /orders/merchantid/77/ordernumber/500", order)])
        await #expect { _ = try await part.push(.cancel(1, left: 1), to: "hepsiburada") } throws: {
            ($0 as? ChannelFailure)?.isFinal == true
        }
    }

    @Test("Hepsiburada, N11: uploads of stock are asked about by their ids")
    func uploads() async throws {
        let market = ScriptedChannel([
            ("POST /listings/merchantid/77/stock-uploads", .scripted(#"{"id": "u1"}"#)),
            (
                "GET /listings/merchantid/77/stock-uploads/id/u1",
                .scripted(#"{"status": "Done", "errors": [{"merchantSku": "POT-1", "errors": ["Listing not found"]}]}"#)
            ),
        ])
        #expect(try await market.push(.levels, to: "hepsiburada") == .underway(reference: "u1"))
        #expect(
            try await market.progress("u1", of: .levels, at: "hepsiburada")
                == .partly(refused: ["POT-1": "Listing not found"]))
        let n11 = ScriptedChannel([
            ("POST /ms/product/tasks/price-stock-update", .scripted(#"{"id": 8, "status": "IN_QUEUE"}"#)),
            (
                "POST /ms/product/task-details/page-query",
                .scripted(
                    """
                    {"taskId": 8, "status": "PROCESSED", "skus": {"content": [
                     {"itemCode": "TEA-100", "status": "SUCCESS"}, {"itemCode": "POT-1", "status": "FAIL", "reasons": ["no"]}]}}
                    """)
            ),
        ])
        #expect(try await n11.push(.levels, to: "n11") == .underway(reference: "8"))
        #expect(try await n11.progress("8", of: .levels, at: "n11") == .partly(refused: ["POT-1": "no"]))
    }

    /// One list for each status, of those that there are.
    private func n11(_ lists: [String: String]) -> [(String, HTTPAnswer?)] {
        N11Packages.statuses.map { status in
            (
                "GET /rest/delivery/v1/shipmentPackages?orderNumber=500&status=\(status)",
                .scripted("{\"content\": [\(lists[status] ?? "")]}")
            )
        }
    }

    private func n11(_ id: Int, _ status: String, _ lines: (id: Int, units: Int)...) -> String {
        let items = lines.map {
            #"{"orderLineId": \#($0.id), "quantity": \#($0.units), "stockCode": "SKU-\#($0.id % 10)"}"#
        }
        return """
            {"id": \(id), "orderNumber": "500", "shipmentPackageStatus": "\(status)", "lastModifiedDate": 1770800000000,
             "lines": [\(items.joined(separator: ","))]}
            """
    }

    @Test("N11: open lines are said to be worked on, and only they")
    func n11Picking() async throws {
        let push = ChannelPush.acknowledgement(
            ChannelPush.Acknowledgement(
                order: "500",
                lines: [ChannelPush.Line(lineID: "11", quantity: 2), ChannelPush.Line(lineID: "12", quantity: 1)]))
        let picked = HTTPAnswer.scripted(#"{"content": [{"lineId": 11, "status": "SUCCESS"}]}"#)
        let market = ScriptedChannel(
            n11(["Created": n11(1, "Created", (11, 2))]) + [("PUT /rest/order/v1/update", picked)])
        #expect(try await market.push(push, to: "n11") == .done(reference: nil))
        #expect(try market.body("PUT")?["lines"]?.count == 1)
        let again = ScriptedChannel(n11([:]))
        #expect(try await again.push(push, to: "n11", isRepeat: true) == .found(reference: nil))
        // By the help page's way the parts of a split are unpacked; one has a line id of its own.
        let lists = ["Cancelled": n11(1, "Cancelled", (11, 2)), "Unpacked": n11(2, "Unpacked", (21, 1))]
        let split = ScriptedChannel(n11(lists) + n11(lists) + [("PUT /rest/order/v1/update", picked)])
        #expect(try await split.push(push, to: "n11") == .done(reference: nil))
        #expect(try split.body("PUT")?["lines"]?[0]?["lineId"]?.int == 21)
    }

    @Test("N11: what is too much is cancelled as a split of what stays, once it is worked on")
    func n11Cancel() async throws {
        let split = "POST /rest/delivery/v1/splitPackageByQuantity"
        let picked = HTTPAnswer.scripted(#"{"content": [{"lineId": 11, "status": "SUCCESS"}]}"#)
        let market = ScriptedChannel(
            n11(["Created": n11(1, "Created", (11, 2), (12, 1))])
                + [("PUT /rest/order/v1/update", picked), (split, .scripted("{}"))])
        #expect(try await market.push(.cancel(), to: "n11") == .done(reference: nil))
        #expect(market.lines.suffix(2) == ["PUT /rest/order/v1/update", split])
        let body = try #require(try market.body("POST"))
        #expect(body["cancelledItems"]?[0]?["quantity"]?.int == 1 && body["cancelledItems"]?.count == 1)
        let stays = body["splitPackages"]?[0]?["packageDetails"]
        #expect(stays?.elements.map { $0["quantities"]?.int } == [1, 1] && body["splitPackages"]?.count == 1)
        // What has left counts as what goes on.
        let sent = ScriptedChannel(
            n11(["Picking": n11(2, "Picking", (11, 1)), "Shipped": n11(3, "Shipped", (11, 1))]) + [
                (split, .scripted("{}"))
            ])
        #expect(try await sent.push(.cancel(), to: "n11") == .done(reference: nil))
        let all = try #require(try sent.body("POST"))
        #expect(all["splitPackages"]?.count == 0 && all["cancelledItems"]?[0]?["quantity"]?.int == 1)
        let again = ScriptedChannel(n11(["Picking": n11(4, "Picking", (11, 1))]))
        #expect(try await again.push(.cancel(), to: "n11", isRepeat: true) == .found(reference: nil))
        let refusing = HTTPAnswer.scripted(#"{"message": "no"}"#, status: 400)
        let whole = ScriptedChannel(
            n11(["Picking": n11(2, "Picking", (11, 2))]) + [(split, refusing)]
                + n11(["Picking": n11(2, "Picking", (11, 2))]))
        await #expect { _ = try await whole.push(.cancel(2, left: 0), to: "n11") } throws: {
            ($0 as? ChannelFailure)?.isFinal == true
        }
    }

    @Test("N11: a package that is larger than the parcel is split, each parcel's once")
    func n11Parcel() async throws {
        let split = "POST /rest/delivery/v1/splitPackageByQuantity"
        let market = ScriptedChannel(
            n11(["Picking": n11(2, "Picking", (11, 3), (12, 1))]) + [(split, .scripted("{}"))])
        #expect(try await market.push(.parcel(), to: "n11") == .done(reference: nil))
        let body = try #require(try market.body("POST"))
        #expect(body["splitPackages"]?[0]?["packageDetails"]?[0]?["quantities"]?.int == 2)
        #expect(body["cancelledItems"] == nil)
        let there = ["Picking": n11(3, "Picking", (11, 2)) + "," + n11(4, "Picking", (21, 2))]
        let known = ["Unpacked": n11(1, "Unpacked", (11, 4))].merging(there) { $1 }
        #expect(try await ScriptedChannel(n11(known)).push(.parcel(), to: "n11") == .found(reference: nil))
        // The other one is the second parcel's, by whatever line id.
        guard case .fulfilment(var second) = ChannelPush.parcel([ChannelPush.Line(lineID: "11", quantity: 1)]) else {
            throw NotThat()
        }
        second.earlier = [.init(trackingNumber: "T0", lines: [ChannelPush.Line(lineID: "11", quantity: 2)])]
        let part = ScriptedChannel(n11(known) + [(split, .scripted("{}"))])
        #expect(try await part.push(.fulfilment(second), to: "n11") == .done(reference: nil))
        let detail = try part.body("POST")?["splitPackages"]?[0]?["packageDetails"]?[0]
        #expect(detail?["orderLineId"]?.int == 21 && detail?["quantities"]?.int == 1)
        let gone = ScriptedChannel(n11(["Shipped": n11(2, "Shipped", (11, 3))]))
        guard case .notNeeded = try await gone.push(.parcel(), to: "n11") else { throw NotThat() }
        await #expect { _ = try await ScriptedChannel(n11([:])).push(.parcel(), to: "n11") } throws: {
            ($0 as? ChannelFailure)?.isFinal == true
        }
    }

    @Test("Trendyol: a line in two parcels: the second one's number goes to the package that is left")
    func trendyolSecondParcel() async throws {
        let ok = HTTPAnswer(status: 200)
        let line = [ChannelPush.Line(lineID: "11", quantity: 1)]
        guard case .fulfilment(var second) = ChannelPush.parcel(line) else { throw NotThat() }
        second.earlier = [.init(trackingNumber: "T0", lines: line)]
        // The first one's number is told, and its carrier has said nothing yet.
        let market = ScriptedChannel([
            (Self.orders, trendyol(package(2, "Picking", 1, number: "T0"), package(3, "Picking", 1, number: "7260"))),
            ("PUT \(Self.packages)/3/update-tracking-number", ok),
        ])
        #expect(try await market.push(.fulfilment(second), to: "trendyol") == .done(reference: "3"))
        // The second one is told first: the place that the first one will take is left.
        let early = ScriptedChannel([
            (Self.orders, trendyol(package(2, "Picking", 1), package(3, "Picking", 1))),
            ("PUT \(Self.packages)/3/update-tracking-number", ok),
        ])
        #expect(try await early.push(.fulfilment(second), to: "trendyol") == .done(reference: "3"))
        // The first one went under a number of Trendyol's own.
        let sent = ScriptedChannel([
            (Self.orders, trendyol(package(2, "Shipped", 1, number: "7261"), package(3, "Picking", 1))),
            ("PUT \(Self.packages)/3/update-tracking-number", ok),
        ])
        #expect(try await sent.push(.fulfilment(second), to: "trendyol") == .done(reference: "3"))
        let none = ScriptedChannel([(Self.orders, trendyol(package(2, "Picking", 1, number: "T0")))])
        await #expect { _ = try await none.push(.fulfilment(second), to: "trendyol") } throws: {
            ($0 as? ChannelFailure)?.isFinal == true
        }
        // Both have the one package split at the same moment: the second to ask finds it done.
        let race = ScriptedChannel([
            (Self.orders, trendyol(package(2, "Picking", 2))),
            ("POST \(Self.packages)/2/split-packages", .scripted("{}", status: 400)),
            (Self.orders, trendyol(package(2, "UnPacked", 2), package(3, "Picking", 1), package(4, "Picking", 1))),
        ])
        await #expect { _ = try await race.push(.fulfilment(second), to: "trendyol") } throws: {
            ($0 as? ChannelFailure)?.isFinal == false
        }
    }
}
