/// Runs scenarios, and finds the least of one that goes wrong.
package enum Simulator {
    /// - Parameters:
    ///   - trace: gets a line for each thing that happens.
    ///   - tracesData: whether that of a message says what is in it.
    /// - Throws: when a service's definition cannot be made, which says nothing about the seed.
    package static func run(
        _ scenario: Scenario, tracesData: Bool = false, trace: ((String) -> Void)? = nil
    ) throws -> RunResult {
        let world = try World(scenario)
        world.tracesData = tracesData
        if let trace {
            world.trace = { [unowned world] line in
                let seconds = Double((world.now - World.start) / 1000) / 1000
                trace("\(seconds) \(line)")
            }
        }
        world.run()
        return RunResult(
            scenario: scenario, violations: world.violations, faults: world.faults.struck, steps: world.steps,
            quietPoints: world.quietPoints)
    }

    /// The fewest orders and faults that still go wrong.
    /// - Parameter patience: how many runs it may take.
    package static func shrink(_ failed: RunResult, patience: Int = 250) throws -> RunResult {
        var best = failed
        var runs = 0
        func isStillBad(_ change: (inout Scenario) -> Void) throws -> Bool {
            guard runs < patience else { return false }
            runs += 1
            var scenario = best.scenario
            change(&scenario)
            let result = try run(scenario)
            guard !result.isGood else { return false }
            best = result
            return true
        }
        // What struck is all that matters of the weather.
        guard try isStillBad({ $0.faults = Set(failed.faults) }) else { return failed }
        var didShrink = true
        while didShrink && runs < patience {
            didShrink = false
            for chunk in chunks(of: best.scenario.indices) {
                let kept = Set(best.scenario.indices).subtracting(chunk)
                if try isStillBad({ $0.kept = kept }) { didShrink = true }
            }
            for chunk in chunks(of: best.faults) {
                let faults = Set(best.faults).subtracting(chunk)
                if try isStillBad({ $0.faults = faults }) { didShrink = true }
            }
        }
        return best
    }

    /// Halves, quarters and so on, down to single ones: the larger first.
    private static func chunks<Element>(of elements: [Element]) -> [[Element]] {
        var chunks: [[Element]] = []
        var size = elements.count
        while size > 0 {
            for start in stride(from: 0, to: elements.count, by: size) {
                chunks.append(Array(elements[start..<min(start + size, elements.count)]))
            }
            size /= 2
        }
        return chunks
    }
}
