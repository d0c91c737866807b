/// A decimal number kept as its digits, so that money never goes through a float.
struct DecimalText {
    private var isNegative = false
    private var digits: [UInt8] = []
    /// How many of `digits` stand after the point; an exponent moves it.
    private var fractionDigits = 0

    /// Reads an optional sign, digits with an optional point, and an optional exponent (JSON numbers may have one).
    init?(_ text: some StringProtocol) {
        var seenPoint = false
        var rest = text.utf8[...]
        if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") {
            isNegative = rest.removeFirst() == UInt8(ascii: "-")
        }
        while let byte = rest.first {
            if (48...57).contains(byte) {
                digits.append(byte - 48)
                if seenPoint { fractionDigits += 1 }
            } else if byte == UInt8(ascii: "."), !seenPoint {
                seenPoint = true
            } else {
                break
            }
            rest.removeFirst()
        }
        guard !digits.isEmpty else { return nil }
        if let byte = rest.first {
            guard byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E"),
                let exponent = Int(String(decoding: Array(rest.dropFirst()), as: UTF8.self)),
                (-30...30).contains(exponent)
            else { return nil }
            fractionDigits -= exponent
        }
    }

    /// The number times 10^`places`, rounded half away from zero; nil when it does not fit 64 bits.
    func scaled(by places: Int) -> Int64? {
        let dropped = fractionDigits - places
        if dropped > digits.count { return 0 }
        let kept = dropped > 0 ? digits.dropLast(dropped) : digits[...]
        var value: Int64 = 0
        for digit in kept {
            let (product, tooBig) = value.multipliedReportingOverflow(by: 10)
            let (sum, overflow) = product.addingReportingOverflow(Int64(digit))
            if tooBig || overflow { return nil }
            value = sum
        }
        if dropped > 0, digits[digits.count - dropped] >= 5 {
            if value == .max { return nil }
            value += 1
        }
        for _ in 0..<max(0, -dropped) {
            let (product, tooBig) = value.multipliedReportingOverflow(by: 10)
            if tooBig { return nil }
            value = product
        }
        return isNegative ? -value : value
    }
}
