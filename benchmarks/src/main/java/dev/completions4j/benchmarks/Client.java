package dev.completions4j.benchmarks;

/** The clients that are compared. */
enum Client {
    FLOOR("Netty + HTTP codec, bytes counted"),
    NETTY_JACKSON("Netty + lines + Jackson streaming"),
    BY_HAND("java.net.http + Jackson databind"),
    OURS_NETTY("completions4j, Netty"),
    OURS_JDK("completions4j, java.net.http");

    private final String label;

    Client(String label) {
        this.label = label;
    }

    /** The name in reports. */
    String label() {
        return label;
    }

    /** Connects to nothing yet. */
    Driver driver(int port, Workload workload) {
        return switch (this) {
            case FLOOR -> new NettyDriver(port, CountingBody::new);
            case NETTY_JACKSON -> new NettyDriver(port, JacksonBody::new);
            case BY_HAND -> new HttpClientDriver(port, workload);
            case OURS_NETTY -> new CompletionsDriver("netty", port, workload);
            case OURS_JDK -> new CompletionsDriver("jdk", port, workload);
        };
    }
}
