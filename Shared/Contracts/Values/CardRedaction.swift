import WireJSON

/// Takes card numbers out of a raw body before anything is kept of it. Ids, barcodes, telephone numbers and addresses
/// on the web are left alone; every other byte stays as it was signed.
public enum CardRedaction {
    /// - Returns: the same bytes when there is nothing to take out.
    public static func redacted(_ body: [UInt8]) -> [UInt8] {
        let limits = JSONLimits(maximumBytes: body.count, maximumDepth: 512)
        guard let root = try? JSONDocument(parsing: body, limits: limits).root else {
            // Not JSON: there are no names to go by, so every card number goes.
            return CardNumber.redacted(body)
        }
        var found: [Replacement] = []
        collect(root, isExempt: false, into: &found)
        guard !found.isEmpty else { return body }
        var output: [UInt8] = []
        output.reserveCapacity(body.count)
        var position = 0
        for replacement in found {
            output.append(contentsOf: body[position..<replacement.range.lowerBound])
            output.append(contentsOf: replacement.bytes)
            position = replacement.range.upperBound
        }
        output.append(contentsOf: body[position...])
        return output
    }

    private struct Replacement {
        let range: Range<Int>
        let bytes: [UInt8]
    }

    private static func collect(_ node: JSONNode, isExempt: Bool, into found: inout [Replacement]) {
        switch node.kind {
        case .object:
            // {"key": "_barcode", "value": 4006381333931}: the name of the value stands beside it.
            let named = (node["key"] ?? node["name"])?.string.map { self.isExempt(key: $0) } ?? false
            for (key, value) in node.members {
                collect(value, isExempt: self.isExempt(key: key) || named && key == "value", into: &found)
            }
        case .array:
            for element in node.elements { collect(element, isExempt: isExempt, into: &found) }
        case .string, .number:
            guard !isExempt, let text = node.text else { return }
            let redacted = CardNumber.redacted(text)
            guard redacted != text else { return }
            let raw = node.rawBytes
            found.append(Replacement(range: raw.startIndex..<raw.endIndex, bytes: redacted.jsonBytes))
        case .bool, .null: return
        }
    }

    private static let exemptNames: Set<String> = [
        "id", "ids", "number", "sku", "barcode", "upc", "ean", "gtin", "isbn", "mpn", "phone", "zip", "postcode",
        "token", "hash", "url", "href", "src", "latitude", "longitude",
    ]

    /// `_id`, `customer_id`, `externalId`, `order_number`, `_gtin`, `checkout_token`: the last word of a name says what it
    /// is. A payment provider's transaction is not exempt, since that is where a card number would stand.
    private static func isExempt(key: String) -> Bool {
        let words = words(of: key)
        guard let last = words.last, words != ["transaction", "id"], !key.lowercased().contains("card") else {
            return false
        }
        return exemptNames.contains(last) || words.first == "tracking"
    }

    /// In lower case; `order_number`, `order-number` and `orderNumber` have two.
    private static func words(of key: String) -> [String] {
        var words: [String] = []
        var isInside = false
        var wasLower = false
        for character in key {
            guard character.isLetter || character.isNumber else {
                isInside = false
                continue
            }
            if !isInside || character.isUppercase && wasLower { words.append("") }
            words[words.count - 1] += character.lowercased()
            isInside = true
            wasLower = character.isLowercase || character.isNumber
        }
        return words
    }
}
