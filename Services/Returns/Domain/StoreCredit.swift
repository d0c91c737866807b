import FoundationEssentials

/// An entry of the ledger of store credit.
package struct StoreCredit: Hashable, Sendable {
    /// The settlement's.
    package let id: UUID
    package let channel: String
    package let shop: String
    /// The shop's id of the customer; without one the order's.
    package let customer: String
    package let currency: String
    /// Minor units.
    package let amount: Int64
    package let orderID: UUID
    package let returnID: UUID
}
