import ServiceKit
import Warehouse

@main
struct WarehouseCommand {
    static func main() async {
        await ServiceProcess.main(WarehouseService.self)
    }
}
