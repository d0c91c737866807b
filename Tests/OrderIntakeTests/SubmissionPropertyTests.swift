import Contracts
import OrderIntake
import TestSupport
import Testing
import WireJSON

@Suite("Of any submissions")
struct SubmissionPropertyTests {
    @Test("one that adds up is taken unchanged", arguments: [1, 2, 3, 20_260_301] as [UInt64])
    func takesWhatAddsUp(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<100 {
            let order = Orders.random(&generator)
            guard case .order(let read) = try Orders.verdict(on: Orders.submission(of: order)) else {
                Issue.record("refused: \(try Orders.findings(in: order))")
                continue
            }
            #expect(read == order)
        }
    }

    @Test("one whose total is off by anything is refused for exactly that", arguments: [4, 5] as [UInt64])
    func refusesWhatDoesNot(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<100 {
            var order = Orders.random(&generator)
            order.total += generator.amount(1...1_000_000)
            #expect(try Orders.findings(in: order) == ["total_mismatch $.order.total"])
        }
    }

    @Test(
        "one with any byte changed is either read or refused, and what is read adds up", arguments: [6, 7] as [UInt64])
    func survivesMutation(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let original = Orders.submission(of: Orders.plain(note: "ring twice"))
        for _ in 0..<3000 {
            var bytes = original
            for _ in 0...generator.int(0...3) {
                let position = generator.int(0...bytes.count - 1)
                switch generator.int(0...2) {
                case 0: bytes[position] = UInt8(truncatingIfNeeded: generator.int(0...255))
                case 1: bytes.remove(at: position)
                default: bytes.insert(UInt8(truncatingIfNeeded: generator.int(32...126)), at: position)
                }
            }
            guard let root = try? JSONDocument(parsing: bytes).root else { continue }
            switch SubmissionValidator.validate(root, from: Orders.web, now: Orders.now) {
            case .order(let order): #expect(OrderArithmetic(order).total == Int128(order.total))
            case .refused(let reasons, _): #expect(!reasons.isEmpty)
            }
        }
    }
}
