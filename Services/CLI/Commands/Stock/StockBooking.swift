import ArgumentParser
import Contracts

/// Books movements and says what became of them.
enum StockBooking {
    private static let movementsAtOnce = 250

    static func book(
        _ kind: String, _ movements: [StockMovementRequest], reference: String, in session: OperatorSession
    ) async throws -> StockBooked {
        var sum = StockBooked(reference: reference, booked: 0)
        var bar = ProgressBar("stock")
        for start in stride(from: 0, to: movements.count, by: movementsAtOnce) {
            let part = Array(movements[start...].prefix(movementsAtOnce))
            let command = BookStock(
                kind: kind, reference: reference, actor: OperatorName.current, movements: part)
            let answer = try await session.reply(
                StockBooked.self, to: try await session.send(command), within: .seconds(60))
            sum.booked += answer.booked
            sum.reasons += answer.reasons
            bar.show(min(start + movementsAtOnce, movements.count), of: movements.count)
        }
        bar.end()
        return sum
    }

    static func run(
        _ kind: String, _ movements: [StockMovementRequest], reference: String, _ output: OutputOptions
    ) async throws {
        let answer = try await OperatorSession.run { session in
            try await book(kind, movements, reference: reference, in: session)
        }
        if output.json {
            Console.print(json: answer)
        } else {
            Console.print("\(answer.booked) of \(movements.count) movements booked")
            for reason in answer.reasons { Console.print("  refused: \(reason.line)") }
        }
        if !answer.reasons.isEmpty { throw ExitCode.failure }
    }
}
