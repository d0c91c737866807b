import Contracts
import HTTPClient

@testable import OrderIntake

extension ChannelWorld {
    /// What a customer wants to give back: units of one line, each with a status of its own.
    struct Claimed: Sendable {
        var id: Int
        var order: String
        var made: Timestamp
        var changed: Timestamp?
        var line = "7001"
        var statuses = ["WaitingInAction"]
        /// Without what says which line it is of.
        var isBroken = false
    }

    /// `getClaims`: by the time of their making, in the order of their last change, a page by its number.
    static let trendyolClaims: Lister = { request, state in
        guard request.header("user-agent") == "55 - SelfIntegration" else { return HTTPAnswer(status: 403) }
        let (since, until) = (request.milliseconds("startDate"), request.milliseconds("endDate"))
        let found = state.claims.filter { since <= $0.made && $0.made <= until }
            .sorted { ($0.changed ?? $0.made, $0.id) < ($1.changed ?? $1.made, $1.id) }
        let size = request.int("size")
        let page = found.dropFirst(request.int("page") * size).prefix(size).map { claim in
            let units = claim.statuses.enumerated().map { index, status in
                """
                {"id": "u-\(claim.id)-\(index)", "orderLineItemId": 5, "claimItemStatus": {"name": "\(status)"},
                 "customerClaimItemReason": {"id": "401", "name": "Vazgeçtim", "code": "ABANDON"}, "resolved": false}
                """
            }
            let line = claim.isBroken ? "{}" : "{\"id\": \(claim.line), \"productName\": \"Çay\"}"
            return """
                {"id": "c-\(claim.id)", "orderNumber": "\(claim.order)", "claimDate": \(claim.made.milliseconds),
                 "lastModifiedDate": \((claim.changed ?? claim.made).milliseconds),
                 "items": [{"orderLine": \(line), "claimItems": [\(units.joined(separator: ","))]}]}
                """
        }
        return .json(
            """
            {"totalElements": \(found.count), "totalPages": \((found.count + size - 1) / max(1, size)),
             "page": \(request.int("page")), "size": \(size), "content": [\(page.joined(separator: ","))]}
            """)
    }

    /// `ClaimReturnList` of the SOAP interface: by days, twenty on a page unless the world says otherwise.
    static let n11Claims: Lister = { request, state in
        guard let asked = try? XMLReader.parse(request.call.body ?? []).find("ClaimReturnListRequest"),
            let search = asked["searchData"], let period = search["period"]
        else { return HTTPAnswer(status: 500, body: Array("<Fault/>".utf8)) }
        func answer(_ result: String, _ rest: String = "") -> HTTPAnswer {
            HTTPAnswer(
                status: 200,
                body: Array(
                    """
                    <SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"><SOAP-ENV:Body>
                    <ns3:ClaimReturnListResponse xmlns:ns3="http://www.n11.com/ws/schemas"><result>\(result)</result>\(rest)
                    </ns3:ClaimReturnListResponse></SOAP-ENV:Body></SOAP-ENV:Envelope>
                    """.utf8))
        }
        guard asked["auth"]?.value("appKey") == "ck_1", asked["auth"]?.value("appSecret") == "cs_1" else {
            return answer(
                """
                <status>failure</status><errorCode>SELLER_API.authenticationFailed</errorCode>
                <errorMessage>Doğrulama başarısız</errorMessage>
                """)
        }
        func day(_ time: Timestamp) -> String { String((time + .seconds(3 * 3600)).rfc3339.prefix(10)) }
        func bound(_ name: String) -> String {
            (period.value(name) ?? "").split(separator: "/").reversed().joined(separator: "-")
        }
        let found = state.claims.filter { bound("startDate") <= day($0.made) && day($0.made) <= bound("endDate") }
        let page = asked["pagingData"]?.value("currentPage").flatMap { Int($0) } ?? 0
        let claims = found.dropFirst(page * state.pageSize).prefix(state.pageSize).map { claim in
            """
            <claimReturn><claimReturnId>\(claim.id)</claimReturnId><status>\(claim.statuses[0])</status>
            <orderNumber>\(claim.order)</orderNumber><productName>Çay &amp; bardak</productName>
            \(claim.isBroken ? "" : "<quantity>1</quantity>")<returnReasonType>WRONG_PRODUCT</returnReasonType></claimReturn>
            """
        }
        return answer(
            "<status>success</status>",
            """
            <claimReturnList>\(claims.joined())</claimReturnList><pagingData><currentPage>\(page)</currentPage>
            <pageSize>\(state.pageSize)</pageSize><totalCount>\(found.count)</totalCount>
            <pageCount>\((found.count + state.pageSize - 1) / state.pageSize)</pageCount></pagingData>
            """)
    }
}
