import Executors
import Glibc
import Synchronization
import Testing

@Suite("A thread that we own")
struct ThreadExecutorTests {
    @Test("An actor's methods all run on the one thread of its executor, in order")
    func oneThread() async {
        let recorder = Recorder(executor: ThreadExecutor(name: "recorder"))
        for number in 0..<1000 {
            await recorder.note(number)
        }
        #expect(await recorder.numbers == Array(0..<1000))
        #expect(await recorder.threads.count == 1)
    }

    @Test("Jobs from many tasks never run at the same time")
    func mutualExclusion() async {
        let recorder = Recorder(executor: ThreadExecutor(name: "recorder"))
        await withTaskGroup { group in
            for task in 0..<50 {
                group.addTask {
                    for step in 0..<50 { await recorder.note(task * 50 + step) }
                }
            }
        }
        #expect(Set(await recorder.numbers).count == 2500)
        #expect(await recorder.overlaps == 0)
    }

    @Test("The thread carries the executor's name, cut to what the kernel keeps")
    func threadName() async {
        let recorder = Recorder(executor: ThreadExecutor(name: "a-rather-long-name"))
        #expect(await recorder.threadName() == "a-rather-long-n")
    }

    @Test("Code off the thread is told so, and code on it can assume its isolation")
    func isolation() async {
        let executor = ThreadExecutor(name: "recorder")
        let recorder = Recorder(executor: executor)
        #expect(!executor.isCurrent)
        #expect(await recorder.assumesIsolation())
    }

    @Test("Stopping runs what is queued, then ends the thread")
    func stop() async {
        let executor = ThreadExecutor(name: "to-be-stopped")
        let recorder = Recorder(executor: executor)
        await withTaskGroup { group in
            for number in 0..<100 {
                group.addTask {
                    await recorder.note(number)
                    executor.stop()
                }
            }
        }
        joinBlocking(executor)
        #expect(await recorder.numbers.count == 100)
        // The kernel takes a moment more to let go of a thread that has ended.
        #expect(await isGone("to-be-stopped"))
    }

    @Test("A job after the stop still runs, on a new thread that ends again")
    func jobAfterStop() async {
        let executor = ThreadExecutor(name: "recorder")
        let recorder = Recorder(executor: executor)
        await recorder.note(1)
        executor.stop()
        joinBlocking(executor)
        await recorder.note(2)
        #expect(await recorder.numbers == [1, 2])
        joinBlocking(executor)
    }

    @Test("An executor that nobody holds ends its thread")
    func freed() async throws {
        let name = "freed-\(UInt16.random(in: 0...9999))"
        do {
            let recorder = Recorder(executor: ThreadExecutor(name: name))
            await recorder.note(1)
            #expect(threadNames().contains(name))
        }
        #expect(await isGone(name))
    }

    private func isGone(_ name: String) async -> Bool {
        let deadline = ContinuousClock.now + .seconds(180)
        while threadNames().contains(name), .now < deadline {
            await Task.yield()
        }
        return !threadNames().contains(name)
    }

    /// `join` blocks, so it is out of reach of asynchronous code unless one insists.
    private func joinBlocking(_ executor: ThreadExecutor) {
        executor.join()
    }

    private func threadNames() -> [String] {
        guard let folder = opendir("/proc/self/task") else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let id = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if let name = firstLine(of: "/proc/self/task/\(id)/comm") { names.append(name) }
        }
        return names
    }
}

private actor Recorder {
    private let executor: ThreadExecutor
    private(set) var numbers: [Int] = []
    private(set) var threads: Set<UInt> = []
    private(set) var overlaps = 0
    private let isInside = Atomic(false)

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(executor: ThreadExecutor) {
        self.executor = executor
    }

    func note(_ number: Int) {
        if isInside.exchange(true, ordering: .acquiringAndReleasing) { overlaps += 1 }
        numbers.append(number)
        threads.insert(UInt(pthread_self()))
        isInside.store(false, ordering: .releasing)
    }

    func threadName() -> String {
        firstLine(of: "/proc/thread-self/comm") ?? ""
    }

    func assumesIsolation() -> Bool {
        assumeIsolated { $0.executor.isCurrent }
    }
}

private func firstLine(of path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var buffer = [CChar](repeating: 0, count: 64)
    guard fgets(&buffer, 64, file) != nil else { return nil }
    return String(decoding: buffer.prefix { $0 != 0 && $0 != 10 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
}
