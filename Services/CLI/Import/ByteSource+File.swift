import CSV
import Foundation

extension ByteSource {
    /// - Parameter file: a path; `-` is standard input.
    init(file: String) throws {
        guard let handle = file == "-" ? .standardInput : FileHandle(forReadingAtPath: file) else {
            throw OperatorError("\(file) cannot be read")
        }
        self.init { try handle.read(upToCount: 1 << 16).map { Array($0) } }
    }
}
