import CSV
import Contracts
import Testing
import WireJSON

@testable import WaybillCLI

@Suite("Orders from CSV")
struct CSVOrderFileTests {
    private static let header =
        "external_id,placed_at,currency,total,payment_method,payment_state,ship_line1,ship_city,"
        + "ship_country,sku,quantity,unit_price,line_tax,shipping"

    private static let good = "2018-01-02T03:04:05Z,BRL,1,card,paid,Rua 2,Recife,BR,CUP,1,1,,"

    private func results(_ rows: String..., header: String = header) throws -> [Result<ImportedOrder, RowErrors>] {
        let shop = try #require(Storefront(channel: "olist", shop: "main"))
        let text = ([header] + rows).joined(separator: "\n")
        var file = try CSVOrderFile(ByteSource(bytes: Array(text.utf8)), shop: shop)
        var results: [Result<ImportedOrder, RowErrors>] = []
        while let result = try file.next() { results.append(result) }
        return results
    }

    private func order(_ result: Result<ImportedOrder, RowErrors>) throws -> Order {
        try SubmitOrder.parse(try result.get().data).order
    }

    @Test("rows with one external id are one order, whose amounts are minor units")
    func grouped() throws {
        let results = try results(
            "A1,2018-01-02T03:04:05Z,BRL,45.10,marketplace,paid,Rua 1,Recife,BR,TEA,2,10.05,,25",
            "A1,,,,,,,,,POT,1,0.00,,",
            "A2,2018-01-02T03:04:05Z,JPY,300,card,authorised,Rua 2,Recife,BR,CUP,1,300,,")
        #expect(results.count == 2)
        let first = try order(results[0])
        #expect(first.lines.map(\.sku) == ["TEA", "POT"])
        #expect(first.lines.map(\.id) == ["1", "2"])
        #expect(first.lines[0].unitPrice == 1005)
        #expect((first.total, first.shipping) == (4510, 2500))
        #expect((first.channel, first.shop, first.number) == ("olist", "main", "A1"))
        #expect(try order(results[1]).total == 300)
    }

    @Test("a row without article, quantity and price is an order without lines, for intake to refuse")
    func noLines() throws {
        let results = try results("A1,2018-01-02T03:04:05Z,BRL,0,marketplace,paid,Rua 1,Recife,BR,,,,,")
        #expect(try order(results[0]).lines.isEmpty)
    }

    @Test("everything that is no number is reported with line and column, and the next order is read")
    func errors() throws {
        let results = try results(
            "A1,2018-01-02T03:04:05Z,BRL,x,marketplace,paid,Rua 1,Recife,BR,TEA,two,10.05,,",
            "A1,,,,,,,,,POT,1,,free,",
            "A2,2018-01-02T03:04:05Z,BRL,1,card,paid,Rua 2,Recife,BR,CUP,1,1,,")
        guard case .failure(let errors) = results[0] else {
            Issue.record("the first order was taken")
            return
        }
        #expect(errors.all.map(\.line) == [2, 2, 3])
        #expect(errors.all.map(\.place) == ["total", "quantity", "line_tax"])
        #expect(try order(results[1]).externalID == "A2")
    }

    @Test(
        "a broken row is reported with its line, the order in front is taken, and reading goes on behind",
        arguments: [
            ("\"B\"2,x", "stray_quote"), ("B1,\(good),too,many,fields", "too_many_fields"),
            ("B1,\(good.dropLast(2)),\"open", "open_quote"),
        ])
    func brokenRow(_ row: String, _ code: String) throws {
        let results = try results("A1,\(Self.good)", row, "C1,\(Self.good)")
        #expect(results.count == 3)
        #expect(try order(results[0]).externalID == "A1")
        let errors = try #require(throws: RowErrors.self) { try results[1].get() }
        #expect(errors.all.map(\.line) == [3])
        #expect(errors.all.map(\.code) == [code])
        #expect(try order(results[2]).externalID == "C1")
    }

    @Test("a broken first row does not stop the file")
    func brokenFirstRow() throws {
        let results = try results("\"A\"1,x", "A2,\(Self.good)")
        #expect(throws: RowErrors.self) { try results[0].get() }
        #expect(try order(results[1]).externalID == "A2")
    }

    @Test("an order with a broken row is refused whole, wherever the row stands, so that it never ships short")
    func brokenRowOfOrder() throws {
        let broken = "A1,\(Self.good),more"
        for rows in [["A1,\(Self.good)", broken], [broken, "A1,\(Self.good)"]] {
            let results = try results(rows[0], rows[1], "A2,\(Self.good)")
            #expect(results.count == 2)
            let errors = try #require(throws: RowErrors.self) { try results[0].get() }
            #expect(errors.all.map(\.code) == ["too_many_fields"])
            #expect(try order(results[1]).externalID == "A2")
        }
    }

    @Test("rows of one order that do not stand together are refused")
    func scattered() throws {
        let row = "2018-01-02T03:04:05Z,BRL,1,card,paid,Rua 2,Recife,BR,CUP,1,1,,"
        let results = try results("A1,\(row)", "A2,\(row)", "A1,\(row)")
        guard case .failure(let errors) = results[2] else {
            Issue.record("the order was taken twice")
            return
        }
        #expect(errors.all.first?.line == 4)
        #expect(errors.all.first?.code == "not_together")
    }

    @Test("a misspelt column is refused, so that its data is not lost")
    func unknownColumn() throws {
        let error = try #require(throws: RowError.self) { try results(header: Self.header + ",discuont") }
        #expect(error.code == "unknown_column")
        #expect(error.place == "discuont")
    }

    @Test("a missing column is named")
    func missingColumn() throws {
        let error = try #require(throws: RowError.self) { try results(header: "external_id,currency") }
        #expect(error.code == "missing_column")
    }

    @Test("intake's path of a line leads to the row of the file")
    func lineOfPath() throws {
        let results = try results(
            "A1,2018-01-02T03:04:05Z,BRL,1,card,paid,Rua 2,Recife,BR,CUP,1,1,,", "A1,,,,,,,,,POT,1,0.00,,")
        let order = try results[0].get()
        #expect(order.line(of: "$.order.lines[1].sku") == 3)
        #expect(order.line(of: "$.order.total") == 2)
        #expect(order.line(of: nil) == 2)
    }
}
