import TestSupport
import WireJSON

extension MagentoDialect {
    func write(_ request: StandInRequest, in world: inout Marketplace) -> StandInAnswer {
        if let found = request.matches("POST", "order/*/ship") { return ship(found[0], request, in: &world) }
        if let found = request.matches("POST", "order/*/invoice") { return invoice(found[0], in: &world) }
        if let found = request.matches("POST", "orders/*/cancel") {
            // What is invoiced cannot be.
            if world[found[0]]?.isPaid == true { return .raw(200, "false") }
            switch world.cancelByMerchant(found[0], units: nil) {
            case .done: return .raw(200, "true")
            case .unknownOrder: return problem("The entity that was requested doesn't exist.", 404)
            case .refused: return .raw(200, "false")
            }
        }
        for word in ["hold", "unhold"] {
            if let found = request.matches("POST", "orders/*/\(word)"), world[found[0]] != nil {
                world.update(found[0], tell: .changed) { $0.status = word == "hold" ? "holded" : nil }
                return .raw(200, "true")
            }
        }
        if let found = request.matches("POST", "orders/*/comments"), world[found[0]] != nil {
            return .raw(200, "true")
        }
        if let found = request.matches("POST", "order/*/refund") { return credit(found[0], request, in: &world) }
        if let found = request.matches("POST", "invoice/*/refund") {
            let order = world.orders { $0.isPaid && MagentoPayload.invoiceID(of: $0) == found[0] }.first
            guard let order else { return problem("The entity that was requested doesn't exist.", 404) }
            let isOnline = request.json?["isOnline"]?.bool == true
            // Its method has nobody who could give anything back.
            guard MagentoPayload.isOfGateway(order) || !isOnline else {
                return problem("Creditmemo Document Validation Error(s):\nWe can't create creditmemo for the invoice.")
            }
            return credit(order.id, request, isOnline: isOnline, in: &world)
        }
        if request.matches("POST", "inventory/source-items") != nil { return setStock(request, in: &world) }
        return problem("Request does not match any route.", 404)
    }

    /// Without items all that is left is shipped. Of an article chosen by its options either line may be named.
    private func ship(_ id: String, _ request: StandInRequest, in world: inout Marketplace) -> StandInAnswer {
        guard let order = world[id], let body = request.json else {
            return problem("The entity that was requested doesn't exist. Verify the entity and try again.", 404)
        }
        if let code = body["arguments"]?["extension_attributes"]?["source_code"]?.string, code != source {
            return problem("The source \(code) doesn't exist.")
        }
        guard order.isPaid || order.status == nil, order.status != "holded" else {
            return problem("Shipment Document Validation Error(s):\nThe order does not allow a shipment.")
        }
        var units: [String: Int] = [:]
        for item in body["items"]?.elements.map({ $0 }) ?? [] {
            guard let name = item["order_item_id"]?.text, let count = item["qty"]?.int,
                let line = order.lines.first(where: { $0.id == name || "\($0.id)1" == name })
            else { return problem("The order does not contain an item with the id.") }
            units[line.id, default: 0] += count
        }
        let track = body["tracks"]?[0]
        guard let track, let number = track["track_number"]?.string, track["carrier_code"]?.string != nil,
            track["title"]?.string != nil
        else { return problem("\"track_number\", \"title\" and \"carrier_code\" are required. Enter and try again.") }
        let outcome = world.ship(
            id, units: units.isEmpty ? nil : units, carrier: track["title"]?.string, trackingNumber: number)
        switch outcome {
        case .done(let shipment): return .raw(200, "\"\(shipment)\"")
        case .unknownOrder: return problem("The entity that was requested doesn't exist.", 404)
        case .refused:
            return problem(
                "Shipment Document Validation Error(s):\nThe order does not allow a shipment to be created.")
        }
    }

    private func invoice(_ id: String, in world: inout Marketplace) -> StandInAnswer {
        guard let order = world[id] else { return problem("The entity that was requested doesn't exist.", 404) }
        guard order.invoice == nil, !order.isCancelled else {
            world.pushes.count("invoice/\(id)", isCarriedOut: false)
            return problem("Invoice Document Validation Error(s):\nThe order does not allow an invoice to be created.")
        }
        let number = "\(world.nextID())"
        world.pushes.count("invoice/\(id)", isCarriedOut: true)
        world.update(id, tell: .changed) { order in
            order.invoice = number
            order.isPaid = true
        }
        return .raw(200, "\"\(number)\"")
    }

