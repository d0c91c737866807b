import ChannelStandIns
import OrderIntake
import Testing
import WireJSON

@Suite("What customers give back, at a stand-in,")
struct ClaimTests {
    private let clock = HandClock()

    @Test("is no more than they have")
    func bounds() async throws {
        let standIn = await clock.standIn(TrendyolDialect())
        let id = await standIn.place([("SKU-1", 3)])
        let line = try #require(await standIn.world[id]?.lines.first?.id)
        let first = try #require(await standIn.act { $0.giveBack(2, of: line, in: id) })
        #expect(await standIn.act { $0.giveBack(2, of: line, in: id) } == nil)
        await standIn.act { $0.move(claim: first, to: .cancelled) }
        #expect(await standIn.act { $0.giveBack(3, of: line, in: id) } != nil)
    }

    @Test(
        "Trendyol: is listed by when it was claimed, and read as a claim of its line; yes and no are said unit by unit")
    func trendyol() async throws {
        let standIn = await clock.standIn(TrendyolDialect())
        let id = await standIn.place([("SKU-1", 3), ("SKU-2", 1)])
        let order = try #require(await standIn.world[id])
        clock.move(seconds: 3600)
        let made = clock.now
        let claim = try #require(await standIn.act { $0.giveBack(3, of: order.lines[0].id, in: id) })
        let base = "/integration/order/sellers/107703/claims"
        func list(_ query: String) async -> StandInAnswer { await standIn.call("GET", "\(base)?size=200&\(query)") }
        #expect(await list("startDate=\(made + 1)").content?["totalElements"]?.int == 0)
        #expect(await list("startDate=\(made)&endDate=\(made)").content?["totalElements"]?.int == 1)
        #expect(await list("claimItemStatus=WaitingInAction").content?["totalElements"]?.int == 0)
        #expect(await standIn.call("GET", "\(base)?size=201").status == 400)
        let read = try #require(TrendyolMapping().claims(in: await list("orderNumber=\(order.number)").body))
        #expect(
            read == [
                ChannelClaim(
                    id: claim, orderID: order.number,
                    items: [.init(lineID: order.lines[0].id, quantity: 3, reason: "abandon")])
            ])
        let units = try #require(await standIn.world.claims[claim]?.units.map(\.id))
        func approve(_ units: [String]) async -> Int {
            let list = units.map { "\"\($0)\"" }.joined(separator: ",")
            return await standIn.call(
                "PUT", "\(base)/\(claim)/items/approve", "{\"claimLineItemIdList\": [\(list)], \"params\": {}}"
            ).status
        }
        // It is not there yet.
        #expect(await approve([units[0]]) == 400)
        await standIn.act { $0.move(claim: claim, to: .waiting) }
        #expect(await approve([units[0]]) == 200)
        #expect(await approve([units[0]]) == 400)
        func dispute(_ query: String, _ file: String = "") async -> Int {
            await standIn.call("POST", "\(base)/\(claim)/issue?\(query)", file).status
        }
        let both = "claimItemIdList=\(units[1]),\(units[2])"
        #expect(await dispute("claimIssueReasonId=451&\(both)") == 400)
        #expect(await dispute("claimIssueReasonId=1&\(both)&description=used") == 400)
        #expect(await dispute("claimIssueReasonId=1&claimItemIdList=\(units[1])&description=used", "picture") == 200)
        #expect(await dispute("claimIssueReasonId=451&\(both)&description=used") == 400)
        #expect(await dispute("claimIssueReasonId=451&claimItemIdList=\(units[2])&description=used") == 200)
        let states = await standIn.world.claims[claim]?.units.map(\.state)
        #expect(states == [.accepted, .disputed, .disputed])
        #expect(await standIn.world.pushes.doubled == [])
        #expect(await standIn.call("GET", "/integration/order/claim-issue-reasons").content?.count == 4)
    }

    @Test("N11: is listed by SOAP, by Turkish days and pages of twenty; whoever asks says who he is in the envelope")
    func n11() async throws {
        let dialect = N11Dialect()
        let standIn = await clock.standIn(dialect)
        func ask(_ name: String, _ content: String, secret: String = "n11-app-secret") async -> StandInAnswer {
            await standIn.call(
                "POST", "/ws/returnService/",
                """
                <soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"
                 xmlns:sch="http://www.n11.com/ws/schemas"><soapenv:Body><sch:\(name)Request>
                <auth><appKey>\(dialect.key)</appKey><appSecret>\(secret)</appSecret></auth>\(content)
                </sch:\(name)Request></soapenv:Body></soapenv:Envelope>
                """)
        }
        var claims: [String] = []
        for _ in 0..<21 {
            let id = await standIn.place([("SKU-1", 1)])
            let line = try #require(await standIn.world[id]?.lines.first?.id)
            claims.append(try #require(await standIn.act { $0.giveBack(1, of: line, in: id) }))
        }
        // 02:40 in Greenwich on 2 February 2026.
        func list(_ day: String, page: Int = 0, secret: String = "n11-app-secret") async -> [ChannelClaim]? {
            let answer = await ask(
                "ClaimReturnList",
                """
                <searchData><status>ALL</status><sender>ALL</sender><period><startDate>\(day)</startDate>
                <endDate>\(day)</endDate></period></searchData><pagingData><currentPage>\(page)</currentPage></pagingData>
                """, secret: secret)
            #expect(answer.status == 200)
            return N11Mapping().claims(in: answer.body)
        }
        #expect(await list("02/02/2026")?.count == 20)
        #expect(await list("02/02/2026", page: 1)?.count == 1)
        #expect(await list("01/02/2026") == [])
        #expect(await list("02/02/2026", secret: "no") == nil)
        let first = claims[0]
        await standIn.act { $0.move(claim: first, to: .waiting) }
        func says(_ answer: StandInAnswer, _ word: String) -> Bool {
            String(decoding: answer.body, as: UTF8.self).contains("<status>\(word)</status>")
        }
        let id = "<claimReturnId>\(first)</claimReturnId>"
        #expect(says(await ask("ClaimReturnDeny", id), "failure"))
        let reason = "<denyReasonId>1</denyReasonId><denyReasonNote>used</denyReasonNote>"
        #expect(says(await ask("ClaimReturnDeny", id + reason), "success"))
        #expect(says(await ask("ClaimReturnApprove", id), "failure"))
        #expect(await list("02/02/2026", page: 1)?.last?.items.first?.quantity == 0)
    }
}
