import Contracts
import WireJSON

/// Two lines each: what it is, and what to type.
enum StuckTable {
    static func print(_ items: [StuckItem], _ output: OutputOptions, empty: String) {
        if output.json { return Console.print(json: JSONValue.array(items.map(\.json))) }
        guard !items.isEmpty else { return Console.print(empty) }
        for item in items {
            let since = item.since.map { "\($0.short)  " } ?? ""
            Console.print("\(item.kind.padded(to: 10))  \(since)\(item.about)  \(item.reason)")
            Console.print("            waybill \(item.next)")
        }
    }
}
