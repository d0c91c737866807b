import Contracts
import Foundation
import TestSupport
import WireJSON

/// The old SOAP interface, as far as REST has nothing instead: returns.
///
/// https://api.n11.com/ws/ReturnService.wsdl (ClaimReturnList, ClaimReturnApprove, ClaimReturnDeny)
extension N11Dialect {
    private static let pageSize = 20

    /// Nil for what is no call of the service. Whoever it is, is said in the body, and every answer has the status 200.
    func returns(_ request: StandInRequest, in world: inout Marketplace) -> StandInAnswer? {
        guard request.matches("POST", "ws/returnService") != nil else { return nil }
        let text = String(decoding: request.body, as: UTF8.self)
        let names = ["ClaimReturnList", "ClaimReturnApprove", "ClaimReturnDeny"]
        guard let name = names.first(where: { text.contains("<sch:\($0)Request>") }) else {
            return StandInAnswer(500, body: Array("<Fault/>".utf8))
        }
        func failure(_ code: String, _ message: String) -> StandInAnswer {
            envelope(
                name,
                """
                <result><status>failure</status><errorCode>\(code)</errorCode>
                <errorMessage>\(message)</errorMessage></result>
                """)
        }
        guard Self.value("appKey", in: text) == key, Self.value("appSecret", in: text) == keySecret else {
            return failure("SELLER_API.authenticationFailed", "Doğrulama başarısız")
        }
        if name == "ClaimReturnList" { return list(text, world) }
        guard let id = Self.value("claimReturnId", in: text), let claim = world.claims[id] else {
            return failure("SELLER_API.claimReturnNotFound", "İade talebi bulunamadı")
        }
        let note = Self.value("denyReasonNote", in: text)
        if name == "ClaimReturnDeny", Self.value("denyReasonId", in: text) == nil || note == nil {
            return failure("SELLER_API.denyReason", "denyReasonId, denyReasonNote")
        }
        let state: MarketClaim.State = name == "ClaimReturnDeny" ? .rejected : .accepted
        switch world.decide(claim: id, units: Set(claim.units.map(\.id)), as: state, note: note) {
        case .done: return envelope(name, "<result><status>success</status></result>")
        case .unknownOrder, .refused: return failure("SELLER_API.claimReturnStatus", "İade talebi bu statüde değil")
        }
    }

    /// By the day on which it was asked for, in Turkey; twenty on a page. One claim is of one article.
    private func list(_ text: String, _ world: Marketplace) -> StandInAnswer {
        let status = Self.value("status", in: text) ?? "ALL"
        let (from, until) = (Self.value("startDate", in: text), Self.value("endDate", in: text))
        let number = Self.value("searchInfoType", in: text) == "ORDERID" ? Self.value("searchQuery", in: text) : nil
        let found = world.claims { claim in
            let day = Self.day(of: claim.madeAt)
            return (from.map { Self.sortable($0) <= day } ?? true) && (until.map { day <= Self.sortable($0) } ?? true)
                && (status == "ALL" || Self.word(claim) == status)
                && (number == nil || world[claim.orderID]?.number == number)
        }
        let page = Self.value("currentPage", in: text).flatMap { Int($0) } ?? 0
        let rows = found.dropFirst(page * Self.pageSize).prefix(Self.pageSize).map { claim in
            let line = world[claim.orderID]?.line(claim.units[0].line)
            return """
                <claimReturn><claimReturnId>\(claim.id)</claimReturnId><status>\(Self.word(claim))</status>
                <executer>BUYER</executer><sender>SELLER</sender><returnReasonType>CAYMA</returnReasonType>
                <returnReasonDescription>Vazgeçtim</returnReasonDescription>
                <orderNumber>\(world[claim.orderID]?.number ?? "")</orderNumber>
                <requestDate>\(Self.shown(claim.madeAt))</requestDate><productId>77</productId>
                <productName>Çay</productName><quantity>\(claim.units.count)</quantity>
                <unitPrice>\(Amounts.text(line?.unitPrice ?? 0))</unitPrice><buyerName>Ayşe Yılmaz</buyerName>
                <trackingNumber>N\(claim.id)</trackingNumber></claimReturn>
                """
        }
        return envelope(
            "ClaimReturnList",
            """
            <result><status>success</status></result><claimReturnList>\(rows.joined())</claimReturnList>
            <pagingData><currentPage>\(page)</currentPage><pageSize>\(Self.pageSize)</pageSize>
            <totalCount>\(found.count)</totalCount>
            <pageCount>\((found.count + Self.pageSize - 1) / Self.pageSize)</pageCount></pagingData>
            """)
    }

    private func envelope(_ name: String, _ content: String) -> StandInAnswer {
        StandInAnswer(
            200, headers: ["Content-Type": "text/xml; charset=utf-8"],
            body: Array(
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"><SOAP-ENV:Header/><SOAP-ENV:Body>
                <ns3:\(name)Response xmlns:ns3="http://www.n11.com/ws/schemas">\(content)</ns3:\(name)Response>
                </SOAP-ENV:Body></SOAP-ENV:Envelope>
                """.utf8))
    }

    private static func word(_ claim: MarketClaim) -> String {
        switch claim.units[0].state {
        case .created, .waiting: "REQUESTED"
        case .accepted: "APPROVED"
        case .disputed, .rejected: "DENIED"
        case .cancelled: "CANCELLED"
        }
    }

    /// The text of the first element of that name; nil when it is empty.
    private static func value(_ name: String, in text: String) -> String? {
        guard let start = text.range(of: "<\(name)>"), let end = text.range(of: "</\(name)>"),
            start.upperBound < end.lowerBound
        else { return nil }
        return String(text[start.upperBound..<end.lowerBound])
    }

    /// `31/12/2026` as `20261231`.
    private static func sortable(_ day: String) -> String { day.split(separator: "/").reversed().joined(separator: "") }

    private static func shown(_ time: Int64) -> String {
        let day = day(of: time)
        return "\(day.suffix(2))/\(day.dropFirst(4).prefix(2))/\(day.prefix(4))"
    }

    /// The day in Turkey, as `20261231`.
    private static func day(of time: Int64) -> String {
        String(Timestamp(microseconds: (time + 3 * 3_600_000) * 1000).rfc3339.prefix(10)).replacing("-", with: "")
    }
}
