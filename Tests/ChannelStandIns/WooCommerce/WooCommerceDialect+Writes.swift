import TestSupport
import WireJSON

extension WooCommerceDialect {
    func write(_ request: StandInRequest, in world: inout Marketplace) -> StandInAnswer {
        let payload = WooCommercePayload(dialect: self)
        func written(_ id: String) -> StandInAnswer {
            world[id].map { .json(200, payload.order($0)) } ?? problem(404, "rest_invalid_id", "Invalid ID.")
        }
        for method in ["PUT", "POST", "PATCH"] {
            if let found = request.matches(method, "wp-json/wc/v3/orders/*") {
                return change(found[0], request, in: &world) ?? written(found[0])
            }
            if let found = request.matches(method, "wp-json/wc/v3/products/*"), found[0] != "batch" {
                return stock(found[0], request.json, in: &world)
            }
            if let found = request.matches(method, "wp-json/wc/v3/products/*/variations/*") {
                return stock(found[1], request.json, in: &world)
            }
        }
        if let found = request.matches("POST", "wp-json/wc/v3/orders/*/refunds") {
            return refund(found[0], request, in: &world)
        }
        if let found = request.matches("POST", "wp-json/wc/v3/orders/*/notes") {
            guard world[found[0]] != nil else { return problem(404, "rest_invalid_id", "Invalid order ID.") }
            return .json(201, ["id": .int(world.nextID()), "note": .text(request.json?["note"]?.string)])
        }
        if let found = request.matches("POST", "wp-json/wc-shipment-tracking/v3/orders/*/shipment-trackings") {
            return track(found[0], request, in: &world)
        }
        if request.matches("GET", "wp-json/wc/v3/webhooks") != nil { return .json(200, [hook(world)]) }
        if request.matches("PUT", "wp-json/wc/v3/webhooks/12") != nil {
            if let status = request.json?["status"]?.string { world.areWebhooksOff = status != "active" }
            return .json(200, hook(world))
        }
        if request.matches("POST", "wp-json/wc/v3/products/batch") != nil { return batch(request, in: &world) }
        if request.matches("GET", "wp-json/wc/v3/products") != nil {
            let skus = request["sku"]?.split(separator: ",").map(String.init)
            let found = world.articles.values.sorted { $0.id < $1.id }.filter { skus?.contains($0.sku) ?? true }
            let (size, page) = (request.number("per_page") ?? 10, request.number("page") ?? 1)
            return .json(
                200, .array(found.dropFirst((page - 1) * size).prefix(min(size, 100)).map { payload.product($0) }))
        }
        return problem(404, "rest_no_route", "No route was found matching the URL and request method.")
    }

    private func hook(_ world: Marketplace) -> JSONValue {
        [
            "id": 12, "name": "Waybill", "status": .string(world.areWebhooksOff ? "disabled" : "active"),
            "topic": "order.updated", "delivery_url": .string(world.webhookAddress),
        ]
    }

    /// - Returns: nil when it was done.
    private func change(_ id: String, _ request: StandInRequest, in world: inout Marketplace) -> StandInAnswer? {
        guard let order = world[id] else { return problem(404, "rest_invalid_id", "Invalid ID.") }
        guard let status = request.json?["status"]?.string else {
            world.update(id, tell: .changed) { _ in }
            return nil
        }
        let words = ["pending", "processing", "on-hold", "completed", "cancelled", "refunded", "failed"]
        guard words.contains(status) else {
            return problem(400, "rest_invalid_param", "Invalid parameter(s): status")
        }
        switch status {
        case "cancelled": _ = world.cancelByMerchant(id, units: nil)
        case "completed":
            // Nothing stands for goods but the word: who says it again changes nothing.
            let isNew = WooCommercePayload.status(of: order) != "completed"
            world.pushes.count("completed/\(id)", isCarriedOut: isNew && !order.isCancelled)
            if isNew {
                world.update(id, tell: .shipped) { order in
                    order.status = status
                    for index in order.lines.indices { order.lines[index].shipped = order.lines[index].wanted }
                }
            }
        default: world.update(id, tell: .changed) { $0.status = status }
        }
        return nil
    }

