import Inventory
import ServiceKit

@main
struct InventoryCommand {
    static func main() async {
        await ServiceProcess.main(InventoryService.self)
    }
}
