import Contracts

/// `yyyy-MM-dd HH:mm:ssZ`, which Linnworks writes and wants.
package enum LinnworksDate {
    package static func text(_ moment: Timestamp) -> String {
        // 2026-11-22T03:30:08.125Z
        let text = moment.rfc3339
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(8))Z"
    }

    /// - Returns: nil for what is no moment; a `T` in the middle, fractions, and a missing `Z` are read too.
    package static func read(_ text: String) -> Timestamp? {
        var moment = text.replacing(" ", with: "T", maxReplacements: 1)
        let hasZone = moment.hasSuffix("Z") || moment.dropFirst(11).contains { $0 == "+" || $0 == "-" }
        if !hasZone { moment += "Z" }
        return Timestamp(rfc3339: moment)
    }
}
