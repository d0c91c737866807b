import Contracts
import Foundation
import TestSupport
import Testing

/// Somebody at a manual site with a scanner: each scan is one `waybill floor` on the command line.
struct FloorWorker {
    let system: WaybillSystem
    let site: String
    var name = "worker"

    /// The next task of the site; nil when there is nothing to do.
    func next() throws -> WarehouseTask? {
        try system.waybill(["floor", "next", site, "--worker", name], as: TaskGiven.self).task
    }

    /// - Parameter options: such as `--pack`.
    /// - Returns: what the floor said, also when it refused the scan.
    @discardableResult
    func scan(
        _ task: WarehouseTask, _ line: TaskLine, quantity: Int = 1, bin: String? = nil, _ options: [String] = []
    ) throws -> ScanAnswered {
        try system.waybill(
            [
                "floor", "scan", task.id.uuidString, "--bin", bin ?? line.bin, "--barcode", line.barcode, "--quantity",
                "\(quantity)", "--worker", name,
            ] + options, as: ScanAnswered.self, allowing: [0, 1])
    }

    @discardableResult
    func short(_ task: WarehouseTask, line: String, found: Int, _ options: [String] = []) throws -> String {
        try system.run(
            "waybill",
            ["floor", "short", task.id.uuidString, "--line", line, "--found", "\(found)", "--worker", name] + options)
    }

    /// Does all that is left of a task, up to the closed box.
    func finish(_ task: WarehouseTask) throws {
        var task = task
        for stage in ["pick", "pack"] where task.stage == stage {
            for line in task.lines where line.done < line.quantity {
                let options = stage == "pack" ? ["--pack"] : []
                let answer = try scan(task, line, quantity: line.quantity - line.done, options)
                #expect(answer.accepted, "\(answer)")
                if let next = answer.task, next.stage != stage { task = next }
            }
        }
        try system.run("waybill", "floor", "close", task.id.uuidString, "--weight", "700", "--worker", name)
    }
}
