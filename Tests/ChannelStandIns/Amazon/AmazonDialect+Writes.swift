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
}
