import Foundation

/// A shop's own server, that our webhooks go to.
final class WebhookSink {
    let books: OutsideBooks
    private let child: PythonChild

    init(folder: URL) throws {
        books = OutsideBooks(folder: folder)
        child = try PythonChild("webhooks.py", [folder.path()])
    }

    var url: String { "http://127.0.0.1:\(child.port)/waybill" }

    func stop() { child.stop() }
}
