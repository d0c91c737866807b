/// What a metric of ours is, which decides its name's ending and its Prometheus type.
enum MetricKind: String {
    case counter
    case floatingPointCounter = "sum"
    case gauge
    case distribution
    case timer

    var type: String {
        switch self {
        case .counter, .floatingPointCounter: "counter"
        case .gauge: "gauge"
        case .distribution, .timer: "histogram"
        }
    }
}

/// One metric with one set of dimensions.
protocol MetricSeries: AnyObject, Sendable {
    /// Appends the sample lines.
    func write(_ name: String, _ labels: MetricLabels, to text: inout String)
}

/// All series of one name: they share HELP and TYPE.
struct MetricFamily {
    let label: String
    let kind: MetricKind
    var series: [MetricLabels: any MetricSeries] = [:]

    func write(_ name: String, help: String, to text: inout String) {
        text += "# HELP \(name) \(MetricText.escapedHelp(help))\n# TYPE \(name) \(kind.type)\n"
        for (labels, series) in series.sorted(by: { $0.key.text < $1.key.text }) {
            series.write(name, labels, to: &text)
        }
    }
}

/// Dimensions in the form they are written in, which is also what tells two series apart.
struct MetricLabels: Hashable {
    /// Such as `queue="inventory",outcome="applied"`; empty without dimensions.
    let text: String

    init(_ dimensions: [(String, String)]) {
        // The last one wins where a name is given twice: a repeated label name would spoil the whole exposition.
        let unique = Dictionary(dimensions.map { (MetricName.sanitised($0, colons: false), $1) }) { _, last in last }
        text = unique.sorted { $0.key < $1.key }.map { "\($0)=\"\(MetricText.escapedLabel($1))\"" }
            .joined(separator: ",")
    }

    /// With braces, and with `more` at the end.
    func braced(_ more: String = "") -> String {
        let all = text.isEmpty || more.isEmpty ? text + more : "\(text),\(more)"
        return all.isEmpty ? "" : "{\(all)}"
    }
}
