import Foundation
import TestSupport
import Testing
import WireJSON

@Suite("Mutations: damaged documents are refused or read, never a crash")
struct MutationTests {
    @Test("Twenty thousand damaged documents")
    func damaged() throws {
        let seed = SeededGenerator.printedSeed(for: "mutations")
        var documents = RandomDocument(random: SeededGenerator(seed: seed))
        var accepted = 0
        for round in 0..<20_000 {
            var bytes = Array(documents.text(of: documents.value()).utf8)
            for _ in 0..<Int.random(in: 1...3, using: &documents.random) { damage(&bytes, using: &documents.random) }
            guard let root = try? JSONDocument(parsing: bytes).root else { continue }
            accepted += 1
            visit(root)
            // What we let in, others must be able to read: a message is read by more than this codec.
            if round % 4 == 0, !hasHugeNumber(root) {
                #expect(throws: Never.self, "seed \(seed): \(String(decoding: bytes, as: UTF8.self).debugDescription)")
                {
                    try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
                }
            }
            let value = try JSONValue(from: root)
            #expect(try JSONValue.parse(value.jsonBytes) == value, "seed \(seed)")
        }
        #expect(accepted > 1000, "the damage is too great to test anything but refusal")
    }

    @Test("Random bytes", arguments: [1, 7, 64, 1000])
    func noise(length: Int) {
        let seed = SeededGenerator.printedSeed(for: "noise")
        var random = SeededGenerator(seed: seed)
        let alphabet = Array("{}[]\":,\\u0123456789aeflnrst+-. \u{0}é😀".utf8)
        for _ in 0..<2000 {
            let bytes = (0..<length).map { _ in alphabet.randomElement(using: &random) ?? 0 }
            if let root = try? JSONDocument(parsing: bytes).root { visit(root) }
        }
    }

    @Test("Every beginning of a document is refused with an error at a place inside it")
    func truncated() throws {
        let text = #"{"a":[1,{"b":"c\u00e9\n","d":-1.5e3},true],"e":{"f":null,"g":[[]]}}"#
        for length in 0..<text.utf8.count {
            let bytes = Array(text.utf8.prefix(length))
            let error = #expect(throws: JSONError.self) { try JSONDocument(parsing: bytes) }
            #expect(error?.code == .invalidJSON)
            #expect(error?.path.hasPrefix("$") == true)
        }
    }

    private func damage(_ bytes: inout [UInt8], using random: inout SeededGenerator) {
        let position = Int.random(in: 0...bytes.count, using: &random)
        switch Int.random(in: 0..<6, using: &random) {
        case 0 where position < bytes.count: bytes[position] = UInt8.random(in: 0...255, using: &random)
        case 1 where position < bytes.count: bytes[position] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 2 where position < bytes.count: bytes.remove(at: position)
        case 3 where position < bytes.count:
            bytes.insert(bytes[position], at: position)
        case 4: bytes.insert(UInt8.random(in: 0...255, using: &random), at: position)
        default:
            let end = Int.random(in: position...bytes.count, using: &random)
            bytes.replaceSubrange(
                position..<end, with: Array("{}[]\":,\\u0d8-1.e".utf8).shuffled(using: &random).prefix(2))
        }
    }

    /// Asks a node everything, so that a wrong range in the tape would trap.
    private func visit(_ node: JSONNode) {
        _ = (node.string, node.text, node.int64, node.bool, node.isNull, node.count, node.path, node.rawBytes.count)
        for element in node.elements { visit(element) }
        for (key, value) in node.members {
            #expect(node[key] != nil)
            visit(value)
        }
    }

    private func hasHugeNumber(_ node: JSONNode) -> Bool {
        node.rawNumber.flatMap { Double($0) }.map { !$0.isFinite } ?? false
            || node.elements.contains { hasHugeNumber($0) }
            || node.members.contains { hasHugeNumber($0.value) }
    }
}
