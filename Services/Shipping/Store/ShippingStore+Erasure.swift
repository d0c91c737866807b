public import FoundationEssentials
public import Postgres

extension ShippingStore {
    /// The address is printed on the label.
    private static let parcels = Statement(
        "shipping_erasure",
        "UPDATE parcel SET request = erased(request), label = NULL WHERE order_id = ANY($1::uuid[])")

    public func erasePersonalData(of orderIDs: [UUID], in transaction: inout Transaction) throws {
        try transaction.send(Self.parcels, orderIDs)
    }
}
