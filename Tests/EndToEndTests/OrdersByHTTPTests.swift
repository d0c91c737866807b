import Contracts
import Foundation
import TestSupport
import Testing
import WireJSON

@Suite("Orders of a shop of one's own, by HTTP", .serialized)
struct OrdersByHTTPTests {
    private static let secret = "a secret of sixteen words or less"
    private static let settings = ["WAYBILL_INTAKE_HTTP_RATE": "100000", "WAYBILL_INTAKE_HTTP_BURST": "100000"]

    @Test("the README's script hands one over, and it is delivered; figures say so per shop and status")
    func delivered() async throws {
        try await WaybillSystem.with { system in
            try await DemoShop().open(in: system)
            let url = try await open(in: system)
            let order = DemoShop().order(1001, state: .authorised)
            let file = system.logs.appending(path: "order.json")
            try Data(SubmitOrder(order: order).jsonBytes).write(to: file)
            let said = try Self.bash("submit-order.sh", [url, "web/main", Self.secret, file.path()])
            let lines = said.split(separator: "\n").map { Array($0.utf8) }
            try #require(lines.count == 2, "\(said)")
            let accepted = try SubmissionAccepted.parse(lines[0])
            #expect(accepted.outcome == "accepted" && accepted.externalID == order.externalID)
            let known = try JSONDocument(parsing: lines[1]).root
            #expect(known["orderId"]?.string == accepted.orderID.text && known["state"]?.string == "accepted")
            try await system.expect("delivered", of: order)
            let forged = try Self.bash("submit-order.sh", [url, "web/main", "another secret", file.path()])
            #expect(forged.contains("https://waybill.dev/problems/signature"), "\(forged)")
            let (_, metrics) = try await HTTP.get(try #require(URL(string: url + "/metrics")))
            for line in [
                #"waybill_intake_http_requests_total{shop="web/main",status="201"} 1"#,
                #"waybill_intake_http_requests_total{shop="web/main",status="200"} 1"#,
                #"waybill_intake_http_requests_total{shop="none",status="401"} 1"#,
            ] {
                let seen = metrics.split(separator: "\n").filter { $0.contains("intake_http") }
                #expect(metrics.contains(line), "\(seen)")
            }
            try await system.expectClean()
        }
    }

    @Test("the same by two processes, of which one is killed in between, is one order with one answer")
    func killed() async throws {
        try await WaybillSystem.with { system in
            try await DemoShop().open(in: system)
            let first = try await open(in: system)
            let second = try system.add(.intake)
            try await system.ready()
            let body = SubmitOrder(order: DemoShop().order(1001, state: .authorised)).jsonBytes
            let answer = try await post(body, key: "one", to: first)
            #expect(answer.status == 201)
            let intake = try #require(
                system.services.first { $0.name == ServiceName.intake.executable && $0 !== second })
            intake.kill()
            system.remove(intake)
            let again = try await post(body, key: "one", to: "http://127.0.0.1:\(second.port)")
            #expect(again.status == 201 && again.text == answer.text)
            let other = SubmitOrder(order: DemoShop().order(1002, state: .authorised)).jsonBytes
            #expect(try await post(other, key: "one", to: "http://127.0.0.1:\(second.port)").status == 422)
            #expect(try await system.count(in: .intake, "SELECT count(*) FROM intake_order") == 1)
            try await system.waitForCount(1, in: .saga, "SELECT count(*) FROM saga WHERE headline = 'delivered'")
            try await system.expectClean()
        }
    }

    @Test(
        "schemathesis finds nothing to complain about: the service answers as its OpenAPI document says",
        .enabled(if: PythonScript.has("schemathesis"), "needs Python with schemathesis"))
    func schemathesis() async throws {
        try await WaybillSystem.with(settings: Self.settings) { system in
            let url = try await open(in: system)
            let result = try PythonScript.run(
                "OpenAPI/run.py", url, "20261122", "15",
                environment: ["WAYBILL_SHOP": "web/main", "WAYBILL_SHOP_SECRET": Self.secret])
            #expect(result.status == 0, "\(result.output)")
            // It has got beyond the door: orders were taken, and others refused.
            let (_, metrics) = try await HTTP.get(try #require(URL(string: url + "/metrics")))
            for status in [200, 201, 400, 404, 422] {
                #expect(metrics.contains(#"http_requests_total{shop="web/main",status="\#(status)"}"#), "\(status)")
            }
            #expect(try await system.count(in: .intake, "SELECT count(*) FROM inbox WHERE state <> 0") == 0)
        }
    }

    private func open(in system: WaybillSystem) async throws -> String {
        let command = UpsertShop(channel: "web", shop: "main", webhookSecrets: [Self.secret])
        #expect(try await system.ask(command, for: ShopChanged.self).isOpen)
        let intake = try #require(system.services.first { $0.name == ServiceName.intake.executable })
        return "http://127.0.0.1:\(intake.port)"
    }

    private func post(_ body: [UInt8], key: String, to url: String) async throws -> (status: Int, text: String) {
        let moment = String(Int(Date().timeIntervalSince1970))
        let signature = WebhookSender(platform: .shopify, shop: "main", secret: Self.secret, port: 0)
            .sign(Array("\(key).\(moment).".utf8) + body)
        return try await HTTP.post(
            try #require(URL(string: url + "/v1/orders")), body: body,
            headers: [
                "Content-Type": "application/json", "Idempotency-Key": key, "Waybill-Shop": "web/main",
                "webhook-timestamp": moment, "webhook-signature": "v1,\(signature)",
            ])
    }

    private static func bash(_ script: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Storefront")
        process.arguments = ["bash", folder.appending(path: script).path()] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let printed = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: printed, as: UTF8.self)
    }
}
