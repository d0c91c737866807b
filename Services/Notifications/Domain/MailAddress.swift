/// An address that can be written into a header and an SMTP command as it is: the dot-atom form of RFC 5322, ASCII.
///
/// Quoted local parts and internationalised addresses are legal but not taken: what is not clearly harmless here is
/// refused, and shown to the operator.
package struct MailAddress: Hashable, Sendable {
    package let text: String
    package let domain: String

    /// - Returns: nil when the text, with blanks around it removed, is not such an address.
    package init?(_ text: String) {
        let trimmed = text.trimmed
        guard trimmed.utf8.count <= 254, let at = trimmed.utf8.lastIndex(of: UInt8(ascii: "@")) else { return nil }
        let local = trimmed.utf8[..<at]
        let domain = trimmed.utf8[trimmed.utf8.index(after: at)...]
        guard (1...64).contains(local.count), (1...253).contains(domain.count),
            local.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
                .allSatisfy({ !$0.isEmpty && $0.allSatisfy(Self.isAtomCharacter) }),
            domain.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
                .allSatisfy({ (1...63).contains($0.count) && $0.allSatisfy(Self.isDomainCharacter) })
        else { return nil }
        self.text = trimmed
        self.domain = String(decoding: domain, as: UTF8.self)
    }

    /// RFC 5322, `atext`.
    private static func isAtomCharacter(_ byte: UInt8) -> Bool {
        isDomainCharacter(byte) || "!#$%&'*+/=?^_`{|}~".utf8.contains(byte)
    }

    private static func isDomainCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
