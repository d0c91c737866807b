import AMQP
import ArgumentParser
import Contracts
import Foundation
import WireJSON

struct AddShopCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Open a shop, or change it, and print what to enter on the other side.",
        discussion: """
            A shop that is there keeps its password and its webhook secret unless --rotate is given; the old secret is \
            then accepted beside the new one until the next rotation. Needs the administrator of broker and database, as \
            whom ./deploy/waybill runs it: it makes a user and reads a secret.
            """)

    @Argument(help: "Such as shopify, trendyol or web: a-z, 0-9, - and _.")
    var channel: String

    @Argument(help: "Which of the channel's shops.")
    var shop: String

    @Option(help: "Units of each article that this shop is not shown.")
    var stockBuffer: Int?

    @Option(help: "The shop's currency, for orders that do not say (ISO 4217).")
    var currency: String?

    @Option(help: "card, marketplace or cash_on_delivery, where the channel says nothing.")
    var paymentMethod: String?

    @Option(
        help: """
            channel, when the storefront takes the money itself, or waybill, when we do; for every way that an order comes \
            by. Unless it is said, storefront products and marketplaces that we know take it themselves, and others say it \
            with each order.
            """)
    var payments: String?

    @Option(
        help: "What the channel calls the shop in its webhooks, such as main.myshopify.com; empty to check nothing.")
    var domain: String?

    @Option(
        help: """
            Where the channel is reached, such as https://shop.example.com: Waybill then asks the shop for its orders, with \
            the keys in order-intake's folder intake.credentials. Channels with one address for all shops need --account alone.
            """)
    var url: String?

    @Option(help: "The seller's or merchant's id on the channel.")
    var account: String?

    @Option(name: .customLong("set"), help: "What else the channel must be told, as NAME=VALUE; may be repeated.")
    var options: [String] = []

    @Option(help: "Seconds between two questions for what is new; 0 asks nothing.")
    var pollEvery: Int?

    @Flag(help: "Make a new password and a new webhook secret.")
    var rotate = false

    @Flag(help: "Close the shop: its submissions are refused.")
    var close = false

    @OptionGroup var output: OutputOptions

    func run() async throws {
        guard let storefront = Storefront(channel: channel, shop: shop) else {
            throw ValidationError("Channel and shop are words of a-z, 0-9, - and _, of at most 64 characters.")
        }
        guard payments.map({ ["channel", "waybill"].contains($0) }) ?? true else {
            throw ValidationError("--payments is channel or waybill.")
        }
        let connection = try self.connection
        let wishes = ShopRegistration.Wishes(
            isOpen: !close, stockBuffer: stockBuffer, currency: currency.map { Currency(rawValue: $0) },
            paymentMethod: paymentMethod.map { PaymentMethod(rawValue: $0) },
            payments: payments.map { PaymentCollector(rawValue: $0) }, domain: domain,
            connection: connection, rotates: rotate)
        try await OperatorSession.run { session in
            let shop = try await ShopRegistration.open(storefront, wishes, in: session)
            let url = Self.brokerURL(shop, at: try session.brokerConfiguration())
            let intake = session.address(of: .intake) ?? "http://<order-intake>"
            if output.json {
                Console.print(json: json(shop, url: url, intake: intake))
            } else {
                describe(shop, url: url, intake: intake)
            }
        }
    }

    /// What is said of it; the rest stays as it is.
    private var connection: ShopRegistration.ConnectionWishes? {
        get throws {
            let set = try options.map { option in
                let parts = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard parts.count == 2, !parts[0].isEmpty else {
                    throw ValidationError("--set is NAME=VALUE, and not \(option).")
                }
                return (String(parts[0]), String(parts[1]))
            }
            guard url != nil || account != nil || pollEvery != nil || !set.isEmpty else { return nil }
            return ShopRegistration.ConnectionWishes(
                baseURL: url, account: account, options: Dictionary(set) { $1 }, pollEvery: pollEvery)
        }
    }

    private static func brokerURL(_ shop: ShopRegistration, at broker: AMQPConfiguration) -> String {
        let user = "\(shop.storefront.brokerUser):\(shop.password ?? "<password>")"
        return "\(broker.tls == nil ? "amqp" : "amqps")://\(user)@\(broker.host):\(broker.port)/"
            + ManagementAPI.escaped(broker.vhost)
    }

    private func describe(_ shop: ShopRegistration, url: String, intake: String) {
        let storefront = shop.storefront
        Console.print("\(storefront.sender) is \(close ? "closed" : "open")")
        Console.print("")
        for line in ChannelInstructions.lines(for: storefront, intake: intake, secret: shop.webhookSecret) {
            Console.print(line)
        }
        Console.print("\nBy queue:")
        Console.print("  URL           \(url)")
        if shop.password == nil {
            Console.print("                (its password was not changed; --rotate makes a new one)")
        }
        Console.print("  publish to    exchange \(Topology.intake), routing key \(storefront.submissionKey)")
        for binding in storefront.bindings {
            Console.print("  read from     queue \(binding.queue)  (\(binding.routingKey))")
        }
        Console.print("  messages      waybill.intake.order.submit.v1, see Shared/Contracts/AsyncAPI")
    }

    private func json(_ shop: ShopRegistration, url: String, intake: String) -> JSONValue {
        .object([
            ("channel", .string(channel)), ("shop", .string(self.shop)),
            ("webhookUrl", .string(ChannelInstructions.webhookAddress(of: shop.storefront, intake: intake))),
            ("ordersUrl", .string("\(intake)/v1/orders")), ("webhookSecret", .string(shop.webhookSecret)),
            ("brokerUser", .string(shop.storefront.brokerUser)),
            ("brokerPassword", .text(shop.password)), ("brokerUrl", shop.password == nil ? .null : .string(url)),
            ("exchange", .string(Topology.intake)), ("routingKey", .string(shop.storefront.submissionKey)),
            ("queues", .array(shop.storefront.queues.map { .string($0) })),
        ])
    }
}
