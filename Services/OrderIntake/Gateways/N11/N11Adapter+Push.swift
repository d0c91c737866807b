import Contracts
import WireJSON

/// What N11 is told: that we work on an order, and what we have not. That a parcel is on its way, its carrier says.
extension N11Adapter {
    package func push(
        _ push: ChannelPush, isRepeat: Bool, over link: ChannelLink
    ) async throws(ChannelFailure) -> PushOutcome {
        switch push {
        case .acknowledgement(let content): try await acknowledge(content, over: link)
        case .cancellation(let content): try await cancel(content, over: link)
        case .stock(let items): try await setStock(items, over: link)
        case .fulfilment, .refund, .returnDecision, .invoice: .notNeeded("N11 is not told of this")
        }
    }

    package func progress(
        _ reference: String, of push: ChannelPush, over link: ChannelLink
    ) async throws(ChannelFailure) -> PushOutcome {
        guard case .stock = push else { return .done(reference: reference) }
        let body: JSONValue = .members([
            "taskId": .numericID(reference), "pageable": .members(["page": .whole(0), "size": .whole(1000)]),
        ])
        let root = try await link.call(
            .json("POST", "/ms/product/task-details/page-query", body.jsonBytes, limit: "stock")
        ).expectSuccess().json()
        switch root["status"]?.string {
        case "PROCESSED": break
        case "REJECT": throw .refused("N11 rejected the stock task \(reference)")
        default: return .underway(reference: reference)
        }
        var refused: [String: String] = [:]
        for result in root["skus"]?["content"]?.elements.map(\.self) ?? [] where result["status"]?.string != "SUCCESS" {
            guard let sku = result["sku"]?["stockCode"]?.text ?? result["itemCode"]?.text else { continue }
            refused[sku] = result["reasons"]?.elements.compactMap(\.text).first ?? "refused"
        }
        return refused.isEmpty ? .done(reference: reference) : .partly(refused: refused)
    }

    /// Units per line in the order's packages of one state: one call lists one.
    private func units(
        _ order: String, _ status: String, over link: ChannelLink
    ) async throws(ChannelFailure) -> [String: Int] {
        let root = try await link.call(
            ChannelCall(
                "GET", "/rest/delivery/v1/shipmentPackages",
                query: [("orderNumber", order), ("status", status), ("page", "0"), ("size", "100")], limit: "orders")
        ).expectSuccess().json()
        let reader = PayloadReader()
        var units: [String: Int] = [:]
        for package in root["content"]?.elements.map(\.self) ?? []
        where reader.id("orderNumber", of: package) == order {
            for line in package["lines"]?.elements.map(\.self) ?? [] {
                guard let id = reader.id("orderLineId", of: line) else { continue }
                units[id, default: 0] += line["quantity"]?.int ?? 0
            }
        }
        return units
    }

    /// Each line has an answer of its own.
    private func acknowledge(
        _ order: ChannelPush.Acknowledgement, over link: ChannelLink
    ) async throws(ChannelFailure) -> PushOutcome {
        let open = try await units(order.order, "Created", over: link)
        let lines = order.lines.map(\.lineID).filter { open[$0] != nil }
        guard !lines.isEmpty else { return .found(reference: nil) }
        let body: JSONValue = .members([
            "lines": .array(lines.map { .members(["lineId": .numericID($0)]) }), "status": .string("Picking"),
        ])
        let answer = try await link.call(
            .json("PUT", "/rest/order/v1/update", body.jsonBytes, limit: "orders")
        ).expectSuccess().json()
        let failed = (answer["content"]?.elements.map(\.self) ?? []).filter { $0["status"]?.string != "SUCCESS" }
        guard let first = failed.first else { return .done(reference: nil) }
        // Somebody was faster, or cancelled: what stays is a refusal.
        let left = try await units(order.order, "Created", over: link)
        guard lines.contains(where: { left[$0] != nil }) else { return .done(reference: nil) }
        throw .refused("N11 does not take line \(first["lineId"]?.text ?? "?"): \(first["reasons"]?.text ?? "")")
    }

    /// What stands there and should not: a repeat finds nothing of it. Others have taken the place of a package that is unpacked.
    private func cancel(
        _ wish: ChannelPush.Cancellation, over link: ChannelLink
    ) async throws(ChannelFailure) -> PushOutcome {
        var standing: [String: Int] = [:]
        for status in ["Created", "Picking"] {
            standing.merge(try await units(wish.order, status, over: link), uniquingKeysWith: +)
        }
        let items = wish.left.sorted { $0.lineID < $1.lineID }.compactMap { left -> JSONValue? in
            let excess = (standing[left.lineID] ?? 0) - left.quantity
            guard excess > 0 else { return nil }
            return .members([
                "orderLineId": .numericID(left.lineID), "quantity": .whole(excess),
                "cancelReasonId": .whole(Int(link.option("cancelReason") ?? "") ?? 61),
            ])
        }
        guard !items.isEmpty else { return .found(reference: nil) }
        let body: JSONValue = .members(["splitGroups": .array([]), "cancelledItems": .array(items)])
        _ = try await link.call(
            .json("POST", "/rest/delivery/v1/splitPackageByQuantity", body.jsonBytes, limit: "orders")
        ).expectSuccess()
        return .done(reference: nil)
    }

    private func setStock(
        _ items: [ChannelPush.StockItem], over link: ChannelLink
    ) async throws(ChannelFailure) -> PushOutcome {
        let body: JSONValue = .members([
            "payload": .members([
                "integrator": .string(link.option("integrator") ?? "Waybill"),
                "skus": .array(
                    items.map { .members(["stockCode": .string($0.sku), "quantity": .whole($0.units)]) }),
            ])
        ])
        let answer = try await link.call(
            .json("POST", "/ms/product/tasks/price-stock-update", body.jsonBytes, limit: "stock")
        ).expectSuccess().json()
        guard answer["status"]?.string != "REJECT" else {
            throw .refused("N11 rejected the stock task: \(answer["reasons"]?.elements.compactMap(\.text).first ?? "")")
        }
        return answer["id"]?.text.map { .underway(reference: $0) } ?? .done(reference: nil)
    }
}
