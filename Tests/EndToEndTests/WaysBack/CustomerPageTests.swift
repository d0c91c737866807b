import Contracts
import Foundation
import TestSupport
import Testing

extension WaysBackTests {
    @Suite("The customer's page of returns")
    struct CustomerPageTests {
        @Test(
            "the link of the operator's command opens it, a browser's form asks once, and a forged link shows nothing")
        func page() async throws {
            let system = try SharedSystem.current
            let room = Stockroom("RTL")
            try await room.open(in: system, stock: 10)
            let order = WaysBackTests.order("rt-link", [(room.sku(1), 3), (room.sku(2), 1)])
            try await WaysBackTests.submit(order, to: system)
            try await system.expect(order, is: "delivered") { $0.phase == "closed" }
            let link = try system.waybill(["return", "link", "rt-link"], as: ReturnLinkIssued.self).link
            let address = try Self.address(link, in: system)

            let (status, html) = try await HTTP.get(address)
            #expect(status == 200 && html.contains("RTL-1") && html.contains("<html lang=\"en\">"))
            #expect(html.contains("<option>3</option>") && !html.contains("<option>4</option>"))
            let nonce = try #require(html.firstMatch(of: /name="nonce" value="([^"]+)"/)?.1)
            if let folder = ProcessInfo.processInfo.environment["WAYBILL_TEST_KEEP"] {
                try html.write(toFile: folder + "/returns.html", atomically: true, encoding: .utf8)
            }

            let form = "nonce=\(nonce)&quantity%3A1=2&reason%3A1=too_small&quantity%3A2=0&settlement=refund"
            let headers = ["Content-Type": "application/x-www-form-urlencoded"]
            // A double click: the browser follows to the page itself both times.
            for _ in 0..<2 {
                let answer = try await HTTP.post(address, body: Array(form.utf8), headers: headers)
                #expect(answer.status == 200 || answer.status == 303)
            }
            let back = try await system.expectReturn(of: order, in: "in_transit")
            #expect(try system.returns(of: order).count == 1)
            #expect(try await HTTP.get(address).text.contains("<option>1</option>"), "one is left to choose")
            // More than is left: refused, on the page.
            let greedy = form.replacing("quantity%3A1=2", with: "quantity%3A1=3").replacing(nonce, with: "another")
            #expect(try await HTTP.post(address, body: Array(greedy.utf8), headers: headers).status == 422)
            let forged = try #require(URL(string: address.absoluteString.dropLast(2) + "AA"))
            #expect(try await HTTP.get(forged).status == 404)

            try system.receive(back, at: "RTL", "1=2")
            try system.inspect(back, "restock", "1=2")
            try await system.expectReturn(of: order, in: "closed")
            try await system.expect(order, is: "partially_returned") { $0.money.refunded == 2250 }
        }

        /// The link as it would be behind the shop's own name.
        private static func address(_ link: String, in system: WaybillSystem) throws -> URL {
            let token = try #require(link.split(separator: "/").last)
            let service = try #require(system.services.first { $0.name == ServiceName.returns.executable })
            return try #require(URL(string: "http://127.0.0.1:\(service.port)/returns/\(token)"))
        }
    }
}
