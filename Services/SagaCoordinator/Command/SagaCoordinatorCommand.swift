import SagaCoordinator
import ServiceKit

@main
struct SagaCoordinatorCommand {
    static func main() async {
        await ServiceProcess.main(SagaCoordinatorService.self)
    }
}
