import OrderIntake
import ServiceKit

@main
struct OrderIntakeCommand {
    static func main() async {
        await ServiceProcess.main(OrderIntakeService.self)
    }
}
