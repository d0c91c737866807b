import Contracts
import FoundationEssentials

/// Which copies are made of which templates, and when those orders are said to have come in.
struct SeedPlan: Sendable {
    let templates: [SeedTemplate]
    let count: Int
    /// Part of the copies' names, so that those of two seeds differ.
    let run: String
    /// When the first came in and the last, in seconds since 1970.
    let period: ClosedRange<Int64>

    /// Older than what retention keeps of messages, younger than what it keeps of addresses: as old as such orders are in
    /// a shop that has run for months, and nothing that a purge would have to do first.
    static func period(before now: Timestamp) -> ClosedRange<Int64> {
        (now.seconds - 80 * 86_400)...(now.seconds - 40 * 86_400)
    }

    func template(of copy: Int) -> SeedTemplate { templates[copy % templates.count] }

    func second(of copy: Int) -> Int64 {
        period.lowerBound + (period.upperBound - period.lowerBound) * Int64(copy) / Int64(count)
    }

    /// The copy's ids, by the places that its template gives them.
    func ids(of copy: Int) -> [SeedID] {
        let template = template(of: copy)
        let entropy = SeedID(template.orderID).mixed(with: copy)
        // Within its second by the copy's number, so that ids rise as they would have.
        let moment = Timestamp(microseconds: second(of: copy) * 1_000_000 + Int64(copy % 1000) * 1000)
        let order = UUID.v7(at: moment, entropy: entropy.id)
        return template.ids.enumerated().map { place, id in
            template.derivations[place].map { SeedID($0.id(of: order)) } ?? id.mixed(with: copy)
        }
    }

    /// Adds the copy's rows of one table.
    /// - Parameter ids: ``ids(of:)`` of the same copy.
    func write(table: Int, of copy: Int, ids: [SeedID], to text: inout [UInt8]) {
        let template = template(of: copy)
        let shift = second(of: copy) - template.second
        for part in template.rows[table].parts {
            switch part {
            case .same(let range): text += template.rows[table].text[range]
            case .id(let place): SeedText.write(ids[place], to: &text)
            case .time(let seconds, let separator):
                SeedText.write(time: seconds + shift, separator: separator, to: &text)
            case .name:
                text += run.utf8
                SeedText.write(decimal: copy, digits: 8, to: &text)
            case .tracking(let place):
                // Longer than any that the sandbox makes, so that no new one is the same; nor one of another seed.
                text += [UInt8(ascii: "W"), UInt8(ascii: "B")]
                text += run.utf8.filter { SeedText.isDigit($0) }
                SeedText.write(decimal: copy * 10 + place, digits: 16, to: &text)
            case .digest(let digest):
                text += Self.digestMark
                let mixed = SeedID.mix(digest &+ UInt64(copy + 1) &* 0x9E37_79B9_7F4A_7C15)
                SeedText.write(mixed, digits: 16, to: &text)
                SeedText.write(SeedID.mix(mixed), digits: 16, to: &text)
            }
        }
    }

    private static let digestMark = Array(#"\\x"#.utf8)
}
