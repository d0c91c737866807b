import TestSupport
import WireJSON

/// https://developers.trendyol.com (getClaims, approveClaimLineItems, createClaimIssue, claim-issue-reasons)
extension TrendyolDialect {
    /// Those that need no picture.
    private static let reasonsWithoutFile = [1651, 451, 2101]

    /// Nil for what is about no claim.
    func claims(_ request: StandInRequest, in world: inout Marketplace) -> StandInAnswer? {
        if request.matches("GET", "order/sellers/*/claims") != nil { return listClaims(request, world) }
        if request.matches("GET", "order/claim-issue-reasons") != nil {
            return .json(
                200,
                [
                    ["id": 1651, "name": "İade paketi elime ulaşmadı"], ["id": 451, "name": "Analize göndereceğim"],
                    ["id": 2101, "name": "Değişim talebi"], ["id": 1, "name": "Kullanılmış ürün"],
                ])
        }
        if let found = request.matches("PUT", "order/sellers/*/claims/*/items/approve") {
            let units = request.json?["claimLineItemIdList"]?.elements.compactMap(\.text) ?? []
            return answer(world.decide(claim: found[1], units: Set(units), as: .accepted))
        }
        guard let found = request.matches("POST", "order/sellers/*/claims/*/issue") else { return nil }
        guard let reason = request.number("claimIssueReasonId"), let list = request["claimItemIdList"],
            let words = request["description"], !words.isEmpty, words.unicodeScalars.count <= 500
        else { return problem(400, "claim.issue", "claimIssueReasonId, claimItemIdList and description are required") }
        guard Self.reasonsWithoutFile.contains(reason) || !request.body.isEmpty else {
            return problem(400, "claim.issue.file", "a file is required for this reason")
        }
        let units = Set(list.split(separator: ",").map(String.init))
        return answer(world.decide(claim: found[1], units: units, as: .disputed, note: words))
    }

    private func answer(_ outcome: Marketplace.Outcome) -> StandInAnswer {
        switch outcome {
        case .done: StandInAnswer(200)
        case .unknownOrder: problem(404, "claim.not.found")
        case .refused(let reason): problem(400, "claim.item.status", reason)
        }
    }

    /// By the time at which a claim was made, in the order of its last change. Whoever names claims gets those, whatever else he says.
    private func listClaims(_ request: StandInRequest, _ world: Marketplace) -> StandInAnswer {
        let (page, size) = (request.number("page") ?? 0, request.number("size") ?? 50)
        guard page >= 0, (1...200).contains(size) else { return problem(400, "size", "size is from 1 to 200") }
        let named = request["claimIds"]?.split(separator: ",").map(String.init)
        let from = request.number("startDate").map(Int64.init) ?? .min
        let until = request.number("endDate").map(Int64.init) ?? .max
        let found = world.claims { claim in
            if let named { return named.contains(claim.id) }
            guard claim.madeAt >= from, claim.madeAt <= until else { return false }
            if let number = request["orderNumber"], number != world[claim.orderID]?.number { return false }
            guard let status = request["claimItemStatus"] else { return true }
            return claim.units.contains { Self.status(of: $0.state) == status }
        }
        let content = found.dropFirst(page * size).prefix(size).map { payload($0, in: world) }
        return .json(
            200,
            [
                "page": .int(page), "size": .int(size), "totalElements": .int(found.count),
                "totalPages": .int((found.count + size - 1) / size), "content": .array(Array(content)),
            ])
    }

    private static func status(of state: MarketClaim.State) -> String {
        switch state {
        case .created: "Created"
        case .waiting: "WaitingInAction"
        case .accepted: "Accepted"
        case .disputed: "Unresolved"
        case .rejected: "Rejected"
        case .cancelled: "Cancelled"
        }
    }

    private func payload(_ claim: MarketClaim, in world: Marketplace) -> JSONValue {
        let order = world[claim.orderID]
        let items = Set(claim.units.map(\.line)).sorted().map { item($0, of: claim, order, in: world) }
        return [
            "id": .string(claim.id), "orderNumber": .string(order?.number ?? ""),
            "orderDate": .int((order?.placedAt ?? 0) + 3 * 3_600_000), "customerFirstName": "Ayşe",
            "customerLastName": "Yılmaz", "claimDate": .int(claim.madeAt), "lastModifiedDate": .int(claim.modifiedAt),
            "cargoTrackingNumber": .id("733\(claim.id)"), "cargoProviderName": "Trendyol Express",
            "orderShipmentPackageId": .id(order?.packages.first?.id ?? "0"), "items": .array(items),
        ]
    }

    private func item(
        _ line: String, of claim: MarketClaim, _ order: MarketOrder?, in world: Marketplace
    ) -> JSONValue {
        let sku = order?.line(line)?.sku ?? ""
        let units = claim.units.filter { $0.line == line }.map { unit($0) }
        let orderLine: JSONValue = [
            "id": .id(line), "productName": "Çay", "merchantSku": .string(sku),
            "barcode": .string(world.articles[sku]?.barcode ?? ""),
            "price": .amount(order?.line(line)?.unitPrice ?? 0), "vatRate": 20,
        ]
        return ["orderLine": orderLine, "claimItems": .array(units)]
    }

    private func unit(_ unit: MarketClaim.Unit) -> JSONValue {
        let reason: JSONValue = ["id": 401, "name": "Vazgeçtim", "externalReasonId": 6, "code": "ABANDON"]
        return [
            "id": .string(unit.id), "orderLineItemId": .id(unit.id), "customerClaimItemReason": reason,
            "trendyolClaimItemReason": reason, "claimItemStatus": ["name": .string(Self.status(of: unit.state))],
            "note": "", "customerNote": "", "resolved": .bool(unit.state == .accepted),
            "acceptDetail": unit.acceptDetail.map { .string($0) } ?? .null,
        ]
    }
}
