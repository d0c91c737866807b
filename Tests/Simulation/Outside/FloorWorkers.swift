import Contracts
import FoundationEssentials
import Messaging
import Warehouse
import WireJSON

/// People with scanners: they ask for a task, pick, pack and put back, scan what is wrong, and find bins empty.
final class FloorWorkers {
    private struct Worker {
        let name: String
        let site: String
        var isBusy = false
        /// Counts what they did.
        var turn = 0
    }

    private let chance: Chance
    private var workers: [Worker]
    /// Who waits for the answer to what.
    private var asked: [UUID: Int] = [:]

    init(_ chance: Chance) {
        self.chance = chance
        workers = Assortment.sites(chance).filter { $0.floor == .manual }.flatMap { site in
            (1...2).map { Worker(name: "\(site.code)-\($0)", site: site.code) }
        }
    }

    /// Whoever stands about looks whether there is something to do.
    func look(in world: World) {
        guard !workers.isEmpty else { return }
        for index in workers.indices where !workers[index].isBusy && hasWork(index, world) {
            workers[index].isBusy = true
            act(index, in: world) { $0.ask(index, in: $1) }
        }
    }

    private func hasWork(_ index: Int, _ world: World) -> Bool {
        let worker = workers[index]
        return world.house.warehouse.memory.orders.rows.values.contains { order in
            order.site == worker.site && order.floor == .manual && (order.worker == nil || order.worker == worker.name)
                && ([.released, .picking, .picked].contains(order.state) || order.toPutBack > 0)
        }
    }

    /// In a while.
    private func act(_ index: Int, in world: World, _ action: @escaping (FloorWorkers, World) -> Void) {
        workers[index].turn += 1
        let pause = chance.int(500_000...20_000_000, .floor, workers[index].name.identity, workers[index].turn)
        world.plan(in: pause, isTimer: true) { action(self, $0) }
    }

    private func draw(_ index: Int, _ number: Int) -> Double {
        chance.unit(.floor, workers[index].name.identity, 100_000 * number + workers[index].turn)
    }

    private func say(_ index: Int, _ command: some Command, in world: World, again: Bool = false) {
        let worker = workers[index]
        let id = world.send(command, "floor/\(worker.name)/\(worker.turn)/\(again)")
        if !again { asked[id] = index }
    }

    private func ask(_ index: Int, in world: World) {
        say(index, TakeTask(site: workers[index].site, worker: workers[index].name), in: world)
    }

    /// An answer, which may come again.
    func hear(_ envelope: Envelope, in world: World) throws {
        guard let cause = envelope.causationID, let index = asked.removeValue(forKey: cause) else { return }
        if envelope.type == TaskGiven.type {
            guard let task = try TaskGiven.parse(envelope.data).task else {
                workers[index].isBusy = false
                return look(in: world)
            }
            return act(index, in: world) { $0.work(index, on: task, in: $1) }
        }
        let answer = try ScanAnswered.parse(envelope.data)
        act(index, in: world) { workers, world in
            guard answer.accepted, let task = answer.task else { return workers.ask(index, in: world) }
            workers.work(index, on: task, in: world)
        }
    }

    private func work(_ index: Int, on task: WarehouseTask, in world: World) {
        let worker = workers[index]
        guard let line = task.lines.first(where: { $0.done < $0.quantity }) else {
            guard task.stage == "pack", !task.lines.isEmpty else { return ask(index, in: world) }
            let close = CloseParcel(
                taskID: task.id, worker: worker.name, weight: 500, length: 200, width: 150, height: 100)
            return say(index, close, in: world)
        }
        let left = line.quantity - line.done
        if task.stage == "pick", line.done == 0, draw(index, 1) < 0.05 {
            let found = Int(chance.int(0...Int64(left - 1), .floor, worker.name.identity, 7_000_000 + worker.turn))
            let short = ReportShort(
                taskID: task.id, worker: worker.name, lineID: line.lineID, sku: line.sku, found: found,
                damaged: draw(index, 2) < 0.5)
            return say(index, short, in: world)
        }
        let scan = Scan(
            scanID: "\(worker.name)-\(worker.turn)", worker: worker.name, taskID: task.id, action: task.stage,
            bin: task.stage == "pack" ? nil : line.bin, barcode: draw(index, 3) < 0.03 ? "4711" : line.barcode,
            quantity: draw(index, 4) < 0.5 ? left : 1)
        say(index, scan, in: world)
        // A finger that slips: the same scan under another message.
        if draw(index, 5) < 0.05 { say(index, scan, in: world, again: true) }
    }
}
