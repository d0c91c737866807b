import Foundation
import Testing

@testable import WaybillCLI

@Suite("Benchmark: the gate on counts")
struct CountGateTests {
    private let gate = CountGate(limits: [
        ("commits", .init(measured: 2, margin: 0.15)), ("statements", .init(measured: 10, margin: 0.5)),
    ])

    @Test("a count within its margin passes, one above it is named with what was and what is")
    func limits() {
        let passed = gate.findings(on: ["commits": 2.3, "statements": 15])
        #expect(passed.map(\.isBroken) == [false, false])
        #expect(CountGate.text(passed).hasSuffix("the gate is passed"))

        let broken = gate.findings(on: ["commits": 2.31, "statements": 9])
        #expect(broken.map(\.isBroken) == [true, false])
        #expect(
            CountGate.text(broken).hasSuffix(
                "the gate is NOT passed: commits of an order was 2.00, may be 2.30, is 2.31"))
    }

    @Test("a count that was not made is broken, and so is one of nothing", arguments: [[:], ["commits": 0.0]])
    func missing(counts: [String: Double]) {
        #expect(gate.findings(on: counts).filter(\.isBroken).count == 2)
        #expect(CountGate.text(gate.findings(on: counts)).contains("is not counted"))
    }

    @Test("renewing takes the new counts, keeps each margin, and what is written is what is read")
    func renewal() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "gate-\(UUID())").path()
        defer { try? FileManager.default.removeItem(atPath: file) }
        try gate.renewed(by: ["commits": 1.234, "statements": 8, "envelopes": 27]).write(to: file)
        let read = try CountGate.read(file)
        #expect(read.limits.map(\.name) == ["envelopes", "commits", "statements"])
        #expect(read.limits.map(\.limit.measured) == [27, 1.23, 8])
        #expect(read.limits.map(\.limit.margin) == [0.15, 0.15, 0.5])
    }

    @Test(
        "a file that gates nothing is refused",
        arguments: [
            #"{"perOrder": {}}"#, "{}", #"{"perOrder": {"commits": {"measured": 2}}}"#,
            #"{"perOrder": {"commits": {"measured": 0, "margin": 0.1}}}"#,
            #"{"perOrder": {"comits": {"measured": 2, "margin": 0.1}}}"#,
        ])
    func refused(text: String) throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "gate-\(UUID())").path()
        defer { try? FileManager.default.removeItem(atPath: file) }
        try Data(text.utf8).write(to: URL(filePath: file))
        #expect(throws: OperatorError.self) { try CountGate.read(file) }
        // Nor is it taken for none, and its margins lost.
        #expect(throws: OperatorError.self) { try CountGate.readToRenew(file) }
    }

    @Test("a gate is begun by renewing one that is not there")
    func missingFile() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "gate-\(UUID())").path()
        #expect(try CountGate.readToRenew(file).limits.isEmpty)
        #expect(throws: OperatorError.self) { try CountGate.read(file) }
    }

    @Test("the gate of ./deploy/test can be read, and has every count in it")
    func ours() throws {
        let root = URL(filePath: #filePath).appending(path: "../../..").standardized
        let gate = try CountGate.read(root.appending(path: "deploy/bench-gate.json").path())
        #expect(gate.limits.map(\.name).sorted() == CountGate.names.sorted())
    }
}
