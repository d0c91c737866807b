import Contracts

/// The broker users of an installation.
enum BrokerAccounts {
    /// Whom the operator's command logs in as, unless it is for what only the administrator may do.
    static let operatorName = "waybill-operator"

    /// Services and operators.
    /// - Parameter password: by the path of its file in the folder of secrets.
    static func installation(password: (String) throws -> String?) throws -> [BrokerUser] {
        let services = try services { try password("\($0.executable)/broker") }
        guard let secret = try password("operator/broker") else {
            throw OperatorError(
                "there is no password for the broker user \(operatorName)",
                advice: "It is read from operator/broker in the folder that WAYBILL_SECRETS names.")
        }
        // The tag lets it look at queues through the management API, in the virtual hosts that it has rights in.
        return services + [user(operatorName, password: secret, rights: .operators, tags: ["management"])]
    }

    /// - Parameter password: of a service's user; nil when it is not known here.
    static func services(password: (ServiceName) throws -> String?) throws -> [BrokerUser] {
        try ServiceName.allCases.map { service in
            guard let password = try password(service) else {
                throw OperatorError(
                    "there is no password for the broker user \(service.brokerUser)",
                    advice: "It is read from \(service.executable)/broker in the folder that WAYBILL_SECRETS names.")
            }
            return user(service.brokerUser, password: password, rights: .service(service))
        }
    }

    static func user(_ name: String, password: String, rights: BrokerRights, tags: [String] = []) -> BrokerUser {
        var random = SystemRandomNumberGenerator()
        let salt = (0..<4).map { _ in UInt8.random(in: 0...255, using: &random) }
        return BrokerUser(
            name: name, passwordHash: BrokerUser.passwordHash(of: password, salt: salt), tags: tags, rights: rights)
    }

    /// 32 hexadecimal digits, 128 bits, from the system's generator.
    static func newPassword() -> String {
        var random = SystemRandomNumberGenerator()
        let digits = Array("0123456789abcdef")
        return String((0..<32).map { _ in digits[Int.random(in: 0..<16, using: &random)] })
    }
}
