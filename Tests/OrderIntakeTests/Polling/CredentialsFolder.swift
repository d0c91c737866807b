import Foundation
import OrderIntake

/// A folder with the credentials of all shops named `main`, removed when the test is over.
struct CredentialsFolder: ~Copyable {
    let path = NSTemporaryDirectory() + "waybill-credentials-\(UUID().uuidString)"

    init() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        for channel in ChannelDirectory.adapters.map(\.channel) {
            for (name, text) in [
                ("token", "shpat_1"), ("key", "ck_1"), ("secret", "cs_1"), ("password", "pw"),
                ("client_id", "id"), ("client_secret", "s"), ("refresh_token", "refresh me"),
                ("aws_access_key_id", "AKIDEXAMPLE"), ("aws_secret_access_key", "hush"),
            ] {
                try write(text + "\n", name, of: ShopKey(channel: channel, shop: "main"))
            }
        }
    }

    func write(_ text: String, _ name: String, of shop: ShopKey) throws {
        try Data(text.utf8).write(to: URL(filePath: "\(path)/\(shop.channel).\(shop.shop).\(name)"))
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }
}
