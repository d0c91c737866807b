/// A first-in-first-out queue in an array that is emptied at the end of every transaction.
struct ExpectationQueue {
    private var elements: [Expectation] = []
    private var head = 0

    var isEmpty: Bool { head == elements.count }
    var count: Int { elements.count - head }

    /// The queue must not be empty.
    var first: Expectation {
        get { elements[head] }
        set { elements[head] = newValue }
    }

    mutating func append(_ expectation: Expectation) {
        elements.append(expectation)
    }

    mutating func removeFirst() {
        head += 1
        if head == elements.count { removeAll() }
    }

    mutating func removeAll() {
        elements.removeAll(keepingCapacity: true)
        head = 0
    }
}
