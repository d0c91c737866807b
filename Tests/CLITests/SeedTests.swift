import Contracts
import Foundation
import Postgres
import Testing

@testable import WaybillCLI

@Suite("Benchmark: the seed")
struct SeedTests {
    private static let order = UUID.v7(at: Timestamp(seconds: 1_790_000_000), entropy: .v5("seed"))

    private func plan(_ row: String, copies: Int = 10) -> SeedPlan {
        var template = SeedTemplate(
            orderID: Self.order, externalID: "template-7-12", second: 1_790_000_000, sites: ["IST"], tables: 1)
        template.add(row: Array(row.utf8)[...], ofTable: 0)
        return SeedPlan(templates: [template], count: copies, run: "s7-", period: 1_700_000_000...1_700_086_400)
    }

    private func row(_ plan: SeedPlan, _ copy: Int) -> String {
        var text: [UInt8] = []
        plan.write(table: 0, of: copy, ids: plan.ids(of: copy), to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    @Test("what is not the order's own stays as it is")
    func same() {
        let text = #"TEA-500\#t{"quantity": 2, "title": "W, 0123456789ab-"}\#t\N\#t2026\#tWB12"#
        #expect(row(plan(text), 3) == text + "\n")
    }

    @Test("an id is another in each copy, the same wherever it stands, and of the same kind")
    func ids() throws {
        let id = "01900000-0000-7000-8000-0000000000aa"
        let plan = plan("\(id)\tcapture/\(id)/0\t{\"id\": \"\(id)\"}")
        let (first, second) = (row(plan, 0), row(plan, 1))
        let new = String(first.prefix(36))
        #expect(first == "\(new)\tcapture/\(new)/0\t{\"id\": \"\(new)\"}\n")
        #expect(new != id && new != String(second.prefix(36)))
        let parsed = try #require(UUID(text: new))
        #expect(parsed.bytes[6] >> 4 == 7 && parsed.bytes[8] >> 6 == 2)
    }

    @Test("ids that are made of the order's are made again of the copy's, and the copy's tells its time")
    func derived() throws {
        let fulfilment = UUID.v5("fulfilment/\(Self.order.text)/IST/0")
        let parcel = UUID.v5("parcel/\(fulfilment.text)/0")
        let ids = [Self.order, .v5("payment/\(Self.order.text)"), fulfilment, parcel]
        let plan = plan(ids.map(\.text).joined(separator: "\t"))
        let copies = try row(plan, 4).dropLast().split(separator: "\t").map { try #require(UUID(text: String($0))) }
        let order = copies[0]
        #expect(copies[1] == .v5("payment/\(order.text)"))
        #expect(copies[2] == .v5("fulfilment/\(order.text)/IST/0"))
        #expect(copies[3] == .v5("parcel/\(copies[2].text)/0"))
        #expect(order.v7Time?.seconds == plan.second(of: 4))
    }

    @Test("times move by the same whole seconds, in SQL's form and in JSON's, and keep their fractions")
    func times() {
        // 1790000000 is 2026-09-21T14:13:20Z, 1700000000 is 2023-11-14T22:13:20Z.
        let plan = plan("2026-09-21 14:13:20.5+00\t\"2026-09-21T14:13:21.000123Z\"\t2026-10-01 00:00:00+00")
        #expect(row(plan, 0) == "2023-11-14 22:13:20.5+00\t\"2023-11-14T22:13:21.000123Z\"\t2023-11-24 08:00:00+00\n")
    }

    @Test("names, carriers' numbers and digests are the copy's own")
    func names() {
        let plan = plan(
            #"#template-7-12\#ttemplate-7-123\#tWB0123456789012345\#tWB0123456789012345\#t\\x000102030405060708090a0b0c0d0e0f"#
        )
        let fields = row(plan, 5).dropLast().split(separator: "\t").map(String.init)
        #expect(fields[0] == "#s7-00000005")
        #expect(fields[1] == "template-7-123")
        #expect(fields[2] == "WB70000000000000050" && fields[3] == fields[2])
        #expect(fields[4].hasPrefix(#"\\x"#) && fields[4].count == 35)
        #expect(fields[4] != row(plan, 6).dropLast().split(separator: "\t").map(String.init)[4])
    }
}
