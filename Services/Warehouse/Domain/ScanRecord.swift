import FoundationEssentials

/// A scan as it was made, accepted or not.
package struct ScanRecord: Hashable, Sendable {
    package var id: String
    package var fulfilmentOrderID: UUID
    package var worker: String
    package var action: String
    package var bin: String?
    package var barcode: String
    package var quantity: Int
    package var refusal: String?
}
