import Contracts
import FoundationEssentials
import WireJSON

/// What Amazon is told of orders that the merchant sends.
extension AmazonAdapter {
    package func push(
        _ push: ChannelPush, isRepeat: Bool, over link: ChannelLink
    ) async throws(ChannelFailure) -> PushOutcome {
        switch push {
        case .fulfilment(let content): try await confirm(content, over: link)
        case .cancellation(let content):
            throw .refused("Amazon takes no cancels by this interface: cancel order \(content.order) in Seller Central")
        case .stock(let items): try await setStock(items, over: link)
        case .refund, .returnDecision, .acknowledgement, .invoice: .notNeeded("Amazon is not told of this")
        }
    }

    /// Repeated under the same reference it is the same package.
    private func confirm(
        _ parcel: ChannelPush.Fulfilment, over link: ChannelLink
    ) async throws(ChannelFailure) -> PushOutcome {
        let reference = Self.reference(of: parcel.parcel)
        let code = link.option("carrier.\(parcel.carrier)")
        let body: JSONValue = .members([
            "marketplaceId": .string(try marketplace(over: link)),
            "packageDetail": .members([
                "packageReferenceId": .string(reference), "carrierCode": .string(code ?? "Other"),
                "carrierName": code == nil ? .string(parcel.carrier) : nil,
                "shippingMethod": parcel.service.map { .string($0) },
                "trackingNumber": .string(parcel.trackingNumber), "shipDate": .string(parcel.shippedAt.rfc3339),
                "orderItems": .array(
                    parcel.lines.map {
                        .members(["orderItemId": .string($0.lineID), "quantity": .whole($0.quantity)])
                    }),
            ]),
        ])
        let path = "/orders/v0/orders/\(ChannelCall.escaped(parcel.order))/shipmentConfirmation"
        _ = try await link.call(.json("POST", path, body.jsonBytes, limit: "shipment")).expectSuccess()
        return .done(reference: reference)
    }

    /// A positive number, the same for the same parcel.
    static func reference(of parcel: String) -> String {
        let bytes = UUID.v5("package/\(parcel)").bytes.suffix(4)
        return String(bytes.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF | 1)
    }

    private func marketplace(over link: ChannelLink) throws(ChannelFailure) -> String {
        let several = link.option("marketplaceIds")?.split(separator: ",").first.map { String($0) }
        guard let id = link.option("marketplaceId") ?? several else {
            throw .misconfigured("the connection of \(link.shop.text) says no marketplaceId")
        }
        return id
    }

    /// One call an article; what is not listed there is refused alone.
    private func setStock(
        _ items: [ChannelPush.StockItem], over link: ChannelLink
    ) async throws(ChannelFailure) -> PushOutcome {
        let account = try link.account()
        let marketplace = try marketplace(over: link)
        var refused: [String: String] = [:]
        for item in items {
            let body: JSONValue = .members([
                "productType": .string("PRODUCT"),
                "patches": .array([
                    .members([
                        "op": .string("replace"), "path": .string("/attributes/fulfillment_availability"),
                        "value": .array([
                            .members([
                                "fulfillment_channel_code": .string("DEFAULT"), "quantity": .whole(item.units),
                            ])
                        ]),
                    ])
                ]),
            ])
            var call = ChannelCall.json(
                "PATCH", "/listings/2021-08-01/items/\(account)/\(ChannelCall.escaped(item.sku))", body.jsonBytes,
                limit: "listings")
            call.add(parameter: "marketplaceIds", marketplace)
            let answer = try await tell(call, over: link)
            guard answer.isSuccess else {
                refused[item.sku] = answer.refusal.message
                continue
            }
            let root = try answer.json()
            if root["status"]?.string == "INVALID" {
                refused[item.sku] = root["issues"]?[0]?["message"]?.string ?? "invalid"
            }
        }
        return refused.isEmpty ? .done(reference: nil) : .partly(refused: refused)
    }

    /// A level is a level however often it is told: trouble with one article must not make all be told again.
    private func tell(_ call: ChannelCall, over link: ChannelLink) async throws(ChannelFailure) -> ChannelAnswer {
        for _ in 0..<2 {
            do {
                return try await link.call(call)
            } catch {
                let passes: [ChannelFailure.Code] = [.unavailable, .unknownOutcome, .unreachable]
                guard passes.contains(error.code) else { throw error }
            }
        }
        return try await link.call(call)
    }
}
