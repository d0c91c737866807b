import ArgumentParser
import Contracts
import FoundationEssentials

extension ReturnAnswered {
    /// Says what became of a request; exit code 1 when it was refused.
    func show(_ output: OutputOptions, currency: Currency? = nil) throws {
        if output.json {
            Console.print(json: self)
        } else if let reason, !accepted {
            Console.print("refused: \(reason.line)")
        } else {
            let what = isPreview ? "it would be accepted" : "return \(returnID?.text ?? "") is \(state?.rawValue ?? "")"
            let amount = currency.map { ($0.format(refund), $0.format(fees)) } ?? (String(refund), String(fees))
            Console.print(what)
            Console.print("when everything comes back as described: \(amount.0), after fees of \(amount.1)")
        }
        if !accepted { throw ExitCode.failure }
    }
}
