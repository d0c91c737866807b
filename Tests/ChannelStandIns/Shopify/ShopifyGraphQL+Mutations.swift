import TestSupport
import WireJSON

extension ShopifyGraphQL {
    func mutation(
        _ field: GraphQLField, in world: inout Marketplace, _ day: inout Day
    ) throws -> JSONValue {
        switch field.name {
        case "fulfillmentCreate", "fulfillmentCreateV2": return fulfillmentCreate(field, in: &world)
        case "fulfillmentTrackingInfoUpdate", "fulfillmentTrackingInfoUpdateV2": return track(field, in: &world)
        case "inventorySetQuantities": return try setQuantities(field, in: &world, &day)
        case "orderCancel": return cancel(field, in: &world)
        case "refundCreate": return refund(field, in: &world)
        case "webhookSubscriptionCreate": return try subscribe(field, in: &world)
        default: throw GraphQLError(message: "Field '\(field.name)' doesn't exist on type 'Mutation'")
        }
    }

    func problem(_ message: String, code: String? = nil, at path: [JSONValue] = []) -> JSONValue {
        [["field": path.isEmpty ? nil : .array(path), "message": .string(message), "code": .text(code)]]
    }

    /// Every fulfilment order of one call must be of one place.
    private func fulfillmentCreate(_ field: GraphQLField, in world: inout Marketplace) -> JSONValue {
        func failed(_ message: String) -> JSONValue {
            ["fulfillment": nil, "userErrors": problem(message, at: ["fulfillment"])]
        }
        let input = field.arguments["fulfillment"] ?? .null
        guard case .array(let groups)? = input["lineItemsByFulfillmentOrder"], !groups.isEmpty else {
            return failed("Line items by fulfillment order can't be blank")
        }
        var (orders, places) = (Set<String>(), Set<String>())
        var units: [String: Int] = [:]
        for group in groups {
            guard case .string(let gid)? = group["fulfillmentOrderId"] else {
                return failed("Fulfillment order not found")
            }
            let parts = Self.id(gid).split(separator: "-")
            guard parts.count == 2, let order = world[String(parts[0])] else {
                return failed("Fulfillment order does not exist.")
            }
            orders.insert(order.id)
            places.insert(String(parts[1]))
            let own = order.lines.filter { place(of: $0, in: order) == parts[1] }
            if case .array(let items)? = group["fulfillmentOrderLineItems"], !items.isEmpty {
                for item in items {
                    guard case .string(let line)? = item["id"], case .number(let count)? = item["quantity"],
                        own.contains(where: { $0.id == Self.id(line) })
                    else { return failed("Fulfillment order line item does not exist.") }
                    units[Self.id(line), default: 0] += Int(count) ?? 0
                }
            } else {
                for line in own where line.unshipped > 0 { units[line.id] = line.unshipped }
            }
        }
        guard let order = orders.first, orders.count == 1, let place = places.first, places.count == 1 else {
            return failed("All fulfillment orders must be assigned to the same location.")
        }
        let tracking = input["trackingInfo"] ?? .null
        let outcome = world.ship(
            order, units: units, carrier: tracking["company"]?.text,
            trackingNumber: tracking["number"]?.text ?? "", url: tracking["url"]?.text,
            location: dialect.locations.count > 1 ? place : nil)
        switch outcome {
        case .done(let id):
            let shipment = world[order]?.shipments.first { $0.id == id }
            return ["fulfillment": shipment.map { fulfillment($0) } ?? .null, "userErrors": []]
        case .unknownOrder: return failed("Fulfillment order does not exist.")
        case .refused:
            return failed("Invalid fulfillment order line item quantity requested.")
        }
    }

    private func track(_ field: GraphQLField, in world: inout Marketplace) -> JSONValue {
        let (id, info) = (id("fulfillmentId", of: field), field.arguments["trackingInfoInput"] ?? .null)
        guard let order = world.orders(where: { $0.shipments.contains { $0.id == id } }).first else {
            return ["fulfillment": nil, "userErrors": problem("Fulfillment does not exist.")]
        }
        world.track(
            id, of: order.id, by: info["number"]?.text ?? "", carrier: info["company"]?.text, url: info["url"]?.text)
        let shipment = world[order.id]?.shipments.first { $0.id == id }
        return ["fulfillment": shipment.map { fulfillment($0) } ?? .null, "userErrors": []]
    }

