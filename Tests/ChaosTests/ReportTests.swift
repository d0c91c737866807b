import Chaos
import Foundation
import Testing

@Suite("What a chaos run says in the end")
struct ReportTests {
    private func row(_ change: (inout ChaosRow) -> Void = { _ in }) -> ChaosRow {
        var row = ChaosRow(fault: .killService)
        row.injected = 3
        row.orders = 40
        change(&row)
        return row
    }

    @Test("zeros everywhere are good, and a run without faults proves nothing")
    func good() {
        var report = ChaosReport(seed: 1)
        #expect(!report.isGood)
        report.rows = [row()]
        #expect(report.isGood)
    }

    @Test("anything lost, done twice or wrong fails the run, and so does a fault that never struck", arguments: 0...4)
    func bad(_ what: Int) {
        var report = ChaosReport(seed: 1)
        report.rows = [
            row(),
            row { row in
                switch what {
                case 0: row.lost = 1
                case 1: row.doneTwice = 1
                case 2: row.problems = ["the audit does not hold"]
                case 3: row.injected = 0
                default: break
                }
            },
        ]
        if what == 4 { report.problems = ["order 7 ended otherwise"] }
        #expect(!report.isGood)
    }

    @Test("what cannot be had on this machine is said, to people and to programs")
    func leftOut() throws {
        var report = ChaosReport(seed: 1)
        report.rows = [row()]
        report.leftOut = ["disk-full, no file system can be mounted here"]
        #expect(report.text.contains("left out: disk-full, no file system"))
        let object = try JSONSerialization.jsonObject(with: try report.json()) as? [String: Any]
        #expect(object?["leftOut"] as? [String] == report.leftOut)
    }

    @Test("later rounds of a fault are added to its row")
    func rounds() throws {
        var report = ChaosReport(seed: 1)
        report.rows = [row(), row { $0.lost = 2 }]
        let lines = report.text.split(separator: "\n").filter { $0.contains("SIGKILL") }
        #expect(lines.count == 1)
        #expect(
            lines.first?.split(separator: " ").suffix(8).map(String.init) == [
                "6", "80", "0", "2", "0", "0", "0.0", "s",
            ])
    }

    @Test("programs get the same figures")
    func json() throws {
        var report = ChaosReport(seed: 7)
        report.rows = [row { $0.lost = 2 }]
        let object = try JSONSerialization.jsonObject(with: try report.json()) as? [String: Any]
        #expect(object?["isGood"] as? Bool == false)
        #expect(object?["seed"] as? Int == 7)
        let faults = object?["faults"] as? [[String: Any]]
        #expect(faults?.first?["lost"] as? Int == 2)
    }

    @Test("the seed alone says which faults are picked, and sabotage is never among them")
    func picked() {
        let one = ChaosOptions(seed: 5, minutes: 1, pick: 6).faults
        #expect(one == ChaosOptions(seed: 5, minutes: 9, pick: 6).faults)
        #expect(Set(one).count == 6)
        #expect(!Fault.all.contains(.sabotage))
    }
}
