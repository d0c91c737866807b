import Foundation
import TestSupport
import Testing
import WireJSON

@Suite("Random values: ours and Foundation's reading agree")
struct RandomValueTests {
    @Test("A value written in any valid way is read as itself, and written by us it is read again")
    func roundTrip() throws {
        let seed = SeededGenerator.printedSeed(for: "round trip")
        var documents = RandomDocument(random: SeededGenerator(seed: seed))
        for _ in 0..<3000 {
            let value = documents.value()
            let text = documents.text(of: value)
            let read = try JSONValue.parse(Array(text.utf8))
            // Bytes, because Swift's strings are equal when they only look the same.
            #expect(read.jsonBytes == value.jsonBytes, "seed \(seed)")
            #expect(try JSONValue.parse(read.jsonBytes) == value, "seed \(seed)")
        }
    }

    @Test("JSONSerialization reads the same from the same bytes, and from ours")
    func foundation() throws {
        let seed = SeededGenerator.printedSeed(for: "JSONSerialization")
        var documents = RandomDocument(random: SeededGenerator(seed: seed))
        for _ in 0..<1500 {
            let value = documents.value()
            for bytes in [Array(documents.text(of: value).utf8), value.jsonBytes] {
                let theirs = try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
                let ours = try JSONDocument(parsing: bytes).root
                if let node = firstDifference(ours, theirs) {
                    Issue.record("seed \(seed), \(node.path): \(String(decoding: node.rawBytes, as: UTF8.self))")
                }
            }
        }
    }

    @Test("JSONDecoder reads what we write, and we read what JSONEncoder writes")
    func coders() throws {
        struct Parcel: Codable, Equatable, JSONCodable {
            var number: Int64
            var label: String
            var weights: [Int]
            var options: [String: Bool]
            var note: String?

            init(number: Int64, label: String, weights: [Int], options: [String: Bool], note: String?) {
                (self.number, self.label, self.weights, self.options, self.note) = (
                    number, label, weights, options, note
                )
            }

            init(from json: JSONNode) throws(JSONError) {
                number = try json.decode("number")
                label = try json.decode("label")
                weights = try json.decode("weights")
                options = try json.decode("options")
                note = try json.decodeIfPresent("note")
            }

            func encode(to json: inout JSONWriter) {
                json.object {
                    $0.write("number", number)
                    $0.write("label", label)
                    $0.write("weights", weights)
                    $0.write("options", options)
                    $0.write("note", note)
                }
            }
        }
        let seed = SeededGenerator.printedSeed(for: "JSONDecoder")
        var documents = RandomDocument(random: SeededGenerator(seed: seed))
        for _ in 0..<500 {
            let parcel = Parcel(
                number: Int64.random(in: .min ... .max, using: &documents.random), label: documents.string(),
                weights: (0..<5).map { _ in Int.random(in: .min ... .max, using: &documents.random) },
                // Never one key twice, which is no dictionary.
                options: ["a" + documents.string(): true, "b" + documents.string(): false],
                note: Bool.random(using: &documents.random) ? documents.string() : nil)
            #expect(try JSONDecoder().decode(Parcel.self, from: Data(parcel.jsonBytes)) == parcel, "seed \(seed)")
            #expect(try Parcel.parse(Array(JSONEncoder().encode(parcel))) == parcel, "seed \(seed)")
        }
    }
}

/// The first node that Foundation's objects contradict.
func firstDifference(_ node: JSONNode, _ object: Any) -> JSONNode? {
    let isSame: Bool
    switch node.kind {
    case .null: isSame = object is NSNull
    case .bool: isSame = (object as? NSNumber)?.boolValue == node.bool
    case .string: isSame = (object as? String).map { Array($0.utf8) } == node.string.map { Array($0.utf8) }
    case .number:
        guard let number = object as? NSNumber, let double = node.rawNumber.flatMap({ Double($0) }) else { return node }
        if let integer = node.int64 {
            isSame = number.int64Value == integer
        } else {
            // Their doubles come from a decimal and may be wrong in the last digits.
            isSame = abs(double - number.doubleValue) <= abs(double) * 1e-12
        }
    case .array:
        guard let array = object as? [Any], array.count == node.count else { return node }
        return zip(node.elements, array).lazy.compactMap { firstDifference($0, $1) }.first
    case .object:
        // Keys that are only canonically equivalent are one key to a dictionary.
        guard let dictionary = object as? [String: Any], dictionary.count == Set(node.members.map(\.key)).count else {
            return node
        }
        return dictionary.lazy.compactMap { key, value in
            guard let member = node[key] else { return node }
            return firstDifference(member, value)
        }.first
    }
    return isSame ? nil : node
}
