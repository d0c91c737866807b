import Contracts
import WireJSON

/// What Linnworks is told of the integration itself. Nothing is set up over there: who may come in, and what stock there is, is
/// Waybill's.
package enum LinnworksConfig {
    /// An answer that is only whether there was an error.
    package static func answer(_ error: String? = nil) -> JSONValue {
        .members(["Error": error.map { .string($0) } ?? .null])
    }

    package static func token(_ token: String) -> JSONValue {
        .members(["Error": .null, "AuthorizationToken": .string(token)])
    }

    /// The last step of the wizard at once.
    package static func steps(of shop: ShopKey, account: String) -> JSONValue {
        .members([
            "Error": .null, "StepName": .string("UserConfig"), "AccountName": .string(account),
            "WizardStepTitle": .string("Waybill"),
            "WizardStepDescription": .string("Orders of \(shop.text). Stock is Waybill's own."),
            "ConfigItems": .array([
                item("Shop", "The shop whose orders are worked.", value: shop.text, order: 1),
                // Levels come from Waybill: there is nothing to switch on.
                item("InventorySync", "Waybill tells the channels of stock itself.", value: "", order: 2, hides: true),
            ]),
        ])
    }

    private static func item(
        _ name: String, _ description: String, value: String, order: Int, hides: Bool = false
    ) -> JSONValue {
        .members([
            "ConfigItemId": .string(name), "Name": .string(name), "Description": .string(description),
            "GroupName": .string("Waybill"), "SortOrder": .whole(order), "SelectedValue": .string(value),
            "RegExValidation": .null, "RegExError": .null, "MustBeSpecified": .bool(false), "ReadOnly": .bool(true),
            "ListValues": .array([]), "ValueType": .string("STRING"), "HidesHeaderAttribute": .bool(hides),
        ])
    }

    package static let shippingTags = tags("ShippingTags", [("standard", "Standard"), ("express", "Express")])

    package static let paymentTags = tags(
        "PaymentTags",
        [
            PaymentMethod.card, .marketplace, .cashOnDelivery, .invoice, .credit,
        ].map { ($0.rawValue, $0.rawValue) })

    private static func tags(_ name: String, _ tags: [(tag: String, name: String)]) -> JSONValue {
        .object([
            ("Error", .null),
            (
                name,
                .array(
                    tags.map {
                        .members(["Tag": .string($0.tag), "FriendlyName": .string($0.name), "Site": .string("")])
                    })
            ),
        ])
    }

    /// What the channel may sell. Prices are the channel's.
    package static func products(_ levels: [FeedLevel], hasMore: Bool) -> JSONValue {
        .members([
            "Error": .null, "HasMorePages": .bool(hasMore),
            "Products": .array(
                levels.map { level in
                    .members([
                        "SKU": .string(level.sku), "Title": .string(level.sku), "Quantity": .whole(level.units),
                        "Price": .whole(0), "Reference": .string(String(level.sku.prefix(64))),
                    ])
                }),
        ])
    }

    /// Each is named and refused: what is not named Linnworks would take for not being listed.
    package static func refusal(of products: JSONNode?, _ why: String) -> JSONValue {
        .members([
            "Error": .null,
            "Products": .array(
                (products?.elements.compactMap { $0["SKU"]?.text } ?? []).map {
                    .members(["SKU": .string($0), "Error": .string(why)])
                }),
        ])
    }

    /// Cancels and refunds are entered here, not there.
    package static let postSale: JSONValue = .members([
        "Error": .null, "CanCancel": .bool(false), "CanCancelOrderLines": .bool(false),
        "CanCancelOrderLinesPartially": .bool(false), "AutomaticRefundOnCancel": .bool(false),
        "CanRefund": .bool(false), "CanAttachRefundToItem": .bool(false), "CanAttachRefundToService": .bool(false),
        "CanRefundAdditionally": .bool(false), "CanReturn": .bool(false), "PostSaleReasons": .array([]),
    ])
}
