import Contracts
import FoundationEssentials
import OrderIntake
import Testing
import WireJSON

/// The canonical orders of a recorded case, as a file in `Golden`. What a person wrote (names, streets, titles, notes)
/// stands there as a hash: the payload is not ours to copy.
///
/// With `WAYBILL_WRITE_GOLDEN=1` the files are written instead of compared: read the difference before committing it.
struct GoldenOrders {
    let path: String

    func check(_ mapped: [MappedOrder]) throws {
        let lines = try mapped.map { mapped in
            guard case .order(let order, let disposition) = mapped else {
                throw CocoaError(.featureUnsupported)
            }
            let text = String(decoding: Self.concealed(order).jsonBytes, as: UTF8.self)
            return "\(disposition.recordedReason?.rawValue ?? "proceed")\n\(text)\n"
        }
        let text = lines.joined()
        if Self.writes {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        #expect(String(decoding: try Data(contentsOf: file), as: UTF8.self) == text)
    }

    static func paths() throws -> [String] {
        let folders = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        return try folders.flatMap { channel in
            try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: channel).path)
                .map { "\(channel)/\($0.dropLast(4)).json" }
        }.sorted()
    }

    private var file: URL { Self.folder.appending(path: "\(path.dropLast(5)).txt") }

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")
    private static var writes: Bool { ProcessInfo.processInfo.environment["WAYBILL_WRITE_GOLDEN"] == "1" }

    private static func concealed(_ order: Order) -> Order {
        var order = order
        order.customer.name = concealed(order.customer.name)
        order.customer.email = concealed(order.customer.email)
        order.customer.phone = concealed(order.customer.phone)
        order.note = concealed(order.note)
        order.shippingAddress = order.shippingAddress.map(concealed)
        order.billingAddress = order.billingAddress.map(concealed)
        for index in order.lines.indices { order.lines[index].title = concealed(order.lines[index].title) }
        return order
    }

    private static func concealed(_ address: Address) -> Address {
        var address = address
        address.name = concealed(address.name)
        address.company = concealed(address.company)
        address.line1 = concealed(address.line1) ?? ""
        address.line2 = concealed(address.line2)
        address.phone = concealed(address.phone)
        return address
    }

    private static func concealed(_ text: String?) -> String? {
        guard let text, !text.isEmpty else { return text }
        return "#" + ContentHash(of: Array(text.utf8)).bytes.prefix(6).map { hexadecimal($0) }.joined()
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
}
