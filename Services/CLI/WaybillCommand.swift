public import ArgumentParser

/// The operator's command: what can be done with a running Waybill, one subcommand a file in `Commands/`.
///
/// It reads the services' schemas and changes nothing there: whatever is to change is asked for with a message.
public struct WaybillCommand: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "waybill",
        abstract: "Operates Waybill, the order management system.",
        discussion: """
            Where database and broker are is read from the environment, as by the services: ./deploy/waybill sets it \
            for the system that ./deploy/up started: an operator's, who reads all but secrets and asks services by \
            command, and the administrator's for topology, shop add and demo. --json prints for programs.
            """,
        groupedSubcommands: [
            CommandGroup(
                name: "Orders",
                subcommands: [
                    SubmitCommand.self, ImportCommand.self, OrdersCommand.self, ShowCommand.self, CancelCommand.self,
                    ChangeCommand.self, HoldCommand.self, StepCommand.self, ForceCompleteCommand.self,
                    PaymentCommand.self, FraudCommand.self, ReturnCommand.self, InvoiceCommand.self, EraseCommand.self,
                ]),
            CommandGroup(
                name: "Catalogue, stock and shops",
                subcommands: [
                    CatalogueCommand.self, StockCommand.self, ShopCommand.self, ChannelsCommand.self,
                    WebhookCommand.self,
                ]),
            CommandGroup(name: "Warehouse floor and parcels", subcommands: [FloorCommand.self, ParcelCommand.self]),
            CommandGroup(
                name: "Operation",
                subcommands: [
                    StatusCommand.self, StuckCommand.self, ParkedCommand.self, AuditCommand.self, TopologyCommand.self,
                    DemoCommand.self, LatencyCommand.self, BenchCommand.self,
                ]),
        ])

    public init() {}
}
