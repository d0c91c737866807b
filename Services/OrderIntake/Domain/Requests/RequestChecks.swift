import Contracts

extension OrderRequest {
    /// From 2001 to 2286, in seconds: the times of ten digits.
    private static let years: ClosedRange<Int64> = 1_000_000_000...9_999_999_999

    /// Everything that is wrong with it, as far as it can be seen without the order.
    package var problems: [Reason] {
        var problems: [Reason] = []
        func add(_ code: ReasonCode, _ path: String, _ message: String) {
            if problems.count < 100 { problems.append(Reason(code: code.rawValue, path: path, message: message)) }
        }
        func check(_ text: String, _ path: String, atLeast minimum: Int = 0, atMost limit: Int = 500) {
            if text.utf8.count < minimum { add(.missing, path, "must not be empty") }
            if text.utf8.count > limit { add(.tooLong, path, "must not be longer than \(limit) bytes") }
            if limit > SubmissionReader.longestIdentifier, CardNumber.isPresent(in: text) {
                add(.cardNumber, path, "holds a card number")
            }
        }
        func check(_ lines: [(id: String, quantity: Int)], atLeast minimum: Int) {
            if lines.count > SubmissionValidator.maximumLines {
                add(.tooManyLines, "$.lines", "there are too many lines")
            }
            var seen: Set<String> = []
            for (index, line) in lines.enumerated() {
                check(
                    line.id, "$.lines[\(index)].lineId", atLeast: 1, atMost: SubmissionReader.longestIdentifier)
                if !seen.insert(line.id).inserted { add(.duplicateLine, "$.lines[\(index)].lineId", "is named twice") }
                if !(minimum...OrderArithmetic.largestQuantity).contains(line.quantity) {
                    add(.outOfRange, "$.lines[\(index)].quantity", "is out of range")
                }
            }
        }
        check(externalID, "$.externalId", atLeast: 1, atMost: SubmissionReader.longestIdentifier)
        switch self {
        case .cancel(let message):
            check(message.reason, "$.reason")
            check(message.lines.map { ($0.lineID, $0.quantity) }, atLeast: 1)
        case .change(let message):
            check(message.reason, "$.reason")
            check(message.lines.map { ($0.lineID, $0.quantity) }, atLeast: 0)
            if message.lines.isEmpty, message.shippingAddress == nil { add(.missing, "$", "nothing is to be changed") }
            if let country = message.shippingAddress?.country,
                country.utf8.count != 2 || !country.utf8.allSatisfy({ (65...90).contains($0) })
            {
                add(.invalidCountry, "$.shippingAddress.country", "must be an ISO 3166-1 alpha-2 code")
            }
        case .giveBack(let message):
            // The same line may come back for two reasons.
            if message.lines.isEmpty { add(.noLines, "$.lines", "nothing comes back") }
            if message.lines.count > SubmissionValidator.maximumLines {
                add(.tooManyLines, "$.lines", "there are too many lines")
            }
            for (index, line) in message.lines.enumerated() {
                check(line.lineID, "$.lines[\(index)].lineId", atLeast: 1, atMost: SubmissionReader.longestIdentifier)
                check(line.reason, "$.lines[\(index)].reason", atLeast: 1)
                if !(1...OrderArithmetic.largestQuantity).contains(line.quantity) {
                    add(.outOfRange, "$.lines[\(index)].quantity", "is out of range")
                }
            }
            if ![.refund, .storeCredit, .exchange].contains(message.settlement) {
                add(.invalidValue, "$.settlement", "must be refund, store_credit or exchange")
            }
        case .invoice(let message):
            check(message.number, "$.number", atLeast: 1, atMost: SubmissionReader.longestIdentifier)
            if let link = message.link {
                if link.utf8.count > 1000 { add(.tooLong, "$.link", "must not be longer than 1000 bytes") }
                if !["https://", "http://"].contains(where: link.hasPrefix) || !link.utf8.allSatisfy({ $0 > 32 }) {
                    add(.invalidValue, "$.link", "must be an address of the web")
                }
            }
            if let date = message.issuedAt, !Self.years.contains(date.seconds) {
                add(.outOfRange, "$.issuedAt", "is out of range")
            }
        }
        return problems
    }
}