    /// A credit memo: units of an order that is paid, or money beside them.
    private func credit(
        _ id: String, _ request: StandInRequest, isOnline: Bool = false, in world: inout Marketplace
    ) -> StandInAnswer {
        guard let order = world[id], let body = request.json else {
            return problem("The entity that was requested doesn't exist. Verify the entity and try again.", 404)
        }
        let refused = problem(
            "Creditmemo Document Validation Error(s):\nThe order does not allow creation of creditmemo.")
        guard order.isPaid, !order.isCancelled else { return refused }
        var units: [String: Int] = [:]
        for item in body["items"]?.elements.map({ $0 }) ?? [] {
            guard let name = item["order_item_id"]?.text, let count = item["qty"]?.int,
                let line = order.lines.first(where: { $0.id == name || "\($0.id)1" == name })
            else { return problem("The creditmemo contains product item that is not part of the original order.") }
            units[line.id, default: 0] += count
        }
        // Without items it is a memo of all that is left.
        if body["items"]?.count ?? 0 == 0 {
            units = Dictionary(uniqueKeysWithValues: order.lines.map { ($0.id, $0.wanted) }).filter { $0.value > 0 }
        }
        let note = body["comment"]?["comment"]?.string
        let adjustment = Amounts.minor(body["arguments"]?["adjustment_positive"]?.text ?? "0")
        let intent = "refund/\(id)/\(note ?? "")"
        let shipping = Amounts.minor(body["arguments"]?["shipping_amount"]?.text ?? "0")
        let fee = Amounts.minor(body["arguments"]?["adjustment_negative"]?.text ?? "0")
        let price = units.reduce(0) { $0 + (order.line($1.key)?.unitPrice ?? 0) * Int64($1.value) }
        let sum = price + shipping + adjustment - fee
        guard sum <= order.kept else {
            world.pushes.refuse(intent, "\(order.kept) are left of it")
            return problem("The most money available to refund is \(Amounts.text(order.kept)).")
        }
        let isMoneyAlone = units.values.allSatisfy { $0 == 0 }
        if isMoneyAlone, order.shipping == 0 { return problem("You can't create a creditmemo without products.") }
        let cameBack = !isMoneyAlone && units.allSatisfy { $0.value <= order.line($0.key)?.shipped ?? 0 }
        // It is closed all the same, and what was paid beside its goods stays with the shop: an error of ours.
        if !cameBack, units.values.reduce(0, +) == order.wanted, sum < order.kept {
            world.pushes.refuse("money/\(id)", "\(sum) of \(order.kept) go back")
        }
        // The shop's books have it given back, and the customer's card has not: an error of ours.
        if MagentoPayload.isOfGateway(order), !isOnline {
            world.pushes.refuse("money/\(id)", "the gateway heard nothing")
        }
        if isMoneyAlone || cameBack {
            guard sum > 0, world.refund(sum, of: id, note: note) else { return refused }
            world.pushes.count(intent, isCarriedOut: true)
        } else if case .done = world.cancelByMerchant(id, units: units, note: note) {
            world.pushes.count(intent, isCarriedOut: true)
        } else {
            return refused
        }
        return .raw(200, "\(world[id]?.refunds.last?.id ?? "0")")
    }

    /// All or none.
    private func setStock(_ request: StandInRequest, in world: inout Marketplace) -> StandInAnswer {
        var levels: [(String, Int)] = []
        for item in request.json?["sourceItems"]?.elements.map({ $0 }) ?? [] {
            guard let sku = item["sku"]?.string, item["source_code"]?.string == source,
                let quantity = item["quantity"]?.int, item["status"]?.int != nil
            else { return problem("Source item validation failed.") }
            guard world.articles[sku] != nil else { return problem("Product with SKU \"\(sku)\" does not exist.") }
            levels.append((sku, quantity))
        }
        guard !levels.isEmpty else { return problem("Input data is empty.") }
        for (sku, quantity) in levels { world.setStock(sku, to: quantity) }
        return .raw(200, "[]")
    }
}
