import ArgumentParser
import Contracts

/// Whom an entry is about, as an operator names it.
struct FraudListEntry: ParsableArguments {
    enum Kind: String, ExpressibleByArgument, CaseIterable {
        case email, phone, token, address
    }

    @Argument(help: "email, phone, token or address.")
    var kind: Kind

    @Argument(help: "The value; an address as STREET|CITY|POSTCODE|COUNTRY or STREET|MORE|CITY|POSTCODE|COUNTRY.")
    var value: String

    /// - Throws: `ValidationError` for what nobody can be recognised by.
    func subject() throws -> FraudSubject {
        guard let subject = Self.subject(kind, value) else {
            throw ValidationError("\(value) is not \(kind == .phone ? "a" : "an") \(kind.rawValue).")
        }
        return subject
    }

    static func subject(_ kind: Kind, _ value: String) -> FraudSubject? {
        switch kind {
        case .email: return value.contains("@") ? .email(value) : nil
        case .phone: return .phone(value)
        case .token: return .token(value)
        case .address:
            let parts = value.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 4 || parts.count == 5, let country = parts.last else { return nil }
            return .address(
                Address(
                    line1: parts[0], line2: parts.count == 5 ? parts[1] : nil, city: parts[parts.count - 3],
                    postcode: parts[parts.count - 2], country: country))
        }
    }
}