    /// A plug-in's: it takes whatever it is given, also the same number again.
    private func track(_ id: String, _ request: StandInRequest, in world: inout Marketplace) -> StandInAnswer {
        guard world[id] != nil, let body = request.json, let number = body["tracking_number"]?.string else {
            return problem(404, "rest_invalid_id", "Invalid order ID.")
        }
        let shipment = Shipment(
            id: "\(world.nextID())", units: [:],
            carrier: body["tracking_provider"]?.string ?? body["custom_tracking_provider"]?.string,
            trackingNumber: number, url: body["custom_tracking_link"]?.string, location: nil, at: world.now)
        world.pushes.count("fulfilment/\(id)/\(number)", isCarriedOut: true)
        world.update(id, tell: nil) { $0.shipments.append(shipment) }
        return .json(201, WooCommercePayload(dialect: self).tracking(shipment))
    }

    /// No more than the customer has paid. Articles go back on the shelf unless it is told not to: the shop's own count then
    /// differs from ours.
    private func refund(_ id: String, _ request: StandInRequest, in world: inout Marketplace) -> StandInAnswer {
        guard let order = world[id], let body = request.json else {
            return problem(404, "rest_invalid_id", "Invalid order ID.")
        }
        var units: [String: Int] = [:]
        for line in body["line_items"]?.elements.map({ $0 }) ?? [] {
            if let id = line["id"]?.text, let count = line["quantity"]?.int { units[id] = count }
        }
        let cents = Amounts.minor(body["amount"]?.text ?? "0")
        let note = body["reason"]?.string
        guard cents <= order.kept else {
            world.pushes.refuse("refund/\(id)/\(cents)", "\(order.kept) are left of it")
            return problem(400, "woocommerce_rest_cannot_create_order_refund", "Invalid refund amount.")
        }
        world.pushes.count("refund/\(id)/\(note ?? "\(cents)")", isCarriedOut: true)
        if units.isEmpty {
            let refund = MarketRefund(id: "\(world.nextID())", units: [:], amount: cents, at: world.now, note: note)
            world.update(id, tell: .refunded(refund.id)) { $0.refunds.append(refund) }
        } else {
            world.checkMoney(cents, of: units, in: id)
            if case .refused(let reason) = world.cancelByMerchant(id, units: units, note: note) {
                return problem(400, "woocommerce_rest_cannot_create_order_refund", reason)
            }
            if body["api_restock"]?.bool == false {
                for (line, count) in units { world.moveStock(order.line(line)?.sku ?? "", by: -count) }
            }
        }
        guard let order = world[id], let refund = order.refunds.last else {
            return problem(500, "internal", "no refund")
        }
        return .json(201, WooCommercePayload(dialect: self).refund(refund, of: order))
    }

    private func stock(_ id: String, _ body: JSONNode?, in world: inout Marketplace) -> StandInAnswer {
        guard let article = world.article(where: { $0.id == id }) else {
            return problem(404, "woocommerce_rest_product_invalid_id", "Invalid ID.")
        }
        guard let quantity = body?["stock_quantity"]?.int else {
            return problem(400, "rest_invalid_param", "Invalid parameter(s): stock_quantity")
        }
        world.setStock(article.sku, to: quantity)
        return .json(200, WooCommercePayload(dialect: self).product(world.articles[article.sku] ?? article))
    }

    /// Each gets an answer of its own.
    private func batch(_ request: StandInRequest, in world: inout Marketplace) -> StandInAnswer {
        let updates = request.json?["update"]?.elements.map { $0 } ?? []
        guard updates.count <= 100 else {
            return problem(413, "woocommerce_rest_request_entity_too_large", "Unable to accept more than 100 items.")
        }
        var results: [JSONValue] = []
        for update in updates {
            let answer = stock(update["id"]?.text ?? "", update, in: &world)
            let content = answer.content.flatMap { try? JSONValue(from: $0) } ?? .null
            results.append(answer.isGood ? content : ["id": .text(update["id"]?.text), "error": content])
        }
        return .json(200, ["update": .array(results)])
    }
}
