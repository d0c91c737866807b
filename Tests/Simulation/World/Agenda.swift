/// What is still to happen, in virtual time (microseconds). What is planned for one moment happens in the order in which
/// it was planned.
struct Agenda {
    private struct Entry {
        let at: Int64
        let number: Int
        let isTimer: Bool
        let action: (World) -> Void

        func precedes(_ other: Entry) -> Bool { at == other.at ? number < other.number : at < other.at }
    }

    private var heap: [Entry] = []
    private var number = 0
    /// What is planned beside timers: with none of it, the world is at rest until a timer goes off.
    private(set) var busy = 0

    var isEmpty: Bool { heap.isEmpty }

    mutating func plan(at: Int64, isTimer: Bool = false, _ action: @escaping (World) -> Void) {
        number += 1
        if !isTimer { busy += 1 }
        heap.append(Entry(at: at, number: number, isTimer: isTimer, action: action))
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].precedes(heap[parent]) else { break }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    mutating func next() -> (at: Int64, action: (World) -> Void)? {
        guard let first = heap.first else { return nil }
        if !first.isTimer { busy -= 1 }
        let last = heap.removeLast()
        if !heap.isEmpty {
            heap[0] = last
            sink()
        }
        return (first.at, first.action)
    }

    private mutating func sink() {
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
                if heap[child].precedes(heap[least]) { least = child }
            }
            guard least != parent else { return }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
