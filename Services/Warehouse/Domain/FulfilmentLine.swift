import Contracts

/// Units of one article, for one order line, to be picked from one bin.
package struct FulfilmentLine: Hashable, Sendable {
    package var lineID: String
    package var bin: String
    package var sku: String
    package var title: String?
    package var barcode: String
    /// Of one unit: grams and millimetres.
    package var weight: Int
    package var length: Int
    package var width: Int
    package var height: Int
    /// As it was released.
    package var quantity: Int
    /// Units of the order line, where that is another number: see `AllocatedLine.units`.
    package var units: Int?
    package var picked: Int
    package var packed: Int
    /// Taken off by cancels.
    package var cancelled: Int
    /// Not there, damaged, or left at a closed site: sent from elsewhere.
    package var missing: Int
    /// Of the cancelled, those that had been picked, and of these those that are in their bin again.
    package var putBack: Int
    package var putBackDone: Int

    package init(_ line: AllocatedLine) {
        self.init(
            lineID: line.lineID, bin: line.bin, sku: line.sku, title: line.title, barcode: line.barcode ?? line.sku,
            weight: line.weight, length: line.length, width: line.width, height: line.height, quantity: line.quantity,
            units: line.units)
    }

    package init(
        lineID: String, bin: String, sku: String, title: String?, barcode: String, weight: Int, length: Int,
        width: Int, height: Int, quantity: Int, units: Int? = nil, picked: Int = 0, packed: Int = 0,
        cancelled: Int = 0, missing: Int = 0, putBack: Int = 0, putBackDone: Int = 0
    ) {
        self.lineID = lineID
        self.bin = bin
        self.sku = sku
        self.title = title
        self.barcode = barcode
        self.weight = weight
        self.length = length
        self.width = width
        self.height = height
        self.quantity = quantity
        self.units = units
        self.picked = picked
        self.packed = packed
        self.cancelled = cancelled
        self.missing = missing
        self.putBack = putBack
        self.putBackDone = putBackDone
    }

    /// What is to be sent from here.
    package var due: Int { quantity - cancelled - missing }
    package var toPutBack: Int { putBack - putBackDone }

    func parcelLine(_ quantity: Int) -> ParcelLine {
        ParcelLine(lineID: lineID, sku: sku, quantity: quantity)
    }
}
