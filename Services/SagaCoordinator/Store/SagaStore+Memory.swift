import Contracts
import FoundationEssentials
import Messaging

/// The coordinator's rows in memory.
extension SagaStore: ModelledStore {
    package struct Memory: Sendable {
        package var sagas = MemoryTable<UUID, OrderSaga>()
        package var log: [UUID: [LogEntry]] = [:]
        fileprivate var commands: [UUID: [StepKey: StoredCommand]] = [:]
    }

    package var emptyMemory: Memory { Memory() }

    package func locks(_ keys: Keys, in memory: Memory) -> Set<RowLock> {
        Set(memory.sagas.locks("saga", keys.orders, \.text))
    }

    package func load(_ keys: Keys, from memory: Memory) -> Rows {
        var rows = Rows()
        for id in keys.orders {
            guard let saga = memory.sagas[id] else { continue }
            var row = SagaRow(loaded: saga)
            if keys.resends.contains(id) {
                // Only the command of the step's present epoch, and only while it is open.
                row.commands = (memory.commands[id] ?? [:]).filter { key, command in
                    let step = saga.step(key.name, key.unit)
                    return step?.status == .sent && step?.epoch == command.envelope.epoch
                }
            }
            rows.sagas.load(row, as: id)
        }
        return rows
    }

    package func save(_ rows: Rows, into memory: inout Memory) throws {
        for row in rows.sagas.inserted + rows.sagas.updated {
            let id = row.saga.id
            if row.loaded == nil, memory.sagas[id] != nil { throw MemoryConflict("order \(id.text) is there already") }
            memory.sagas.set(row.saga, as: id)
            for entry in row.log {
                let last = memory.log[id]?.last?.sequence ?? 0
                guard entry.sequence > last else { throw MemoryConflict("entry \(entry.sequence) is there already") }
                memory.log[id, default: []].append(entry)
            }
            for (key, command) in row.sent { memory.commands[id, default: [:]][key] = command }
            memory.commands[id] = memory.commands[id]?.filter { key, command in
                guard let step = row.saga.step(key.name, key.unit) else { return false }
                return row.saga.keepsCommand(of: step) && step.epoch == command.envelope.epoch
            }
        }
    }
}
