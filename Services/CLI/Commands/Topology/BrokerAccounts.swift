import Contracts

/// The broker users of an installation.
enum BrokerAccounts {
    /// - Parameter password: of a service's user; nil when it is not known here.
    static func services(password: (ServiceName) -> String?) throws -> [BrokerUser] {
        try ServiceName.allCases.map { service in
            guard let password = password(service) else {
                throw OperatorError(
                    "there is no password for the broker user \(service.brokerUser)",
                    advice: "It is read from \(service.executable)/broker in the folder that WAYBILL_SECRETS names.")
            }
            return user(service.brokerUser, password: password, rights: .service(service))
        }
    }

    static func user(_ name: String, password: String, rights: BrokerRights) -> BrokerUser {
        var random = SystemRandomNumberGenerator()
        let salt = (0..<4).map { _ in UInt8.random(in: 0...255, using: &random) }
        return BrokerUser(
            name: name, passwordHash: BrokerUser.passwordHash(of: password, salt: salt), rights: rights)
    }

    /// 32 hexadecimal digits, 128 bits, from the system's generator.
    static func newPassword() -> String {
        var random = SystemRandomNumberGenerator()
        let digits = Array("0123456789abcdef")
        return String((0..<32).map { _ in digits[Int.random(in: 0..<16, using: &random)] })
    }
}
