import ArgumentParser

/// How a command answers.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Print JSON for programs instead of tables.")
    var json = false
}
