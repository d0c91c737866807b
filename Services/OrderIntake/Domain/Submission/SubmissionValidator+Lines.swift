import Contracts
import WireJSON

extension SubmissionValidator {
    /// The lines, or nil when there is not one good list of them.
    mutating func lines(at order: JSONNode) -> [OrderLine]? {
        guard let list = reader.member("lines", of: order) else {
            reader.findings.add(.missing, at: order, member: "lines", "lines is required")
            return nil
        }
        guard list.kind == .array else {
            reader.findings.add(.wrongType, at: list, "lines must be an array")
            return nil
        }
        guard list.count > 0 else {
            reader.findings.add(.noLines, at: list, "an order has at least one line")
            return nil
        }
        guard list.count <= Self.maximumLines else {
            reader.findings.add(
                .tooManyLines, at: list, "an order has at most \(Self.maximumLines) lines, this one has \(list.count)")
            return nil
        }
        var lines: [OrderLine] = []
        lines.reserveCapacity(list.count)
        var seen: Set<String> = []
        for element in list.elements {
            guard let line = line(at: element) else { continue }
            if !seen.insert(line.id).inserted {
                reader.findings.add(.duplicateLine, at: element, "another line of this order has the same id")
            }
            lines.append(line)
        }
        return lines.count == list.count ? lines : nil
    }

    private mutating func line(at node: JSONNode) -> OrderLine? {
        guard node.kind == .object else {
            reader.findings.add(.wrongType, at: node, "a line is an object")
            return nil
        }
        let id = reader.identifier("id", of: node)
        let sku = reader.identifier("sku", of: node)
        let title = reader.freeText("title", of: node)
        let quantity = self.quantity(at: node)
        let unitPrice = reader.requiredMoney("unitPrice", of: node)
        let discount = reader.money("discount", of: node) ?? 0
        let tax = reader.money("tax", of: node) ?? 0
        let requiresShipping = reader.flag("requiresShipping", of: node, default: true)
        guard let id, let sku, let quantity, let unitPrice else { return nil }
        if Int128(discount) > Int128(unitPrice) * Int128(quantity), let value = node["discount"] {
            reader.findings.add(.outOfRange, at: value, "the discount is larger than the line")
        }
        return OrderLine(
            id: id, sku: sku, title: title, quantity: quantity, unitPrice: unitPrice, discount: discount, tax: tax,
            requiresShipping: requiresShipping)
    }

    private mutating func quantity(at line: JSONNode) -> Int? {
        guard let value = reader.member("quantity", of: line) else {
            reader.findings.add(.missing, at: line, member: "quantity", "quantity is required")
            return nil
        }
        if value.kind == .number, value.int64 == nil {
            reader.findings.add(.fractionalQuantity, at: value, "quantity must be a whole number of units")
            return nil
        }
        return reader.integer("quantity", of: line, in: 1...OrderArithmetic.largestQuantity)
    }
}