    /// Compares before it sets, unless it is told not to; either all are set or none.
    private func setQuantities(
        _ field: GraphQLField, in world: inout Marketplace, _ day: inout Day
    ) throws -> JSONValue {
        func failed(_ message: String, _ code: String, _ index: Int) -> JSONValue {
            [
                "inventoryAdjustmentGroup": nil,
                "userErrors": problem(message, code: code, at: ["input", "quantities", .string("\(index)")]),
            ]
        }
        let input = field.arguments["input"] ?? .null
        guard case .array(let quantities)? = input["quantities"], quantities.count <= 250,
            input["name"]?.text != nil, input["reason"]?.text != nil
        else { throw GraphQLError(message: "Argument 'input' on Field 'inventorySetQuantities' has an invalid value") }
        let ignores = input["ignoreCompareQuantity"] == .bool(true)
        var levels: [(sku: String, quantity: Int)] = []
        for (index, entry) in quantities.enumerated() {
            guard case .string(let item)? = entry["inventoryItemId"], case .string(let place)? = entry["locationId"],
                case .number(let text)? = entry["quantity"], let quantity = Int(text),
                let article = world.article(where: { $0.id == Self.id(item) })
            else { return failed("The specified inventory item could not be found.", "INVALID_INVENTORY_ITEM", index) }
            guard dialect.locations.contains(Self.id(place)) else {
                return failed("The specified location could not be found.", "INVALID_LOCATION", index)
            }
            if case .number(let expected)? = entry["compareQuantity"] ?? entry["changeFromQuantity"] {
                // Somebody sold one in between.
                if day.strikes(.staleStock) { world.moveStock(article.sku, by: -1) }
                guard Int(expected) == world.articles[article.sku]?.stock else {
                    return failed("The compareQuantity value does not match.", "COMPARE_QUANTITY_STALE", index)
                }
            } else if !ignores, entry["changeFromQuantity"] == nil {
                return failed("The compareQuantity argument must be given.", "COMPARE_QUANTITY_REQUIRED", index)
            }
            levels.append((article.sku, quantity))
        }
        for level in levels { world.setStock(level.sku, to: level.quantity) }
        let group: JSONValue = [
            "id": .string("gid://shopify/InventoryAdjustmentGroup/\(world.nextID())"),
            "reason": input["reason"] ?? .null, "referenceDocumentUri": input["referenceDocumentUri"] ?? .null,
            "createdAt": ShopifyPayload.time(world.now), "changes": [],
        ]
        return ["inventoryAdjustmentGroup": group, "userErrors": []]
    }

    private func cancel(_ field: GraphQLField, in world: inout Marketplace) -> JSONValue {
        func answer(_ message: String?) -> JSONValue {
            let problems = message.map { problem($0, code: "INVALID", at: ["orderId"]) } ?? []
            return [
                "job": message == nil ? ["id": .string("gid://shopify/Job/\(world.nextID())"), "done": false] : nil,
                "orderCancelUserErrors": problems, "userErrors": problems,
            ]
        }
        switch world.cancelByMerchant(id("orderId", of: field), units: nil) {
        case .done: return answer(nil)
        case .unknownOrder: return answer("Order does not exist")
        case .refused(let reason): return answer(reason)
        }
    }

    private func refund(_ field: GraphQLField, in world: inout Marketplace) -> JSONValue {
        let input = field.arguments["input"] ?? .null
        let order = Self.id(input["orderId"]?.text ?? "")
        guard world[order] != nil else {
            return ["refund": nil, "order": nil, "userErrors": problem("Order does not exist")]
        }
        var units: [String: Int] = [:]
        if case .array(let lines)? = input["refundLineItems"] {
            for line in lines {
                guard case .number(let count)? = line["quantity"] else { continue }
                units[Self.id(line["lineItemId"]?.text ?? ""), default: 0] += Int(count) ?? 0
            }
        }
        let note = input["note"]?.text
        var amount: Int64 = 0
        if case .array(let transactions)? = input["transactions"] {
            for transaction in transactions { amount += Amounts.minor(transaction["amount"]?.text ?? "0") }
        }
        let outcome: Marketplace.Outcome
        if units.isEmpty {
            world.pushes.count("refund/\(order)/\(amount)", isCarriedOut: world.refund(amount, of: order, note: note))
            outcome = .done(order)
        } else {
            world.checkMoney(amount, of: units, in: order)
            outcome = world.cancelByMerchant(order, units: units, note: note)
        }
        if case .refused(let reason) = outcome { return ["refund": nil, "order": nil, "userErrors": problem(reason)] }
        let id = world[order]?.refunds.last?.id ?? "0"
        return [
            "refund": ["id": .string("gid://shopify/Refund/\(id)"), "note": .text(note)],
            "order": world[order].map { object($0) } ?? .null, "userErrors": [],
        ]
    }
}

extension JSONValue {
    /// A text, or a number as it was written.
    var text: String? {
        switch self {
        case .string(let text): text
        case .number(let text): text
        default: nil
        }
    }
}
