import ArgumentParser
import Contracts

/// Units of an order line as an operator writes them: `1=2` is two units of line 1, `1` is one.
struct LineChoice: ExpressibleByArgument {
    let lineID: String
    let quantity: Int

    init?(argument: String) {
        guard let equals = argument.lastIndex(of: "=") else {
            guard !argument.isEmpty else { return nil }
            (lineID, quantity) = (argument, 1)
            return
        }
        guard let quantity = Int(argument[argument.index(after: equals)...]), quantity > 0, equals > argument.startIndex
        else { return nil }
        (lineID, self.quantity) = (String(argument[..<equals]), quantity)
    }

    var units: LineQuantity { LineQuantity(lineID: lineID, quantity: quantity) }
}
