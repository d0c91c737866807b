import TestSupport
import WireJSON

extension AmazonDialect {
    /// The same reference again says the same package anew.
    func confirm(_ id: String, _ request: StandInRequest, in world: inout Marketplace) -> StandInAnswer {
        guard let body = request.json, body["marketplaceId"]?.string == marketplaceID,
            let detail = body["packageDetail"], let reference = detail["packageReferenceId"]?.text,
            Int(reference) != nil,
            detail["carrierCode"]?.string != nil, let number = detail["trackingNumber"]?.string,
            detail["shipDate"]?.string != nil, let items = detail["orderItems"], items.count > 0
        else { return problem(400, "InvalidInput", "The request is missing or has invalid parameters.") }
        guard let order = world[id] else { return problem(404, "ResourceNotFound", "The order was not found.") }
        guard order.isPaid else { return problem(400, "InvalidInput", "The order is pending.") }
        var units: [String: Int] = [:]
        for item in items.elements {
            guard let line = item["orderItemId"]?.string, let count = item["quantity"]?.int else {
                return problem(400, "InvalidInput", "orderItems")
            }
            units[line, default: 0] += count
        }
        let carrier = detail["carrierCode"]?.string == "Other" ? detail["carrierName"] : detail["carrierCode"]
        let outcome = world.ship(
            id, units: units, carrier: carrier?.string, trackingNumber: number, repeated: true)
        switch outcome {
        case .done: return StandInAnswer(204)
        case .unknownOrder: return problem(404, "ResourceNotFound", "The order was not found.")
        case .refused(let reason): return problem(400, "InvalidInput", reason)
        }
    }

    func patch(
        _ sku: String, of seller: String, _ request: StandInRequest, in world: inout Marketplace
    ) -> StandInAnswer {
        guard seller == self.seller, request["marketplaceIds"] == marketplaceID else {
            return problem(400, "InvalidInput", "The seller or the marketplace is not known.")
        }
        guard request.json?["productType"]?.string != nil, let patches = request.json?["patches"] else {
            return problem(400, "InvalidInput", "productType and patches are required.")
        }
        guard world.articles[sku] != nil else { return problem(404, "NOT_FOUND", "SKU '\(sku)' not found") }
        for patch in patches.elements {
            guard let op = patch["op"]?.string, ["add", "replace", "merge"].contains(op),
                patch["path"]?.string == "/attributes/fulfillment_availability",
                let value = patch["value"]?[0], value["fulfillment_channel_code"]?.string == "DEFAULT",
                let quantity = value["quantity"]?.int
            else { return problem(400, "InvalidInput", "The patch is not valid.") }
            world.setStock(sku, to: quantity)
        }
        return .json(
            200,
            [
                "sku": .string(sku), "status": "ACCEPTED", "submissionId": .string("\(world.nextID())"), "issues": [],
            ])
    }

    /// The queue that notifications go to; what was received is there again until it is deleted.
    func queue(_ request: StandInRequest, in world: inout Marketplace) -> StandInAnswer {
        let action = request.header("X-Amz-Target")?.split(separator: ".").last.map(String.init) ?? ""
        let body = request.json
        switch action {
        case "ReceiveMessage":
            let limit = min(10, body?["MaxNumberOfMessages"]?.int ?? 1)
            let payload = AmazonPayload(dialect: self)
            let messages: [JSONValue] = world.notices.prefix(limit).compactMap { notice in
                guard let order = world[notice.orderID] else { return nil }
                let text = String(decoding: payload.notification(order, id: notice.id).jsonBytes, as: UTF8.self)
                return ["MessageId": .string(notice.id), "ReceiptHandle": .string(notice.id), "Body": .string(text)]
            }
            return .json(200, messages.isEmpty ? [:] : ["Messages": .array(messages)])
        case "DeleteMessage":
            let handle = body?["ReceiptHandle"]?.string
            world.notices.removeAll { $0.id == handle }
            return .json(200, [:])
        case "DeleteMessageBatch":
            let handles = Set(body?["Entries"]?.elements.compactMap { $0["ReceiptHandle"]?.string } ?? [])
            world.notices.removeAll { handles.contains($0.id) }
            let done: [JSONValue] = body?["Entries"]?.elements.map { ["Id": .text($0["Id"]?.string)] } ?? []
            return .json(200, ["Successful": .array(done), "Failed": []])
        default: return .json(400, ["__type": "com.amazonaws.sqs#UnsupportedOperation"])
        }
    }
}
